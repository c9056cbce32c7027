import type { Comparisons } from '@/server/reports/plans/comparisons'
import type { Measure } from '@/server/queries/plans/plans'
import type { Plan } from '@/server/queries/plans/plan'
import type { MeasureInput } from '@/server/schemas/plans'
import { ALL, figureOf, fitting, partsOf, sameFigure, type FigureRef, type Whose } from '@/server/domain/plans/figure'
import { serves } from '@/server/domain/plans/comparability'
import { addDays, addMonths, daysBetween, firstOfMonth } from '@/server/domain/time/local-day'
import { lotDraft, lotOf, type LotDraft } from './lot-fields'
import { typedOrNone } from '../ui/typed-number'

/** With whom the plan's group is compared: other people's same figure, or customers matched one by one. */
export type Compared = { kind: 'other'; figure: FigureRef; label: string; why: string } | { kind: 'matched'; label: string; why: string }
export type Draft = {
  design: MeasureInput['design']
  /** Of the measure: report and field; `CHOSEN`: the figure somebody brought here; `UNKNOWN`: don’t know yet. */
  measure: string
  mine: Whose
  /** What narrows it further; ALL where nothing is chosen yet. */
  within: Whose[]
  compared: Compared | null
  /** Of two groups by lot. */
  lot: LotDraft
  better: 'higher' | 'lower'
  interval: 'week' | 'month'
  smallest: string
  pickedFrom: string; pickedTo: string; baselineFrom: string; baselineTo: string; startOn: string; reviewOn: string
}
export const CHOSEN = 'chosen'
export const UNKNOWN = ''

type Known = Pick<Plan, 'answers' | 'design' | 'measure' | 'comparison' | 'comparisonLabel' | 'comparisonWhy' | 'matched' | 'lot' | 'better' | 'interval' | 'smallest' | 'pickedFrom' | 'pickedTo' | 'baselineFrom' | 'baselineTo' | 'startOn' | 'reviewOn'>
type Days = { /** First day with records, and the newest; today. */ first: string | null; recorded: string; today: string }

/** A plan's measure before its members were fixed. */
const bare = (plan: Known): FigureRef | null => plan.matched?.of ?? plan.measure

/** The figure as one of those on offer, whose, and what narrows it further; CHOSEN where it is none of them. */
function known(figure: FigureRef | null, measures: readonly Measure[]): Pick<Draft, 'measure' | 'mine' | 'within'> | null {
  if (!figure) return null
  const [mine = ALL, ...within] = partsOf(figure).map(({ kind, value }): Whose => ({ kind, value }))
  const found = measures.find((m) => m.report === figure.report && m.field === figure.field && sameFigure(figureOf(m, mine, within), figure))
  return { measure: found?.id ?? CHOSEN, mine, within }
}

/**
 * A plan's measure as a draft. What was not said yet is proposed: the figure that pointed at it, and none where none did; up to a year before the
 * days that pointed, else before this month, as the baseline; a review after three whole months. Days that nobody was pointed by are not made up.
 */
export function draftOf(plan: Known, measures: readonly Measure[], { first, recorded, today }: Days): Draft {
  const own = known(bare(plan), measures)
  const unit = measures.find((m) => m.id === own?.measure)?.unit
  const end = firstOfMonth(plan.pickedFrom && plan.pickedTo ? plan.pickedFrom : addDays(recorded, 1))
  const year = addMonths(end, -12)
  const begin = first && first > year ? (firstOfMonth(first) === first ? first : addMonths(firstOfMonth(first), 1)) : year
  const days = begin < end ? { from: begin, to: end } : { from: addMonths(end, -4), to: end }
  return {
    design: plan.design, ...(own ?? { measure: UNKNOWN, mine: segmentMeant(plan.answers) ?? ALL, within: [] }),
    // Two groups by lot have no figure of a report, and a direction all the same.
    better: plan.better === 'lower' && (own || plan.startOn) ? 'lower' : 'higher',
    lot: lotDraft(plan.lot),
    compared: plan.matched ? { kind: 'matched', label: plan.comparisonLabel, why: plan.comparisonWhy } : plan.comparison ? { kind: 'other', figure: plan.comparison, label: plan.comparisonLabel, why: plan.comparisonWhy } : null,
    // Fewer than six whole months tell little of a trend: then weeks.
    interval: plan.startOn ? plan.interval : daysBetween(days.from, days.to) < 180 ? 'week' : 'month',
    smallest: plan.smallest === null ? '' : String(unit === 'share' && plan.design !== 'randomised' ? Number((plan.smallest * 100).toFixed(6)) : plan.smallest),
    pickedFrom: plan.pickedFrom ?? '', pickedTo: plan.pickedTo ?? '', baselineFrom: plan.baselineFrom ?? days.from, baselineTo: plan.baselineTo ?? days.to,
    startOn: plan.startOn ?? today, reviewOn: plan.reviewOn ?? (firstOfMonth(today) === today ? addMonths(today, 3) : addMonths(firstOfMonth(today), 4)),
  }
}

