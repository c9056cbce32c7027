import { count } from './check'
import { zOfLevel } from './normal-quantile'
import { studentQuantile } from './student-t'

export type Estimate = { value: number; low: number; high: number }

/**
 * Net Promoter Score in points (−100 … 100): %promoters − %detractors. Interval: adjusted Wald with three pseudo-answers,
 * ¾ promoter, 1½ passive, ¾ detractor (Rocks 2016, The American Statistician 70:365). It is about the adjusted score, so
 * that a few answers that all agree do not claim certainty. null without answers.
 */
export function netPromoterScore(promoters: number, detractors: number, n: number, level = 0.95): Estimate | null {
  count(promoters, 'promoters')
  count(detractors, 'detractors')
  count(n, 'n')
  if (promoters + detractors > n) throw new RangeError(`${promoters} promoters and ${detractors} detractors exceed ${n} answers`)
  if (n === 0) return null
  const [up, down] = [(promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)]
  const half = zOfLevel(level) * Math.sqrt((up + down - (up - down) ** 2) / (n + 3))
  return { value: (100 * (promoters - detractors)) / n, low: Math.max(-100, 100 * (up - down - half)), high: Math.min(100, 100 * (up - down + half)) }
}

/** A mean with Student's t interval, from n, Σx and Σx². The interval is null with a single answer; null without any. */
export function meanEstimate(n: number, sum: number, squares: number, level = 0.95): { value: number; low: number | null; high: number | null } | null {
  count(n, 'n')
  if (n === 0) return null
  const value = sum / n
  if (n === 1) return { value, low: null, high: null }
  const variance = Math.max(0, (squares - n * value * value) / (n - 1))
  const half = studentQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(variance / n)
  return { value, low: value - half, high: value + half }
}
