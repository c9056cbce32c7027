'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PLAN_DESIGNS } from '@/db/vocabulary'
import { daysFault } from '@/server/domain/plans/days'
import { ALL, fitting, stillWithin } from '@/server/domain/plans/figure'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { Field, Input, Select } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Compare } from './compare'
import { CHOSEN, choosing, daysOf, draftOf, figureOfDraft, inputOf, otherThanMeant, segmentMeant, UNKNOWN, type Draft } from './measure-draft'
import { LotFields, lotOf } from './lot-fields'
import { WhoseField, WithinFields } from './whose-field'
import { DESIGN } from './words'

const HINT = { before_after: 'The figure after the start against the same figure before.', comparison: 'What happened to others over the same time is taken off.', randomised: 'Who is treated was drawn by lot; the groups are counted at the review.' }

/** By which one figure the plan will be judged, against what, and when. Fixed once it starts. */
export function MeasureForm({ plan, onSaved }: { plan: Plan; onSaved: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { today, first, newest, currency } = useWorkspace()
  const { data: measures } = useSuspenseQuery(trpc.plans.measures.queryOptions())
  const [draft, setDraft] = useState<Draft>(() => draftOf(plan, measures, { first, recorded: newest && newest < today ? newest : today, today }))
  const save = useMutation(trpc.plans.setMeasure.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan: plan.id }) })
      onSaved()
    },
  }))
  const set = (more: Partial<Draft>) => {
    if (save.isError) save.reset()
    setDraft((d) => ({ ...d, ...more }))
  }
  // Said while the form stands open, whom the plan is for is proposed here too, unless somebody has chosen.
  const meant = segmentMeant(plan.answers)
  const [proposal, setProposal] = useState(meant)
  if (meant?.value !== proposal?.value) {
    setProposal(meant)
    const measured = measures.find((m) => m.id === draft.measure)
    if (!plan.startOn && draft.measure !== CHOSEN && (draft.mine.kind === 'all' || draft.mine.value === proposal?.value)) setDraft((d) => ({ ...d, mine: measured ? fitting(measured, meant ?? ALL) : (meant ?? ALL), compared: null }))
  }
  const other = otherThanMeant(meant, draft)
  const brought = draft.measure === CHOSEN
  const measure = brought ? undefined : measures.find((m) => m.id === draft.measure)
  const figure = figureOfDraft(draft, measure, plan)
  const choose = (id: string) => set(choosing(id, measures, draft, plan))
  const unit = brought ? plan.impact.unit : measure?.unit
  // What is said of the draft is said of what is typed now, not of what was sent.
  const fault = daysFault(daysOf(draft))
  const day = (label: string, field: 'pickedFrom' | 'pickedTo' | 'baselineFrom' | 'baselineTo' | 'startOn' | 'reviewOn', hint?: string) =>
    <Field label={label} hint={hint} optional={field.startsWith('picked')}>{(w) => <Input {...w} type="date" required={!field.startsWith('picked')} value={draft[field]} onChange={(event) => set({ [field]: event.target.value })} />}</Field>
  const said = unit === 'share' ? 'points' : unit === 'money' ? currency : unit === 'number' || unit === 'count' ? '' : unit ?? ''
  const options = [{ value: UNKNOWN, label: 'Don’t know yet' }, ...(plan.measure && (brought || (draft.measure !== UNKNOWN && !measures.some((m) => m.id === draft.measure))) ? [{ value: CHOSEN, label: plan.impact.measure || 'The figure it began with' }] : []), ...measures.map((m) => ({ value: m.id, label: m.label }))]
  const lacks = draft.design === 'randomised' ? lotOf(draft.lot).lacks : draft.design === 'comparison' && !figure ? 'Choose first the one figure: without it nobody can be compared with.' : draft.design === 'comparison' && !draft.compared ? 'Choose first with whom it is compared.' : null
  return (
    <form className="grid max-w-3xl gap-5" onSubmit={(event) => { event.preventDefault(); if (!fault) save.mutate(inputOf(plan.id, draft, figure, unit)) }}>
      {draft.design !== 'randomised' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="The one figure" hint={brought ? 'The figure this plan began with, as it was looked at.' : measure?.title ?? 'The plan is not started before it is said; the days can be.'}>{(w) => <Select {...w} value={draft.measure} options={options} onValue={choose} />}</Field>
          {!brought && measure && <WhoseField label="Whose" measure={measure} value={draft.mine} onValue={(mine) => set({ mine, within: stillWithin(measure, mine, draft.within), compared: null })} />}
          {!brought && measure && <WithinFields measure={measure} mine={draft.mine} value={draft.within} onValue={(more) => set({ within: more, compared: null })} />}
          {other && <p className="text-13 text-warning sm:col-span-2">The plan is for {plan.names[other.value] ?? other.value}; {measure && !measure.tells.segment ? 'this figure is not told by segment.' : 'the figure is not of them alone.'}</p>}
          <Field label="It should become">{(w) => <Select {...w} value={draft.better} options={[{ value: 'higher', label: 'higher' }, { value: 'lower', label: 'lower' }]} onValue={(better) => set({ better })} />}</Field>
          <Field label={`Smallest change that matters${said ? `, ${said}` : ''}`} optional hint="Left empty: the organisation’s smallest share worth acting on.">{(w) => <Input {...w} inputMode="decimal" value={draft.smallest} onChange={(event) => set({ smallest: event.target.value })} />}</Field>
        </div>
      )}
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="pb-1 text-13 font-semibold">The days</legend>
        {draft.design !== 'randomised' && <>
        {day('Days that made you pick it, from', 'pickedFrom', 'Where bad figures pointed you here: they are no part of the baseline, as a bad month is followed by a better one by itself.')}
        {day('up to, not including', 'pickedTo')}
        {day('Baseline from', 'baselineFrom')}
        {day('up to, not including', 'baselineTo')}
        </>}
        {day('Starts on', 'startOn')}
        {day('Review on', 'reviewOn', 'The verdict is given then, and not before.')}
        {draft.design !== 'randomised' && <Field label="Counted in whole">{(w) => <Select {...w} value={draft.interval} options={[{ value: 'month', label: 'months' }, { value: 'week', label: 'weeks' }]} onValue={(interval) => set({ interval })} />}</Field>}
      </fieldset>
      <div className="grid gap-1">
        <p aria-hidden className="text-13 font-semibold">How will the effect be told from what would have happened anyway?</p>
        <RadioGroup label="How will the effect be told from what would have happened anyway?" options={PLAN_DESIGNS.map((value) => ({ value, label: DESIGN[value], hint: HINT[value] }))} value={draft.design} onValue={(design) => set({ design, ...(design === 'randomised' && !plan.startOn ? { better: 'higher' as const } : {}) })} />
      </div>
      {draft.design === 'randomised' && <LotFields draft={draft.lot} currency={currency} onDraft={(lot) => set({ lot })} />}
      {draft.design === 'randomised' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="It should become">{(w) => <Select {...w} value={draft.better} options={[{ value: 'higher', label: 'higher' }, { value: 'lower', label: 'lower' }]} onValue={(better) => set({ better })} />}</Field>
          <Field label={draft.lot.counted === 'shares' ? 'Smallest change that matters, points' : 'Smallest change that matters, in the mean’s unit'} optional hint={`${draft.lot.counted === 'shares' ? 'Points of a share: 1 turns 9 % into 10 %. ' : ''}Left empty: the organisation’s smallest share worth acting on.`}>{(w) => <Input {...w} inputMode="decimal" value={draft.smallest} onChange={(event) => set({ smallest: event.target.value })} />}</Field>
        </div>
      )}
      {figure && draft.design !== 'randomised' && <Compare plan={plan.id} figure={figure} draft={draft} onCompared={(compared) => set({ design: 'comparison', compared })} />}
      {fault ? <Callout tone="danger">{fault.says}</Callout> : save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      <div className="flex items-center gap-3"><Button look="primary" type="submit" busy={save.isPending} disabled={lacks !== null}>Save</Button>{lacks && <span className="text-13 text-muted">{lacks}</span>}</div>
    </form>
  )
}