/** The segment that the plan says it is for, as a measure takes it; null where it names none, or several. */
export function segmentMeant(answers: Plan['answers']): Whose | null {
  const picks = (answers['target.who']?.picks ?? []).filter((pick) => pick.includes(':') && !pick.startsWith('persona:'))
  return picks.length === 1 && picks[0] ? { kind: 'segment', value: picks[0] } : null
}

/** Whom the plan is for and whom it is measured by, where the two are not the same; null where they are or nobody is named. */
export function otherThanMeant(meant: Whose | null, { mine, within }: Pick<Draft, 'mine' | 'within'>): Whose | null {
  return meant && ![mine, ...within].some(({ kind, value }) => kind === 'segment' && value === meant.value) ? meant : null
}

/** What choosing a figure changes: whoever was the comparison of another one is none of this, and only what it knows narrows it. */
export function choosing(id: string, measures: readonly Measure[], draft: Pick<Draft, 'mine'>, plan: Pick<Known, 'better'>): Partial<Draft> {
  const one = measures.find((m) => m.id === id)
  if (one) return { measure: one.id, better: one.better, mine: fitting(one, draft.mine), compared: null }
  return id === UNKNOWN ? { measure: UNKNOWN, within: [], compared: null } : { measure: CHOSEN, better: plan.better === 'lower' ? 'lower' : 'higher', compared: null }
}

/** The figure the draft is about; null where none is chosen. */
export const figureOfDraft = (draft: Draft, measure: Measure | undefined, plan: Known): FigureRef | null => (draft.measure === CHOSEN ? bare(plan) : measure ? figureOf(measure, draft.mine, draft.within) : null)

/** The days as they count: two groups by lot have no baseline, and nothing that pointed at them; what they are told by came after the start. */
export const daysOf = (draft: Draft): Draft => (draft.design === 'randomised' && draft.startOn ? { ...draft, pickedFrom: '', pickedTo: '', baselineFrom: addDays(draft.startOn, -28), baselineTo: draft.startOn } : draft)

/** The draft as it is sent. A smallest change of a share is typed in points; of groups counted elsewhere it is also kept so. */
export function inputOf(plan: string, given: Draft, figure: FigureRef | null, unit: string | undefined): MeasureInput {
  const draft = daysOf(given)
  const smallest = typedOrNone(draft.smallest)
  const counted = draft.design === 'randomised'
  const compared = draft.design === 'comparison' ? draft.compared : null
  return {
    plan, design: draft.design, measure: counted ? null : figure, comparison: compared?.kind === 'other' ? compared.figure : null, matched: compared?.kind === 'matched', comparison_label: compared?.label ?? '', comparison_why: compared?.why ?? '',
    lot: counted ? lotOf(draft.lot).lot : null, better: draft.better, interval: draft.interval, smallest: smallest !== null && unit === 'share' && !counted ? smallest / 100 : smallest,
    picked_from: draft.pickedFrom || null, picked_to: draft.pickedTo || null, baseline_from: draft.baselineFrom, baseline_to: draft.baselineTo, start_on: draft.startOn, review_on: draft.reviewOn,
  }
}

/** The one that is proposed, where one serves. */
export const proposed = ({ candidates, alone }: Comparisons): Comparisons['candidates'][number] | undefined => candidates.find((one) => serves(one, alone))
