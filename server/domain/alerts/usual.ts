import { judge, ratePredictive, type Judgement } from '../statistics/predictive'
import { expectedSoFar, MIN_SAME_DAYS } from '../statistics/so-far'
import { studentQuantile } from '../statistics/student-t'
import type { UsualComparison } from './usual-windows'

export type Seen = { value: number; numerator: number | null; denominator: number | null }

/**
 * The range in which a figure was to be expected from the same figure in earlier windows, and the p of what came; null
 * below four of them. Counts: negative binomial with the scatter seen (so-far.ts). Shares: binomial, likewise with the
 * scatter seen between windows (Pearson's X²/(n − 1), at least 1; McCullagh & Nelder 1989, §4.5). Anything else: Student's
 * prediction interval for the next of n values.
 */
export function usualRange(unit: string, earlier: readonly Seen[], now: Seen, level = 0.95): Judgement | null {
  const n = earlier.length
  if (n < MIN_SAME_DAYS) return null
  if (unit === 'count') return expectedSoFar(earlier.map(({ value }) => Math.round(value)), Math.round(now.value), level)
  const pairs = earlier.flatMap(({ numerator: k, denominator: m }) => (k === null || m === null || m === 0 ? [] : [{ k, m }]))
  if (unit === 'share' && pairs.length === n && now.denominator) return shareRange(pairs, now.value, now.denominator, level)
  const mean = earlier.reduce((sum, { value }) => sum + value, 0) / n
  const sd = Math.sqrt(earlier.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (n - 1))
  const reach = -studentQuantile((1 - level) / 2, n - 1) * sd * Math.sqrt(1 + 1 / n)
  const floor = earlier.every(({ value }) => value >= 0) ? 0 : -Infinity
  return { expected: mean, low: Math.max(floor, mean - reach), high: mean + reach, p: now.value < mean - reach || now.value > mean + reach ? 0 : 1 }
}

function shareRange(pairs: readonly { k: number; m: number }[], observed: number, m: number, level: number): Judgement {
  const [all, of] = [pairs.reduce((sum, { k }) => sum + k, 0), pairs.reduce((sum, one) => sum + one.m, 0)]
  // With none or all of them ever, Jeffreys' half: the next one is not impossible.
  const edge = all === 0 || all === of
  const p = edge ? (all + 0.5) / (of + 1) : all / of
  const dispersion = edge ? 1 : Math.max(1, pairs.reduce((sum, one) => sum + (one.k - one.m * p) ** 2 / (one.m * p * (1 - p)), 0) / (pairs.length - 1))
  const variance = Math.min(p * (1 - p) * dispersion * (1 / m + 1 / of), p * (1 - p) * 0.99)
  return judge(ratePredictive(p, variance), observed, edge ? Infinity : pairs.length - 1, level)
}

/** Whether a figure has left its range on the side asked about. */
export const isOutside = (comparison: UsualComparison, value: number, { low, high }: Pick<Judgement, 'low' | 'high'>): boolean =>
  (comparison !== 'unusually_low' && value > high) || (comparison !== 'unusually_high' && value < low)
