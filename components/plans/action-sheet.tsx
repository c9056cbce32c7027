'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ACTION_STATUSES } from '@/db/vocabulary'
import { ACTION_FIELD, fieldsOf, sayFields, sayStands, type ActionField } from '@/server/domain/plans/action-fields'
import { atOdds, waitedFor } from '@/server/domain/plans/dependencies'
import type { PlanAction } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Comments } from '../comments/comments'
import { changeOf, clashes, fieldsTyped, keepMine, NEW_ACTION, sayRefusal, shown, type, UNTOUCHED, untouched, wrongs, type Typed } from './action-draft'
import { Clashes } from './clashes'
import { ACTION } from './words'

type Props = { plan: string; action: PlanAction | null; others: readonly PlanAction[]; onClose: () => void }

/** One action: whose it is, until when, how it stands, what it costs and should bring, and what it waits for. */
export function ActionSheet({ plan, action: opened, others, onClose }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { currency } = useWorkspace()
  const { data: people = [] } = useQuery(trpc.comments.people.queryOptions())
  // The page holds it already, and hears live of what others change.
  const { data } = useQuery(trpc.plans.one.queryOptions({ plan }))
  const found = opened && data?.actions.find(({ id }) => id === opened.id)
  const action = found ?? opened
  const stands = action ? fieldsOf(action) : NEW_ACTION
  const [draft, setDraft] = useState(UNTOUCHED)
  const done = { onSuccess: async () => { await again(); onClose() } }
  const again = () => cache.invalidateQueries({ queryKey: trpc.plans.pathKey() })
  const add = useMutation(trpc.plans.saveAction.mutationOptions(done))
  const change = useMutation(trpc.plans.changeAction.mutationOptions({ ...done, onError: (error) => (error.data?.code === 'CONFLICT' ? again() : undefined) }))
  const [removing, setRemoving] = useState(false)
  const remove = useMutation(trpc.plans.removeAction.mutationOptions(done))
  const busy = add.isPending || change.isPending
  const failure = add.error ?? change.error
  function write(next: typeof draft) {
    setDraft(next)
    // What was refused is not what stands there any more.
    if (failure) { add.reset(); change.reset() }
  }
  const set = <F extends ActionField>(field: F, to: Typed[F]) => write(type(draft, stands, field, to))
  const now = shown(draft, stands)
  const fields = fieldsTyped(now)
  const clash = clashes(draft, stands)
  const wrong = wrongs(fields, currency)
  // While it is saved what is read again is this very change.
  const gone = opened !== null && data !== undefined && !found && !busy && !remove.isPending
  const waiting = others.filter(({ dependsOn }) => action !== null && dependsOn.includes(action.id))
  const odds = atOdds({ status: now.status, dueOn: now.due_on || null }, others.filter(({ id }) => now.depends_on.includes(id)))
  const say = (field: ActionField) => sayStands(field, stands, { currency, owner: action?.ownerLabel ?? '', titles: new Map(others.map(({ id, title }) => [id, title])) })
  const money = (label: string, key: 'cost_planned' | 'cost_spent' | 'return_low' | 'return_high') => <Field label={label} optional error={wrong[key]}>{(w) => <Input {...w} inputMode="decimal" value={now[key]} onChange={(event) => set(key, event.target.value)} />}</Field>
  const hindered = [
    ...Object.values(wrong), ...(clash.length > 0 ? [`Say first what is to stand: ${sayFields(clash)}.`] : []), ...(gone ? ['Somebody has removed this action.'] : []),
  ].join(' ')
  function save() {
    if (busy || hindered) return
    if (!action) {
      add.mutate({ plan, ...fields, depends_on: [...fields.depends_on] })
      return
    }
    const { depends_on: waits, ...changes } = changeOf(draft, stands)
    if (!waits && Object.keys(changes).length === 0) onClose()
    else change.mutate({ action: action.id, change: { ...changes, ...(waits ? { depends_on: { was: [...waits.was], to: [...waits.to] } } : {}) } })
  }
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={action ? action.title : 'A new action'} footer={<>
      {/* Next to the button it keeps grey, wherever in the form its reason is. */}
      <p role="status" className="grow basis-40 self-center text-12 text-muted">{hindered && `Not to be saved yet: ${hindered}`}</p>
      <Button look="quiet" onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="action" busy={busy} disabled={hindered !== ''}>Save</Button>
    </>}>
      <form id="action" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); save() }}>
        <Field label="What is done">{(w) => <Input {...w} required maxLength={300} value={now.title} onChange={(event) => set('title', event.target.value)} />}</Field>
        <Field label="Who does it" hint="They are told.">{(w) => <Select {...w} value={now.owner} options={[{ value: '', label: 'Nobody yet' }, ...people.map(({ id, name }) => ({ value: id, label: name }))]} onValue={(to) => set('owner', to)} />}</Field>
        <Field label="Due" optional>{(w) => <Input {...w} type="date" value={now.due_on} onChange={(event) => set('due_on', event.target.value)} />}</Field>
        <Field label="How it stands">{(w) => <Select {...w} value={now.status} options={ACTION_STATUSES.map((value) => ({ value, label: ACTION[value].label }))} onValue={(to) => set('status', to)} />}</Field>
        {(now.status === 'behind' || now.status === 'stuck' || 'remark' in draft.typed) && <Field label="Why?">{(w) => <Textarea {...w} rows={2} maxLength={1000} value={now.remark} onChange={(event) => set('remark', event.target.value)} />}</Field>}
        <div className="grid grid-cols-2 gap-4">{money(`To be spent, ${currency}`, 'cost_planned')}{money(`Spent, ${currency}`, 'cost_spent')}</div>
        <Field label="What it should bring, and how that is reckoned" optional hint="Such as: 400 calls a month fewer × 4.20 a call × 12 months.">{(w) => <Textarea {...w} rows={2} maxLength={500} value={now.return_formula} onChange={(event) => set('return_formula', event.target.value)} />}</Field>
        <div className="grid grid-cols-2 gap-4">{money(`At least, ${currency}`, 'return_low')}{money(`At most, ${currency}`, 'return_high')}</div>
        {others.length > 0 && <fieldset className="grid gap-1"><legend className="pb-1 text-13 font-medium">Waits for</legend>{others.map(({ id, title: of }) => <Checkbox key={id} label={of} checked={now.depends_on.includes(id)} onChecked={(on) => set('depends_on', on ? [...now.depends_on, id] : now.depends_on.filter((one) => one !== id))} />)}</fieldset>}
        {odds.length > 0 && <p role="status" className="text-13 text-warning">{odds.join(' ')}</p>}
        {!busy && <Clashes of={clash.map((field) => ({ field, label: ACTION_FIELD[field], says: say(field) }))} onTheirs={(field) => write(untouched(draft, field))} onMine={(field) => write(keepMine(draft, stands, field))} />}
        {gone && <Callout tone="warning" title="Somebody has removed this action">What you see is how it was. Copy what you want to keep.</Callout>}
        {failure && !gone && clash.length === 0 && <Callout tone="danger">{sayRefusal(failureOf(failure), failure.data?.places ?? [])}</Callout>}
      </form>
      {action && !gone && <div className="-mx-3 flex flex-wrap items-center gap-x-2 pb-2"><Button look="quiet" disabled={waiting.length > 0} onClick={() => setRemoving(true)}>Remove this action</Button>{waiting.length > 0 && <span className="basis-40 grow text-12 text-muted">{waitedFor(waiting.map(({ title }) => title))}</span>}</div>}
      {action && removing && (
        <ConfirmDialog open onOpenChange={() => { setRemoving(false); remove.reset() }} title={`Remove “${action.title}”?`} action="Remove it" busy={remove.isPending} error={remove.error ? failureOf(remove.error) : undefined} onConfirm={() => remove.mutate({ action: action.id })}>
          <p>With it goes what was said about it, and it counts nowhere any more. A note it was made from is a note again. That you removed it stays in what happened to this plan.</p>
        </ConfirmDialog>
      )}
      {action && !gone && <div className="border-t pt-4"><Comments subject="action" id={action.id} link={`/plans/${plan}`} /></div>}
    </Sheet>
  )
}
