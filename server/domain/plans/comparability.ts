import { detectableChange } from './detectable'
import { gapOf, paired, pointsOf, trendOf, type Kind, type PeriodFigure } from './effect'
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
  /** The comparison's own figure rose or fell over the baseline and the plan's group did not with it: whatever moves it is its own. */
  moves: boolean
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
  const [own, other] = [pairs.map((p) => p.mine), pairs.map((p) => p.theirs)].map((of) => wayOf(trendOf(pointsOf(kind, of), 0.95)))
  return { periods: pairs.length, mine: gap.mine, theirs: gap.theirs, drift, drifts: wayOf(drift) !== 0, moves: other !== 0 && other !== own, detectable: detectableChange(kind, mine, theirs, periodsAfter) }
}

const wayOf = (trend: Comparability['drift']): number => (trend === null ? 0 : trend.low > 0 ? 1 : trend.high < 0 ? -1 : 0)

/**
 * What a comparison may cost in what can be found: two groups of one size have √2 times the sampling error of one, and for that
 * whatever happened to both is taken off. Beyond, it hides more than it shows.
 */
const COST = 1.5

export type Against = 'treated' | 'untold' | 'drifts' | 'moves' | 'finds_less'
type Held = Pick<Comparability, 'drift' | 'drifts' | 'moves' | 'detectable'> & { /** The plan that began to work on it between the baseline’s first day and the review. */ treated?: string | null }

/** What speaks against comparing with it: another plan changes it, nobody can see whether it moved alike, it did not, it moves by itself, or with it much less is found than without. null: it passed. */
export function against({ drift, drifts, moves, detectable, treated }: Held, alone: number | null): Against | null {
  if (treated) return 'treated'
  if (drift === null) return 'untold'
  if (drifts) return 'drifts'
  if (moves) return 'moves'
  return alone === null || (detectable !== null && detectable <= COST * alone) ? null : 'finds_less'
}

/** Worth comparing with: nothing speaks against it. Nothing else is proposed. */
export const serves = (one: Held, alone: number | null): boolean => against(one, alone) === null

const spoilt = ({ drift, drifts, moves, treated }: Held): boolean => Boolean(treated) || drift === null || drifts || moves

/** The better comparison first: those that moved alike, then whatever finds the smaller change. */
export const byComparability = (a: Held, b: Held): number =>
  Number(spoilt(a)) - Number(spoilt(b)) || (a.detectable ?? Infinity) - (b.detectable ?? Infinity)
