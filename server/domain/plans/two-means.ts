import { count, finite } from '../statistics/check'
import { studentCdf, studentQuantile } from '../statistics/student-t'
import type { Ends } from './two-proportions'

/** A group by what it takes to compare means: how many, their mean, and their standard deviation (n − 1). */
export type Sample = { n: number; mean: number; sd: number }

export type TwoMeans = {
  control: number
  treated: number
  /** treated − control, in the measure's unit. */
  lift: number
  relative: number | null
  /** null when neither group scatters. */
  t: number | null
  df: number
  /** Two-sided. */
  p: number | null
} & Ends

/**
 * Welch's t-test with its interval and Satterthwaite's degrees of freedom (Welch 1947): groups of different size and scatter.
 * null with fewer than two in a group. Throws a RangeError on figures that are no numbers or a negative standard deviation.
 */
export function twoMeans(control: Sample, treated: Sample, level = 0.95): TwoMeans | null {
  for (const { n, mean, sd } of [control, treated]) {
    count(n, 'n')
    finite(mean, 'mean')
    if (!(finite(sd, 'sd') >= 0)) throw new RangeError(`sd must be at least 0, got ${sd}`)
  }
  if (control.n < 2 || treated.n < 2) return null
  const [v0, v1] = [control.sd ** 2 / control.n, treated.sd ** 2 / treated.n]
  const error = Math.sqrt(v0 + v1)
  const lift = treated.mean - control.mean
  const df = error > 0 ? (v0 + v1) ** 2 / (v0 ** 2 / (control.n - 1) + v1 ** 2 / (treated.n - 1)) : control.n + treated.n - 2
  const t = error > 0 ? lift / error : null
  const half = studentQuantile(1 - (1 - level) / 2, df) * error
  return {
    control: control.mean, treated: treated.mean, lift, relative: control.mean === 0 ? null : lift / Math.abs(control.mean),
    t, df, p: t === null ? null : 2 * studentCdf(-Math.abs(t), df), low: lift - half, high: lift + half,
  }
}

/** n, mean and standard deviation of values; sd 0 for a single one. null without any. */
export function sampleOf(values: readonly number[]): Sample | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, v) => sum + finite(v, 'value'), 0) / n
  return { n, mean, sd: n === 1 ? 0 : Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1)) }
}

/** One customer, branch or region before and after. */
export type Unit = { before: number; after: number }

/**
 * Difference-in-differences over many units on each side (matched customers, branches): every unit's time is collapsed to
 * one change and the changes compared by Welch's test. Units may be as autocorrelated as they like: it is the remedy of
 * Bertrand, Duflo & Mullainathan (2004, QJE 119:249, §IV.C) for panels, and equals standard errors clustered by unit.
 * null with fewer than two units on a side.
 */
export function unitsInDifferences(treated: readonly Unit[], comparison: readonly Unit[], level = 0.95): TwoMeans | null {
  const [one, two] = [treated, comparison].map((units) => sampleOf(units.map(({ before, after }) => after - before)))
  return one && two ? twoMeans(two, one, level) : null
}
