import type { Measure } from '@/server/queries/plans/plans'
import type { MeasureInput } from '@/server/schemas/plans'
import { addMonths, firstOfMonth } from '@/server/domain/time/local-day'

/** Whose figure it is: everybody's, or one part's. */
export type Whose = { kind: 'all' | 'segment' | 'touchpoint' | 'channel'; value: string }
export type Draft = {
  design: MeasureInput['design']
  /** Of the measure: report and field. */
  measure: string
  mine: Whose
  theirs: Whose
  better: 'higher' | 'lower'
  interval: 'week' | 'month'
  smallest: string
  pickedFrom: string; pickedTo: string; baselineFrom: string; baselineTo: string; startOn: string; reviewOn: string
}

export const ALL: Whose = { kind: 'all', value: '' }

/** Sensible days: picked from the last three months with records, a year before them as the baseline, a review after three whole months. */
export function firstDraft(recorded: string, today: string, measures: readonly Measure[], touchpoint?: string): Draft {
  const picked = addMonths(firstOfMonth(recorded), -3)
  const review = firstOfMonth(today) === today ? addMonths(today, 3) : addMonths(firstOfMonth(today), 4)
  const measure = measures.find((m) => m.report === 'contact-rate') ?? measures[0]
  return {
    design: 'before_after', measure: measure?.id ?? '', mine: touchpoint && measure?.takes.includes('touchpoint') ? { kind: 'touchpoint', value: touchpoint } : ALL, theirs: ALL, better: measure?.better ?? 'higher', interval: 'month', smallest: '',
    pickedFrom: picked, pickedTo: recorded, baselineFrom: addMonths(picked, -12), baselineTo: picked, startOn: today, reviewOn: review,
  }
}

/** A part that was chosen for another figure, and that this one does not know, is everybody. */
export const fitting = (measure: Measure | undefined, whose: Whose): Whose => (whose.kind === 'all' || measure?.takes.includes(whose.kind) ? whose : ALL)

/** The figure of a report for one part of the customers: as its parameters and row name it. */
export function figureOf(measure: Measure, asked: Whose): NonNullable<MeasureInput['measure']> {
  const whose = fitting(measure, asked)
  const cell: Record<string, string> = {}
  if (measure.keys.includes('key')) cell.key = 'total'
  if (measure.keys.includes('touchpoint')) cell.touchpoint = whose.kind === 'touchpoint' ? whose.value : 'total'
  if (measure.keys.includes('result')) cell.result = 'failed'
  return { report: measure.report, parameters: whose.kind === 'all' ? {} : { [whose.kind]: whose.value }, cell, field: measure.field }
}

/** The draft as it is sent. A smallest change of a share is typed in points. */
export function inputOf(plan: string, draft: Draft, measure: Measure | undefined, label: string): MeasureInput {
  const smallest = draft.smallest.trim() === '' ? null : Number(draft.smallest.replace(',', '.'))
  const counted = draft.design === 'randomised'
  return {
    plan, design: draft.design, measure: counted || !measure ? null : figureOf(measure, draft.mine), comparison: draft.design === 'comparison' && measure ? figureOf(measure, draft.theirs) : null, comparison_label: draft.design === 'comparison' ? label : '',
    better: draft.better, interval: draft.interval, smallest: smallest !== null && measure?.unit === 'share' && !counted ? smallest / 100 : smallest,
    picked_from: draft.pickedFrom || null, picked_to: draft.pickedTo || null, baseline_from: draft.baselineFrom, baseline_to: draft.baselineTo, start_on: draft.startOn, review_on: draft.reviewOn,
  }
}

/** A plan's measure as a draft again. */
export function draftOf(plan: { design: Draft['design']; measure: { report: string; field: string; parameters: Record<string, unknown> } | null; comparison: { parameters: Record<string, unknown> } | null; better: string; interval: 'week' | 'month'; smallest: number | null; pickedFrom: string | null; pickedTo: string | null; baselineFrom: string | null; baselineTo: string | null; startOn: string | null; reviewOn: string | null }, unit: string | undefined, first: Draft): Draft {
  if (!plan.startOn) return first
  const whose = (of: { parameters: Record<string, unknown> } | null): Whose => {
    const kind = (['segment', 'touchpoint', 'channel'] as const).find((k) => of && typeof of.parameters[k] === 'string')
    return kind && of ? { kind, value: String(of.parameters[kind]) } : ALL
  }
  return {
    design: plan.design, measure: plan.measure ? `${plan.measure.report} ${plan.measure.field}` : first.measure, mine: whose(plan.measure), theirs: whose(plan.comparison), better: plan.better === 'lower' ? 'lower' : 'higher', interval: plan.interval,
    smallest: plan.smallest === null ? '' : String(unit === 'share' && plan.design !== 'randomised' ? Number((plan.smallest * 100).toFixed(6)) : plan.smallest),
    pickedFrom: plan.pickedFrom ?? '', pickedTo: plan.pickedTo ?? '', baselineFrom: plan.baselineFrom ?? first.baselineFrom, baselineTo: plan.baselineTo ?? first.baselineTo, startOn: plan.startOn, reviewOn: plan.reviewOn ?? first.reviewOn,
  }
}
