'use client'
import { Field, Input, Textarea } from '../ui/field'
import { formatDuration, formatMoney, formatNumber, formatShareOf } from '../ui/format'
import { typedOrNone } from '../ui/typed-number'

/** What is said of a touchpoint beyond its class, as the server gives and takes it. */
export type Details = { touchpoint: string; personal: string; unexpected: string; investment: string; failure_cost: number | null; target_failed: number | null; target_left: number | null; target_effort: number | null; target_action_hours: number | null }
type Classed = { class: string; critical: boolean }

/** A moment's three ingredients and what getting it wrong costs; an efficient touchpoint's targets. In the order people say them. */
export function classWords(touchpoint: Classed & { target_minutes?: number | null }, details: Details | undefined, currency: string): string[] {
  const minutes = touchpoint.target_minutes
  const moment = details && [details.personal && `Personal: ${details.personal}`, details.unexpected && `Unexpected: ${details.unexpected}`, details.investment && `Costs us: ${details.investment}`, details.target_failed !== null && `At most ${formatShareOf(details.target_failed)} failed`, details.target_left !== null && `At most ${formatShareOf(details.target_left)} leave afterwards`, details.target_action_hours !== null && `Act within ${formatDuration(details.target_action_hours * 3600)}`]
  const efficient = [minutes !== null && minutes !== undefined && `At most ${formatDuration(minutes * 60)}`, details && details.target_failed !== null && `At most ${formatShareOf(details.target_failed)} failed`, details && details.target_effort !== null && `CES of at least ${formatNumber(details.target_effort, 1)}`]
  const price = details && details.failure_cost !== null && `Getting it wrong costs ${formatMoney(details.failure_cost, currency)}`
  return [...((touchpoint.class === 'moment_that_matters' ? moment : efficient) ?? []), price].filter((one): one is string => typeof one === 'string' && one !== '')
}

const AMOUNTS = ['cost', 'failed', 'left', 'effort', 'hours'] as const
export type DetailsDraft = Pick<Details, 'personal' | 'unexpected' | 'investment'> & Record<(typeof AMOUNTS)[number], string>

const typed = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(Number(value.toFixed(6))))
export const detailsDraft = (details: Details | undefined): DetailsDraft => ({
  personal: details?.personal ?? '', unexpected: details?.unexpected ?? '', investment: details?.investment ?? '', cost: typed(details?.failure_cost),
  failed: typed(details?.target_failed === null || details === undefined ? null : details.target_failed * 100), left: typed(details?.target_left === null || details === undefined ? null : details.target_left * 100), effort: typed(details?.target_effort), hours: typed(details?.target_action_hours),
})

const amountOf = typedOrNone

/** What the form says, or the field that is no figure. */
export function detailsOf(touchpoint: string, { personal, unexpected, investment, ...amounts }: DetailsDraft): { details: Details } | { wrong: (typeof AMOUNTS)[number] } {
  const wrong = AMOUNTS.find((key) => Number.isNaN(amountOf(amounts[key]) ?? 0))
  if (wrong) return { wrong }
  const share = (key: 'failed' | 'left') => { const percent = amountOf(amounts[key]); return percent === null ? null : percent / 100 }
  return { details: { touchpoint, personal, unexpected, investment, failure_cost: amountOf(amounts.cost), target_failed: share('failed'), target_left: share('left'), target_effort: amountOf(amounts.effort), target_action_hours: amountOf(amounts.hours) } }
}

type Props = { draft: DetailsDraft; set: (part: Partial<DetailsDraft>) => void; kind: Classed; wrong: string | null }

/** What makes it a moment: the three ingredients. */
export function MomentWords({ draft, set }: Pick<Props, 'draft' | 'set'>) {
  const area = (key: 'personal' | 'unexpected' | 'investment', label: string, hint: string) => <Field label={label} hint={hint} optional>{(w) => <Textarea {...w} rows={2} maxLength={2000} value={draft[key]} onChange={(event) => set({ [key]: event.target.value })} />}</Field>
  return (
    <fieldset className="grid gap-4">
      <legend className="pb-1 text-13 font-medium">What makes it a moment</legend>
      {area('personal', 'Personal', 'Which small things must we know about this customer?')}
      {area('unexpected', 'Unexpected', 'What would they not have counted on?')}
      {area('investment', 'What it costs us', 'In time, effort or creativity.')}
    </fieldset>
  )
}

type TargetProps = Props & { minutes: { value: string; set: (value: string) => void; error: string | undefined } }

/** What its class is held to: an efficient one to time, errors and effort, a moment to its result, its effect and how soon we act. */
export function TargetFields({ draft, set, kind, wrong, minutes }: TargetProps) {
  const moment = kind.class === 'moment_that_matters'
  const amount = (key: (typeof AMOUNTS)[number], label: string, hint: string) => <AmountField label={label} hint={hint} value={draft[key]} error={wrong === key ? 'Must be a number, or empty.' : undefined} onValue={(value) => set({ [key]: value })} />
  return (
    <fieldset className="grid gap-4">
      <legend className="pb-1 text-13 font-medium">What it is held to</legend>
      <div className="grid grid-cols-3 items-start gap-4">
        {/* A target of the other class that was set before stays in sight. */}
        {(!moment || minutes.value !== '') && <AmountField label="Minutes" hint="It takes at most." value={minutes.value} error={minutes.error} onValue={minutes.set} />}
        {amount('failed', 'Failed, %', 'Go wrong at most.')}
        {moment ? amount('left', 'Left, %', 'Leave afterwards at most.') : amount('effort', 'CES', 'Mean at least, on the scale you ask on; more is easier.')}
        {moment && amount('hours', 'Hours', 'From unhappiness to our first act.')}
      </div>
    </fieldset>
  )
}

/** What getting it wrong once costs. */
export function FailureCost({ draft, set, wrong, currency }: Pick<Props, 'draft' | 'set' | 'wrong'> & { currency: string }) {
  return <AmountField label={`Getting it wrong once costs, ${currency}`} value={draft.cost} error={wrong === 'cost' ? 'Must be a number, or empty.' : undefined} onValue={(value) => set({ cost: value })} />
}

function AmountField({ label, hint, value, error, onValue }: { label: string; hint?: string; value: string; error: string | undefined; onValue: (value: string) => void }) {
  return <Field label={label} hint={hint} error={error}>{(w) => <Input {...w} inputMode="decimal" className="max-w-28" value={value} onChange={(event) => onValue(event.target.value)} />}</Field>
}
