'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ACTION_STATUSES, type ActionStatus } from '@/db/vocabulary'
import type { PlanAction } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Sheet } from '../ui/dialog'
import { Field, Input, Select, Textarea } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Comments } from '../comments/comments'
import { ACTION } from './words'
import { typedOrNone } from '../ui/typed-number'

type Props = { plan: string; action: PlanAction | null; others: readonly PlanAction[]; onClose: () => void }
const text = (value: number | null) => (value === null ? '' : String(value))
const amount = typedOrNone

/** One action: whose it is, until when, how it stands, what it costs and should bring, and what it waits for. */
export function ActionSheet({ plan, action, others, onClose }: Props) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { currency } = useWorkspace()
  const { data: people = [] } = useQuery(trpc.comments.people.queryOptions())
  const [title, setTitle] = useState(action?.title ?? '')
  const [owner, setOwner] = useState(action?.ownerId ?? '')
  const [due, setDue] = useState(action?.dueOn ?? '')
  const [status, setStatus] = useState<ActionStatus>(action?.status ?? 'on_track')
  const [remark, setRemark] = useState(action?.remark ?? '')
  const [money, setMoney] = useState({ planned: text(action?.costPlanned ?? null), spent: text(action?.costSpent ?? null), low: text(action?.returnLow ?? null), high: text(action?.returnHigh ?? null) })
  const [formula, setFormula] = useState(action?.returnFormula ?? '')
  const [waits, setWaits] = useState<readonly string[]>(action?.dependsOn ?? [])
  const save = useMutation(trpc.plans.saveAction.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: trpc.plans.pathKey() })
      onClose()
    },
  }))
  const [low, high] = [amount(money.low), amount(money.high)]
  const crossed = low !== null && high !== null && low > high
  const wrong = crossed || Object.values(money).some((typed) => Number.isNaN(amount(typed) ?? 0))
  const field = (label: string, key: keyof typeof money) => <Field label={label} optional>{(w) => <Input {...w} inputMode="decimal" value={money[key]} onChange={(event) => setMoney({ ...money, [key]: event.target.value })} />}</Field>
  return (
    <Sheet open onOpenChange={(open) => { if (!open) onClose() }} title={action ? action.title : 'A new action'} footer={<><Button look="quiet" onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="action" busy={save.isPending} disabled={title.trim() === '' || wrong}>Save</Button></>}>
      <form id="action" className="grid gap-4" onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ ...(action ? { id: action.id } : {}), plan, title, owner: owner || null, due_on: due || null, status, remark, cost_planned: amount(money.planned), cost_spent: amount(money.spent), return_formula: formula, return_low: amount(money.low), return_high: amount(money.high), depends_on: [...waits] })
      }}>
        <Field label="What is done">{(w) => <Input {...w} required maxLength={300} value={title} onChange={(event) => setTitle(event.target.value)} />}</Field>
        <Field label="Who does it" hint="They are told.">{(w) => <Select {...w} value={owner} options={[{ value: '', label: 'Nobody yet' }, ...people.map(({ id, name }) => ({ value: id, label: name }))]} onValue={setOwner} />}</Field>
        <Field label="Due" optional>{(w) => <Input {...w} type="date" value={due} onChange={(event) => setDue(event.target.value)} />}</Field>
        <Field label="How it stands">{(w) => <Select {...w} value={status} options={ACTION_STATUSES.map((value) => ({ value, label: ACTION[value].label }))} onValue={setStatus} />}</Field>
        {(status === 'behind' || status === 'stuck') && <Field label="Why?">{(w) => <Textarea {...w} rows={2} maxLength={1000} value={remark} onChange={(event) => setRemark(event.target.value)} />}</Field>}
        <div className="grid grid-cols-2 gap-4">{field(`To be spent, ${currency}`, 'planned')}{field(`Spent, ${currency}`, 'spent')}</div>
        <Field label="What it should bring, and how that is reckoned" optional hint="Such as: 400 calls a month fewer × 4.20 a call × 12 months.">{(w) => <Textarea {...w} rows={2} maxLength={500} value={formula} onChange={(event) => setFormula(event.target.value)} />}</Field>
        <div className="grid grid-cols-2 gap-4">{field(`At least, ${currency}`, 'low')}{field(`At most, ${currency}`, 'high')}</div>
        {crossed && <p role="alert" className="text-12 text-danger">It should bring at least more than at most: one of the two is wrong.</p>}
        {others.length > 0 && <fieldset className="grid gap-1"><legend className="pb-1 text-13 font-medium">Waits for</legend>{others.map(({ id, title: of }) => <Checkbox key={id} label={of} checked={waits.includes(id)} onChecked={(on) => setWaits(on ? [...waits, id] : waits.filter((one) => one !== id))} />)}</fieldset>}
        {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      </form>
      {action && <div className="border-t pt-4"><Comments subject="action" id={action.id} link={`/plans/${plan}`} /></div>}
    </Sheet>
  )
}
