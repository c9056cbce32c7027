'use client'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { PersonaInList } from '@/server/queries/journeys/journeys'
import { failureOf, useTRPC, useTRPCClient } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Textarea } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

/** One persona: who it is, whom it stands for, and the maps drawn for it. */
export function PersonaForm({ persona, personas, onClose }: { persona: PersonaInList | null; personas: readonly PersonaInList[]; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const { segments } = useWorkspace()
  const { data: all } = useSuspenseQuery(trpc.journeys.list.queryOptions())
  const [name, setName] = useState(persona?.name ?? '')
  const [description, setDescription] = useState(persona?.description ?? '')
  const [stands, setStands] = useState<readonly string[]>(persona?.segments ?? [])
  const before = persona?.maps.map(({ slug }) => slug) ?? []
  const [maps, setMaps] = useState<readonly string[]>(before)
  const toggled = (list: readonly string[], one: string, on: boolean) => (on ? [...list, one] : list.filter((other) => other !== one))
  const save = useMutation({
    mutationFn: async () => {
      const { id } = await client.journeys.savePersona.mutate({ ...(persona ? { id: persona.id } : {}), name, description, segments: [...stands] })
      // A map says itself whom it is for.
      for (const slug of new Set([...before, ...maps])) {
        if (before.includes(slug) === maps.includes(slug)) continue
        const others = personas.filter((one) => one.id !== id && one.maps.some((map) => map.slug === slug)).map((one) => one.id)
        await client.journeys.update.mutate({ journey: slug, personas: maps.includes(slug) ? [...others, id] : others })
      }
    },
    onSuccess: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !save.isPending) save.mutate()
  }
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={persona ? persona.name : 'New persona'} footer={<Button form="persona" type="submit" look="primary" busy={save.isPending}>{persona ? 'Save' : 'Add'}</Button>}>
      <form id="persona" onSubmit={submit} className="grid gap-4">
        <Field label="Name" error={save.error ? failureOf(save.error) : undefined}>{(w) => <Input {...w} value={name} required maxLength={200} placeholder="Newcomer in town" onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label="Who this is" optional hint="Circumstances, what they want, what they fear. A few sentences somebody can picture.">{(w) => <Textarea {...w} rows={5} maxLength={4000} value={description} onChange={(event) => setDescription(event.target.value)} />}</Field>
        {segments.length > 0 && (
          <fieldset className="grid gap-2">
            <legend className="pb-1 text-13 font-medium">Segments it stands for</legend>
            {segments.map((one) => { const ref = `${one.segmentation}:${one.slug}`; return <Checkbox key={ref} label={`${one.segmentationName}: ${one.name}`} checked={stands.includes(ref)} onChecked={(on) => setStands(toggled(stands, ref, on))} /> })}
          </fieldset>
        )}
        {all.length > 0 && (
          <fieldset className="grid gap-2">
            <legend className="pb-1 text-13 font-medium">Maps drawn for it</legend>
            {all.filter((one) => !one.archived || maps.includes(one.slug)).map(({ slug, name: label }) => <Checkbox key={slug} label={label} checked={maps.includes(slug)} onChecked={(on) => setMaps(toggled(maps, slug, on))} />)}
          </fieldset>
        )}
      </form>
    </Sheet>
  )
}
