'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { SCREEN_THEMES, type ScreenTheme } from '@/db/vocabulary'
import type { ScreenView } from '@/server/queries/screens/screens'
import { nextOn } from '@/server/domain/screens/next-on'
import { partsSaid, unsaid } from '@/server/domain/screens/variables'
import { failureOf, useTRPC } from '../../data/trpc'
import { PageHeader, Section } from '../../shell/page'
import { Button } from '../../ui/button'
import { Switch } from '../../ui/choice'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Field, Input, Select, Textarea } from '../../ui/field'
import { Callout, EmptyState, ErrorState, SkeletonLines } from '../../ui/states'
import { useToast } from '../../ui/toast'
import { useWorkspace } from '../../workspace/workspace'
import { keepLastScreen } from '../last-screen'
import { Devices } from './devices'
import { examplesIn, moved, readVariables, variablesText, type DraftSlide } from './draft'
import { Preview } from './preview'
import { SlideForm } from './slide-form'
import { SlideList } from './slide-list'
import { partExample } from './words'
import { useAutosave } from './use-autosave'
import { useMinutes } from './use-minutes'
import { useWaiting } from './use-waiting'
import { ZoneField } from './zone-field'

/** One screen: its slides, how it will look, and the displays that show it. */
export function Composer({ id }: { id: string }) {
  const trpc = useTRPC()
  const screen = useQuery(trpc.screens.one.queryOptions({ id }))
  const { slug } = useWorkspace()
  const found = screen.data !== undefined
  useEffect(() => { if (found) keepLastScreen(slug, id) }, [found, slug, id])
  if (screen.isError) return <ErrorState title="This screen could not be shown" detail={failureOf(screen.error)} action={<Button onClick={() => void screen.refetch()}>Try again</Button>} />
  if (!screen.data) return <SkeletonLines lines={8} />
  return <Loaded key={screen.data.id} screen={screen.data} back={`/${slug}/screens`} />
}

const THEME: Record<ScreenTheme, string> = { dark: 'Dark', light: 'Light', by_night: 'Light by day, dark by night' }
const STATE = { saved: 'Saved', saving: 'Saving …', failed: 'Not saved' }

