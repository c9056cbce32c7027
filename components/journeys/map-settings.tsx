'use client'
import type { inferRouterOutputs } from '@trpc/server'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { JOURNEY_LEVELS, type JourneyLevel } from '@/db/vocabulary'
import type { AppRouter } from '@/server/routers/app'
import type { JourneyView } from '@/server/queries/journeys/journey'
import { useTRPC, failureOf } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

type Journeys = inferRouterOutputs<AppRouter>['journeys']
type Props = { view: JourneyView; onClose: () => void }
type Known = { /** All maps of the organisation. */ all: Journeys['list']; /** Its personas. */ known: Journeys['personas'] }

/** What a map is called, what it belongs to, whom it is for, and when somebody should look at it again. */
export function MapSettings(props: Props) {
  const trpc = useTRPC()
  const [all, known] = [useQuery(trpc.journeys.list.queryOptions()), useQuery(trpc.journeys.personas.queryOptions())]
  // Saved before it is known what there is, the map would belong to nothing any more.
  if (all.data && known.data) return <SettingsForm {...props} all={all.data} known={known.data} />
  const error = all.error ?? known.error
  return <Sheet open onOpenChange={(open) => { if (!open) props.onClose() }} title="About this map">{error ? <p role="alert" className="text-13 text-danger">{failureOf(error)}</p> : <SkeletonLines lines={6} />}</Sheet>
}

function SettingsForm({ view, onClose, all, known }: Props & Known) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { segments } = useWorkspace()
  const nameOf = (slug: string) => { const found = segments.find((one) => `${one.segmentation}:${one.slug}` === slug); return found ? `${found.segmentationName}: ${found.name}` : slug }
  const [name, setName] = useState(view.name)
  const [level, setLevel] = useState<JourneyLevel>(view.level)
  const [parent, setParent] = useState(view.parent?.slug ?? '')
  const [review, setReview] = useState(view.review_on ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(view.personas.map(({ id }) => id))
  const [persona, setPersona] = useState({ name: '', segment: '' })
  const add = useMutation(trpc.journeys.savePersona.mutationOptions({ onSuccess: () => { setPersona({ name: '', segment: '' }); void cache.invalidateQueries({ queryKey: trpc.journeys.personas.queryKey() }) } }))
  const save = useMutation(trpc.journeys.update.mutationOptions({ onSuccess: () => { void cache.invalidateQueries(); onClose() } }))
  /** The persona being described, made; null where none is. */
  const added = async () => (persona.name.trim() === '' ? null : (await add.mutateAsync({ name: persona.name, segments: persona.segment ? [persona.segment] : [] })).id)
  const higher = all.filter((one) => JOURNEY_LEVELS.indexOf(one.level) > JOURNEY_LEVELS.indexOf(level) && one.slug !== view.slug && !one.archived)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (save.isPending || add.isPending) return
    // What was written below and not added yet belongs to it.
    const made = await added().catch(() => undefined)
    if (made === undefined) return
    if (made) setChosen([...chosen, made])
    save.mutate({ journey: view.slug, name, level, parent: higher.some(({ slug }) => slug === parent) ? parent : null, review_on: review || null, personas: made ? [...chosen, made] : [...chosen] })
  }
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title="About this map" footer={<Button form="map-settings" type="submit" look="primary" busy={save.isPending || add.isPending}>Save</Button>}>
      <form id="map-settings" onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field label="Name" error={save.error ? failureOf(save.error) : undefined}>{(w) => <Input {...w} value={name} required maxLength={200} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label="Level" hint="A task is part of a journey, a journey of a relationship.">{(w) => <Select {...w} value={level} options={JOURNEY_LEVELS.map((value) => ({ value, label: { task: 'Task', journey: 'Journey', relationship: 'Relationship' }[value] }))} onValue={setLevel} />}</Field>
        <Field label="Part of" optional>{(w) => <Select {...w} value={higher.some(({ slug }) => slug === parent) ? parent : ''} options={[{ value: '', label: 'Stands alone' }, ...higher.map(({ slug, name: label }) => ({ value: slug, label }))]} onValue={setParent} />}</Field>
        <Field label="Look at it again on" optional hint="On that day those who worked on the map are told, here and by mail.">{(w) => <Input {...w} type="date" value={review} onChange={(event) => setReview(event.target.value)} />}</Field>
        {known.length > 0 && <fieldset className="grid gap-2">
          <legend className="pb-1 text-13 font-medium">Whom it is for</legend>
          {known.map((persona) => <Checkbox key={persona.id} label={persona.name} hint={persona.segments.map(nameOf).join(', ') || undefined} checked={chosen.includes(persona.id)} onChecked={(on) => setChosen(on ? [...chosen, persona.id] : chosen.filter((id) => id !== persona.id))} />)}
        </fieldset>}
      </form>
      <NewPersona draft={persona} set={setPersona} busy={add.isPending} error={add.error ? failureOf(add.error) : undefined} onAdd={() => { added().then((id) => { if (id) setChosen([...chosen, id]) }, () => undefined) }} />
    </Sheet>
  )
}

type PersonaDraft = { name: string; segment: string }

function NewPersona({ draft: { name, segment }, set, busy, error, onAdd }: { draft: PersonaDraft; set: (draft: PersonaDraft) => void; busy: boolean; error: string | undefined; onAdd: () => void }) {
  const { segments } = useWorkspace()
  return (
    <form onSubmit={(event) => { event.preventDefault(); onAdd() }} className="mt-4 grid gap-2 border-t pt-4">
      <Field label="New persona" hint="A kind of customer, and the segment it stands for." error={error}>{(w) => <Input {...w} value={name} maxLength={200} placeholder="Newcomer in town" onChange={(event) => set({ name: event.target.value, segment })} />}</Field>
      <div className="flex gap-2">
        <Select aria-label="Segment it stands for" value={segment} options={[{ value: '', label: 'No segment' }, ...segments.map((s) => ({ value: `${s.segmentation}:${s.slug}`, label: `${s.segmentationName}: ${s.name}` }))]} onValue={(value) => set({ name, segment: value })} />
        <Button type="submit" className="shrink-0" busy={busy}>Add</Button>
      </div>
    </form>
  )
}
