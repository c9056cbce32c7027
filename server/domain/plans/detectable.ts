import { zOfLevel, normalQuantile } from '../statistics/normal-quantile'
import { halfWidth, LEAST_BEFORE, scalesOf, scatterOf, type SeriesPoint } from './change'
import { paired, pointsOf, type Kind, type PeriodFigure } from './effect'

/** Chance to find a change that is there, and to be told of one that is not: stated before a plan starts. */
export const POWER = 0.8
export const ALPHA = 0.05

/** What α and power ask of an estimate, in its standard errors: 2.80. */
const DEMAND = zOfLevel(1 - ALPHA) + normalQuantile(POWER)

/** Smallest difference of two shares a randomised test of these sizes finds with power .8 (normal approximation, Fleiss et al. 2003, §4). */
export const detectableShare = (share: number, control: number, treated: number): number => DEMAND * Math.sqrt(share * (1 - share) * (1 / control + 1 / treated))

/** The same for two means with this standard deviation. */
export const detectableMean = (sd: number, control: number, treated: number): number => DEMAND * sd * Math.sqrt(1 / control + 1 / treated)

/**
 * The smallest change that a plan with this baseline and so many periods after its start finds with power .8 at α .05,
 * known before it starts: from the baseline's own scatter and autocorrelation, and at least what sampling error needs.
 * In the measure's unit. null when the baseline has fewer than 4 whole periods.
 */
export function detectableChange(kind: Kind, treated: readonly PeriodFigure[], comparison: readonly PeriodFigure[] | null, periodsAfter: number): number | null {
  const pairs = comparison ? paired(kind, treated, comparison) : null
  const mean = (of: readonly PeriodFigure[]) => of.reduce((sum, f) => sum + f.value, 0) / of.length
  const factor = pairs && kind !== 'share' ? mean(pairs.map((p) => p.mine)) / mean(pairs.map((p) => p.theirs)) : 1
  const before: SeriesPoint[] = pairs ? pairs.map(({ at, weight, mine, theirs }) => ({ at, weight, value: mine.value - factor * theirs.value })) : pointsOf(kind, treated)
  if (before.length < LEAST_BEFORE || periodsAfter < 1 || !Number.isFinite(factor)) return null
  const weight = before.reduce((sum, p) => sum + p.weight, 0)
  const last = before.at(-1)?.at ?? 0
  const after = Array.from({ length: periodsAfter }, (_, i) => ({ at: last + 1 + i, value: 0, weight: weight / before.length }))
  const scatter = scatterOf(before, before.map(() => [1]))
  const c = [...before.map((p) => -p.weight / weight), ...after.map(() => 1 / periodsAfter)]
  const scales = scatter && scalesOf(scatter, [...before, ...after], c)
  const series = scatter && scales ? halfWidth(scatter, scales, 1 - ALPHA) + halfWidth(scatter, scales, 2 * POWER - 1) : 0
  return Math.max(series, DEMAND * samplingError(kind, pairs ? pairs.map((p) => p.mine) : treated, pairs ? pairs.map((p) => p.theirs) : null, factor, periodsAfter))
}

/** Longer than this nobody waits for a verdict. */
const LONGEST = { week: 104, month: 24 }

/** How many whole periods after the start would find a change of `smallest`; null where two years would not. */
export function periodsNeeded(kind: Kind, treated: readonly PeriodFigure[], comparison: readonly PeriodFigure[] | null, interval: 'week' | 'month', smallest: number): number | null {
  for (let periods = 2; periods <= LONGEST[interval]; periods++) {
    const found = detectableChange(kind, treated, comparison, periods)
    if (found === null) return null
    if (found <= smallest) return periods
  }
  return null
}

/** Standard error of the change by sampling alone, were everything after as before. */
function samplingError(kind: Kind, mine: readonly PeriodFigure[], theirs: readonly PeriodFigure[] | null, factor: number, periodsAfter: number): number {
  const one = (figures: readonly PeriodFigure[]) => {
    const periods = figures.length
    if (kind === 'count') {
      const mean = figures.reduce((sum, f) => sum + Math.max(f.value, 0), 0) / periods
      return mean * (1 / periods + 1 / periodsAfter)
    }
    const n = figures.reduce((sum, f) => sum + (f.denominator ?? 0), 0)
    const p = figures.reduce((sum, f) => sum + (f.numerator ?? 0), 0) / n
    return kind === 'share' && n > 0 && p >= 0 && p <= 1 ? p * (1 - p) * (1 / n + periods / (n * periodsAfter)) : 0
  }
  return Math.sqrt(one(mine) + (theirs ? factor * factor * one(theirs) : 0))
}