function Loaded({ screen, back }: { screen: ScreenView; back: string }) {
  const trpc = useTRPC()
  const router = useRouter()
  const { can, timezone, dimensions } = useWorkspace()
  const at = useMinutes()
  const admin = can.includes('admin')
  const example = partExample(dimensions)
  const { draft, change, state, failure, reload } = useAutosave(screen)
  const reports = useQuery(trpc.screens.reports.queryOptions())
  const shown = useQuery(trpc.screens.shown.queryOptions({ id: screen.id, variables: {} }))
  const waits = useWaiting(draft, state === 'saved' && !shown.isFetching, shown.dataUpdatedAt)
  const [selected, setSelected] = useState<string | null>(draft.slides[0]?.key ?? null)
  const [made, setMade] = useState(0)
  const [deleting, setDeleting] = useState(false)
  const [variables, setVariables] = useState(variablesText(draft.variables))
  const remove = useMutation(trpc.screens.delete.mutationOptions({ onSuccess: () => router.push(back) }))
  const index = draft.slides.findIndex((slide) => slide.key === selected)
  const slide = draft.slides[index]
  // Made on the draft as it is by then: a report may take seconds to be chosen.
  const put = (next: (slides: DraftSlide[]) => DraftSlide[]) => change((before) => ({ ...before, slides: next(before.slides) }))
  const add = (more: Partial<DraftSlide>) => {
    const key = `new ${made}`
    setMade(made + 1)
    put((slides) => [...slides, { key, kind: 'big_number', report: 'churn-rate', parameters: { interval: 'month', from: '{-12m}' }, field: null, cell: {}, title: null, text: null, seconds: 15, schedule: null, ...more }])
    setSelected(key)
  }
  const titles = new Map(draft.slides.flatMap((one) => { const frame = shown.data?.frames.find((f) => f.id === one.id); return frame?.title ? [[one.key, frame.title] as const] : [] }))
  // What was just asked knows best; what a display reported stands until then.
  const failures = new Map([...screen.slides.flatMap((one) => (one.failure ? [[one.id, one.failure.message] as const] : [])), ...Object.entries(shown.data?.failed ?? {})])
  const zone = draft.timezone ?? timezone
  const nextOf = ({ schedule }: DraftSlide) => { const next = nextOn(schedule, at.getTime(), zone); return next && (zone === timezone ? next : `${next}, ${zone} time`) }
  const toast = useToast()
  const takeOff = (key: string) => {
    const at = draft.slides.findIndex((one) => one.key === key)
    const gone = draft.slides[at]
    if (!gone) return
    put((slides) => slides.filter((one) => one.key !== key))
    toast({ title: `“${gone.title || titles.get(key) || gone.text || 'A slide'}” is taken off`, action: { label: 'Undo', onSelect: () => { put((slides) => (slides.some((one) => one.key === key) ? slides : slides.toSpliced(at, 0, gone))); setSelected(key) } } })
  }
  const read = readVariables(variables)
  return (
    <>
      <PageHeader title={draft.name || 'Screen'} lead={admin ? <span role="status">{STATE[state]}</span> : 'Screens are changed by an admin of this organisation.'} actions={admin && <Button look="quiet" onClick={() => setDeleting(true)}>Delete</Button>} />
      {failure && <Callout tone="danger" title="This change was not saved" action={<Button onClick={reload}>Take the saved one</Button>}>{failure}</Callout>}
      <div className="grid gap-6 pb-8 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 self-start border-t pt-5 xl:sticky xl:top-0"><Preview id={screen.id} selected={slide?.id ?? null} waiting={state !== 'failed' && slide !== undefined && waits(slide)} examples={slide ? examplesIn(slide, shown.data?.examples ?? {}, draft.variables) : []} next={slide ? nextOf(slide) : null} onTurn={(turned) => setSelected(draft.slides.find((one) => one.id === turned)?.key ?? null)} /></div>
        <div className="grid min-w-0 content-start gap-4 border-t pt-5">
          {draft.slides.length === 0 && <EmptyState title="No slides yet"><p>Add a report or a message, or put any figure on the wall from its panel.</p></EmptyState>}
          <SlideList slides={draft.slides} waiting={new Map(draft.slides.flatMap((one) => { const next = nextOf(one); return next ? [[one.key, next] as const] : [] }))} selected={selected} titles={titles} failures={failures} readOnly={!admin} onSelect={setSelected} onMove={(from, to) => put((slides) => moved(slides, from, to))} onRemove={takeOff} />
          {admin && <div className="flex flex-wrap gap-2"><Button onClick={() => add({})}>Add a report</Button><Button onClick={() => add({ kind: 'message', report: null, parameters: {}, text: 'Thank you' })}>Add a message</Button></div>}
          {admin && slide && <div className="border-t pt-4"><h2 className="mb-3 text-13 font-medium">This slide</h2>{!reports.data ? <SkeletonLines lines={6} /> : <SlideForm key={slide.key} slide={slide} reports={reports.data} onChange={(more) => put((slides) => slides.map((one) => (one.key === slide.key ? { ...one, ...more } : one)))} />}</div>}
        </div>
      </div>
      {admin && <Devices screen={screen.id} asked={{ parts: partsSaid(draft.slides, draft.variables, dimensions), empty: unsaid(draft.slides, draft.variables), known: Object.keys(draft.variables)[0] }} />}
      {admin && (
        <Section title="How it looks">
          <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
            <Field label="Name" error={draft.name.trim() === '' ? 'It needs a name.' : undefined}>{(w) => <Input {...w} maxLength={100} value={draft.name} onChange={(event) => change((before) => ({ ...before, name: event.target.value }))} />}</Field>
            <Field label="Colours">{(w) => <Select {...w} value={draft.theme} options={SCREEN_THEMES.map((value) => ({ value, label: THEME[value] }))} onValue={(theme) => change((before) => ({ ...before, theme }))} />}</Field>
            <Field label="Variables" optional hint={`One per line: ${example.variable} = north. A slide counts only that where “Only where” is ${example.where}; in titles and messages ${example.word} writes it.`} error={read.wrong === null ? undefined : `Line ${read.wrong} is not “name = value” (small letters, digits and _).`}>
              {(w) => <Textarea {...w} rows={3} value={variables} onChange={(event) => { setVariables(event.target.value); const next = readVariables(event.target.value); if (next.wrong === null) change((before) => ({ ...before, variables: next.variables })) }} />}
            </Field>
            <ZoneField value={draft.timezone} own={timezone} onChange={(zone) => change((before) => ({ ...before, timezone: zone }))} />
            <Switch label="Show names and words of customers" hint="Off: a wall is read by whoever walks past." checked={draft.show_names} onChecked={(on) => change((before) => ({ ...before, show_names: on }))} />
          </div>
        </Section>
      )}
      <ConfirmDialog open={deleting} onOpenChange={setDeleting} title={`Delete “${screen.name}”?`} action="Delete screen" name={screen.name} busy={remove.isPending} error={remove.isError ? failureOf(remove.error) : undefined} onConfirm={() => remove.mutate({ id: screen.id })}>
        Its slides are gone, and every display that shows it goes back to showing a code.
      </ConfirmDialog>
    </>
  )
}
