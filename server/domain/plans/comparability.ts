import { detectableChange } from './detectable'
import { gapOf, paired, trendOf, type Kind, type PeriodFigure } from './effect'
import type { Ends } from './two-proportions'

/** How well one group's figure serves to tell what would have happened to the other's anyway. */
export type Comparability = {
  /** Whole periods that both have. */
  periods: number
  mine: number
  theirs: number
  /** How far the gap between the two moved from one period to the next, in the measure's unit; null with fewer than six. */
  drift: ({ per_period: number } & Ends) | null
  /** The gap's interval excludes standing still: the two did not move alike. */
  drifts: boolean
  /** What the plan could find with it (power .8, α .05). */
  detectable: number | null
}

/**
 * Holds two baselines against each other, as difference-in-differences will: period by period, counts and amounts brought to
 * one level. Two groups whose gap drifts before the start would differ afterwards without any plan (the parallel-trend
 * assumption; Angrist & Pischke 2009, §5.2). No drift seen is no proof of none: its interval says how much could hide.
 * null with fewer than four common periods.
 */
export function comparability(kind: Kind, mine: readonly PeriodFigure[], theirs: readonly PeriodFigure[], periodsAfter: number): Comparability | null {
  const pairs = paired(kind, mine, theirs)
  const gap = gapOf(kind, pairs)
  if (!gap || pairs.length < 4) return null
  const drift = trendOf(gap.points, 0.95)
  return { periods: pairs.length, mine: gap.mine, theirs: gap.theirs, drift, drifts: drift !== null && (drift.low > 0 || drift.high < 0), detectable: detectableChange(kind, mine, theirs, periodsAfter) }
}

/**
 * What a comparison may cost in what can be found: two groups of one size have √2 times the sampling error of one, and for that
 * whatever happened to both is taken off. Beyond, it hides more than it shows.
 */
const COST = 1.5

/** Worth comparing with: it moved alike, and with it not much less can be found than without. */
export const serves = ({ drifts, detectable }: Pick<Comparability, 'drifts' | 'detectable'>, alone: number | null): boolean => !drifts && (alone === null || (detectable !== null && detectable <= COST * alone))

/** The better comparison first: those that moved alike, then whatever finds the smaller change. */
export const byComparability = (a: Pick<Comparability, 'drifts' | 'detectable'>, b: Pick<Comparability, 'drifts' | 'detectable'>): number =>
  Number(a.drifts) - Number(b.drifts) || (a.detectable ?? Infinity) - (b.detectable ?? Infinity)
