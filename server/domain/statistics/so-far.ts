import { count as wholeCount, openFraction } from './check'
import { countPredictive, judge, type Judgement } from './predictive'

/** Fewest earlier days of the same weekday from which a range is stated. */
export const MIN_SAME_DAYS = 4
/** Older ones are left out: what was usual half a year ago is not what is usual. */
export const MAX_SAME_DAYS = 8

/**
 * The range in which a running day's count was to be expected from the counts of earlier days of the same weekday up to
 * the same time of day, and the two-sided p of what came. null below four such days.
 *
 * Counts scatter from day to day by more than Poisson's; the dispersion is Pearson's X²/(n − 1), at least 1
 * (McCullagh & Nelder 1989, §4.5), the next day negative binomial with the mean's own error added, tails read as Student's.
 * Without a single event in n days none is expected; the range is that of Jeffreys' prior, half an event in n. Throws a RangeError on anything but counts.
 */
export function expectedSoFar(earlier: readonly number[], soFar: number, level = 0.95): Judgement | null {
  openFraction(level, 'level')
  for (const value of [...earlier, soFar]) wholeCount(value, 'value')
  const n = earlier.length
  if (n < MIN_SAME_DAYS) return null
  const mean = earlier.reduce((sum, value) => sum + value, 0) / n
  if (mean === 0) return { ...judge(countPredictive(0.5 / n, 0.5 / n + 0.5 / (n * n)), soFar, Infinity, level), expected: 0 }
  const dispersion = Math.max(1, earlier.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (mean * (n - 1)))
  return judge(countPredictive(mean, dispersion * mean * (1 + 1 / n)), soFar, n - 1, level)
}
