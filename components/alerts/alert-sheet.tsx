'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { AlertWindow } from '@/db/vocabulary'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox, Switch } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { formatCount } from '../ui/format'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { conditionOf, figureCondition, inputOf, newDraft, WINDOWS, type Draft } from './draft'
import { EventFields } from './event-fields'
import { FigureFields } from './figure-fields'

const EVERY = [{ value: '5', label: 'every 5 minutes' }, { value: '15', label: 'every 15 minutes' }, { value: '60', label: 'every hour' }, { value: '1440', label: 'once a day' }]
const QUIET = [{ value: '', label: 'not again before it has cleared' }, { value: '4', label: 'again after 4 hours' }, { value: '24', label: 'again after a day' }, { value: '168', label: 'again after a week' }]
const KINDS = [{ value: 'figure', label: 'A figure passes a line, or is unusual' }, { value: 'moment_failed', label: 'A moment fails' }, { value: 'promise_overdue', label: 'A promise is overdue' }] as const

type Props = { draft: Draft; /** Started from a figure on a page. */ fixed?: boolean; onClose: () => void; onSaved?: () => void }

/** "Tell me when …": what is watched, what it sees now, and who is told how. */
export function AlertSheet({ draft: given, fixed = false, onClose, onSaved }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can } = useWorkspace()
  const admin = can.includes('admin')
  const members = useQuery(trpc.people.members.queryOptions())
  const hooks = useQuery(trpc.alerts.webhooks.queryOptions(undefined, { enabled: admin }))
  const reports = useQuery(trpc.alerts.reports.queryOptions())
  const [changed, setChanged] = useState<Draft | null>(null)
  const me = members.data?.me
  // A new one tells its maker, unless they say otherwise: also where they have written much of it before we know who they are.
  const [chosen, setChosen] = useState(given.id !== undefined || given.people.length > 0)
  const written = changed ?? given
  const draft = chosen || !me ? written : { ...written, people: [me] }
  const set = (change: Partial<Draft>) => { if (change.people) setChosen(true); setChanged({ ...draft, ...change }) }
  const save = useMutation(trpc.alerts.save.mutationOptions({ onSuccess: async () => { await cache.invalidateQueries({ queryKey: trpc.alerts.pathKey() }); onSaved?.(); onClose() } }))
  const { condition } = draft
  // Before the people are there it would tell nobody, and so it would if none were chosen.
  const silent = draft.people.length === 0 && draft.webhooks.length === 0 && !draft.takeover
  const unit = condition.kind === 'figure' ? reports.data?.find((one) => one.name === condition.report)?.figures.find((one) => one.field === condition.field)?.unit ?? 'number' : 'number'
  const ready = conditionOf(draft, unit)
  const looked = useDeferredValue(ready)
  const seen = useQuery(trpc.alerts.try.queryOptions({ condition: looked ?? condition }, { enabled: looked !== null && reports.data !== undefined, retry: false }))
  const toggle = (list: string[], id: string, on: boolean) => (on ? [...list, id] : list.filter((one) => one !== id))
  const others = (members.data?.members ?? []).toSorted((a, b) => Number(b.userId === me) - Number(a.userId === me))
  return (
    <Sheet
      open onOpenChange={onClose} title={draft.id ? 'Change this alert' : 'Tell me when …'}
      footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="alert" busy={save.isPending} disabled={ready === null || reports.data === undefined || silent}>{draft.id ? 'Save' : 'Make this alert'}</Button></>}
    >
      <form id="alert" className="grid gap-5" onSubmit={(event) => { event.preventDefault(); if (ready) save.mutate(inputOf(draft, ready)) }}>
        {!fixed && <Field label="What to watch">{(w) => <Select {...w} value={condition.kind} options={[...KINDS]} onValue={(kind) => set({ condition: kind === 'figure' ? figureCondition('follow-through', 'rate') : kind === 'moment_failed' ? newDraft({ kind, touchpoint: null, critical: true, segment: null }).condition : { kind, hours: 24, segment: null }, threshold: '' })} />}</Field>}
        {condition.kind === 'figure' ? <FigureFields draft={draft} condition={condition} set={set} fixed={fixed} /> : <EventFields condition={condition} set={(next) => set({ condition: next })} />}
        <p role="status" className="min-h-10 border-l-2 py-1 pl-3 text-13 text-muted">
          {looked === null ? 'Say where the line is, and what it sees now stands here.' : seen.isError ? failureOf(seen.error) : seen.data ? condition.kind === 'figure' ? <>Now: {seen.data.said.replace(/\.$/, '')}.{seen.data.holds === true ? ' It would fire at once.' : ''}</> : <>{seen.data.said.replace(/\.$/, '')}. {draft.id ? 'It has told of those that came since it was made, and tells of each that comes from now on, once.' : 'It tells of each that comes once it is made, not of these.'}</> : 'Looking …'}
          {seen.data?.longer && condition.kind === 'figure' && <Longer longer={seen.data.longer} onUse={(window) => set({ condition: { ...condition, window } })} />}
        </p>
        <Field label="Name">{(w) => <Input {...w} required maxLength={120} value={draft.name} onChange={(event) => set({ name: event.target.value })} />}</Field>
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-13 font-medium">Who is told</legend>
          {others.map((one) => <Checkbox key={one.userId} label={one.userId === me ? `${one.name} (you)` : one.name} checked={draft.people.includes(one.userId)} onChecked={(on) => set({ people: toggle(draft.people, one.userId, on) })} />)}
          <p className={silent && members.data ? 'text-12 text-warning' : 'text-12 text-muted'}>{silent && members.data ? 'It tells nobody yet: choose somebody, or a webhook, or the screens.' : 'In Touchstone, and by mail where they want it.'}</p>
        </fieldset>
        {admin && (
          <fieldset className="grid gap-3">
            <legend className="mb-2 text-13 font-medium">What else is told</legend>
            {(hooks.data ?? []).map((one) => <Checkbox key={one.id} label={`Webhook ${one.name}`} checked={draft.webhooks.includes(one.id)} onChecked={(on) => set({ webhooks: toggle(draft.webhooks, one.id, on) })} />)}
            <Switch label="Interrupt every screen" hint="For half an hour, or until it has cleared. For what everybody must see at once." checked={draft.takeover} onChecked={(takeover) => set({ takeover })} />
          </fieldset>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          {draft.takeover ? <p className="text-13 text-muted">Looked at every minute, since it interrupts screens.</p> : <Field label="Looked at, at most">{(w) => <Select {...w} value={String(draft.everyMinutes)} options={EVERY} onValue={(value) => set({ everyMinutes: Number(value) })} />}</Field>}
          {condition.kind === 'figure' && <Field label="While it stays so, told">{(w) => <Select {...w} value={draft.quietHours === null ? '' : String(draft.quietHours)} options={QUIET} onValue={(value) => set({ quietHours: value === '' ? null : Number(value) })} />}</Field>}
        </div>
        {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      </form>
    </Sheet>
  )
}

/** Too few cases fall into the window for it ever to fire: one that has enough is proposed. */
function Longer({ longer: { window, rests_on: n }, onUse }: { longer: { window: AlertWindow; rests_on: number }; onUse: (window: AlertWindow) => void }) {
  const label = (WINDOWS.find((one) => one.value === window)?.label ?? '').toLowerCase()
  return <span className="mt-1 block">Over the {label} it would rest on {formatCount(n)}. <Button look="plain" onClick={() => onUse(window)}>Look over the {label}</Button></span>
}
