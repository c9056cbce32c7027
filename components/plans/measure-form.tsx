'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PLAN_DESIGNS } from '@/db/vocabulary'
import type { Plan } from '@/server/queries/plans/plan'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { Field, Input, Select } from '../ui/field'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { draftOf, figureOf, firstDraft, fitting, inputOf, type Draft } from './measure-draft'
import { useWhose, WhoseField } from './whose-field'
import { DESIGN } from './words'

const HINT = { before_after: 'The figure after the start against the same figure before.', comparison: 'What happened to others over the same time is taken off.', randomised: 'Who is treated was drawn by lot; the groups are counted at the review.' }

/** By which one figure the plan will be judged, against what, and when. Fixed once it starts. */
export function MeasureForm({ plan, onSaved }: { plan: Plan; onSaved: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { today, newest, currency } = useWorkspace()
  const { data: measures } = useSuspenseQuery(trpc.plans.measures.queryOptions())
  const known = measures.find((m) => m.report === plan.measure?.report && m.field === plan.measure.field)
  const [draft, setDraft] = useState<Draft>(() => draftOf(plan, known?.unit, firstDraft(newest && newest < today ? newest : today, today, measures, plan.answers['needs.pain']?.picks[0])))
  const set = (more: Partial<Draft>) => setDraft((d) => ({ ...d, ...more }))
  const measure = measures.find((m) => m.id === draft.measure)
  const choose = (one: (typeof measures)[number] | undefined) => { if (one) set({ measure: one.id, better: one.better ?? draft.better, mine: fitting(one, draft.mine), theirs: fitting(one, draft.theirs) }) }
  const whose = useWhose(measure)
  const nameOf = (of: Draft['theirs']) => whose.find(({ whose: one }) => one.kind === of.kind && one.value === of.value)?.label ?? 'Comparison'
  const save = useMutation(trpc.plans.setMeasure.mutationOptions({
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: trpc.plans.one.queryKey({ plan: plan.id }) })
      onSaved()
    },
  }))
  const same = measure && draft.design === 'comparison' && JSON.stringify(figureOf(measure, draft.mine)) === JSON.stringify(figureOf(measure, draft.theirs))
  const day = (label: string, field: 'pickedFrom' | 'pickedTo' | 'baselineFrom' | 'baselineTo' | 'startOn' | 'reviewOn', hint?: string) =>
    <Field label={label} hint={hint}>{(w) => <Input {...w} type="date" value={draft[field]} onChange={(event) => set({ [field]: event.target.value })} />}</Field>
  const unit = measure?.unit === 'share' ? 'points' : measure?.unit === 'money' ? currency : measure?.unit === 'number' || measure?.unit === 'count' ? '' : measure?.unit ?? ''
  return (
    <form className="grid max-w-3xl gap-5" onSubmit={(event) => { event.preventDefault(); save.mutate(inputOf(plan.id, draft, measure, nameOf(draft.theirs))) }}>
      <RadioGroup label="How will the effect be told from what would have happened anyway?" options={PLAN_DESIGNS.map((value) => ({ value, label: DESIGN[value], hint: HINT[value] }))} value={draft.design} onValue={(design) => set({ design })} />
      {draft.design !== 'randomised' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="The one figure" hint={measure?.title}>{(w) => <Select {...w} value={draft.measure} options={measures.map((m) => ({ value: m.id, label: m.label }))} onValue={(id) => choose(measures.find((m) => m.id === id))} />}</Field>
          <WhoseField label="Whose" measure={measure} value={draft.mine} onValue={(mine) => set({ mine })} />
          {draft.design === 'comparison' && <WhoseField label="Compared with" measure={measure} value={draft.theirs} onValue={(theirs) => set({ theirs })} />}
          <Field label="Counted in whole">{(w) => <Select {...w} value={draft.interval} options={[{ value: 'month', label: 'months' }, { value: 'week', label: 'weeks' }]} onValue={(interval) => set({ interval })} />}</Field>
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="It should become">{(w) => <Select {...w} value={draft.better} options={[{ value: 'higher', label: 'higher' }, { value: 'lower', label: 'lower' }]} onValue={(better) => set({ better })} />}</Field>
        <Field label={`Smallest change that matters${unit && draft.design !== 'randomised' ? `, ${unit}` : ''}`} optional hint="Left empty: the organisation’s smallest share worth acting on.">{(w) => <Input {...w} inputMode="decimal" value={draft.smallest} onChange={(event) => set({ smallest: event.target.value })} />}</Field>
      </div>
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="pb-1 text-13 font-semibold">The days</legend>
        {day('Days that made you pick it, from', 'pickedFrom', 'They are no part of the baseline: a bad month is followed by a better one by itself.')}
        {day('up to, but without', 'pickedTo')}
        {day('Baseline from', 'baselineFrom')}
        {day('up to, but without', 'baselineTo')}
        {day('Starts on', 'startOn')}
        {day('Review on', 'reviewOn', 'The verdict is given then, and not before.')}
      </fieldset>
      {same && <Callout tone="warning">The comparison is the group itself: nothing could ever differ.</Callout>}
      {save.isError && <Callout tone="danger">{failureOf(save.error)}</Callout>}
      <div><Button look="primary" type="submit" busy={save.isPending} disabled={same === true}>Say so</Button></div>
    </form>
  )
}
