import { count } from '../statistics/check'
import { normalCdf } from '../statistics/normal-cdf'
import { zOfLevel } from '../statistics/normal-quantile'
import { newcombe } from '../statistics/proportion'

/** So many of so many did it. */
export type Share = { k: number; n: number }
export type Ends = { low: number; high: number }

export type TwoProportions = {
  control: number
  treated: number
  /** treated − control, as a fraction: 0.01 is one point. */
  lift: number
  /** lift ÷ control; null when nobody in control did it. */
  relative: number | null
  /** z with the variance pooled under "no difference", and its two-sided p; null when everybody or nobody did it. */
  z: number | null
  p: number | null
  /** Newcombe's interval from the two Wilson ones: what verdicts rest on. */
  low: number
  high: number
  /** Wald's, each group with its own variance: what textbooks print. */
  unpooled: Ends
  /** Of the relative lift, on the logarithm of the ratio (Katz et al. 1978); null without anybody on either side. */
  relativeEnds: Ends | null
}

/**
 * Two independent groups of a randomised roll-out by the share who did something. z: pooled two-proportion test
 * (Fleiss, Levin & Paik 2003, §3.1, no continuity correction); interval: Newcombe 1998, method 10.
 * null when a group is empty; throws a RangeError on anything but whole 0 ≤ k ≤ n.
 */
export function twoProportions(control: Share, treated: Share, level = 0.95): TwoProportions | null {
  const between = newcombe(count(treated.k, 'treated'), treated.n, count(control.k, 'control'), control.n, level)
  if (!between) return null
  const [p0, p1] = [control.k / control.n, treated.k / treated.n]
  const lift = p1 - p0
  const pooled = (control.k + treated.k) / (control.n + treated.n)
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / control.n + 1 / treated.n))
  const z = pooledError > 0 ? lift / pooledError : null
  const q = zOfLevel(level)
  const half = q * Math.sqrt((p0 * (1 - p0)) / control.n + (p1 * (1 - p1)) / treated.n)
  const logError = Math.sqrt((1 - p0) / control.k + (1 - p1) / treated.k)
  return {
    control: p0, treated: p1, lift, relative: p0 > 0 ? lift / p0 : null,
    z, p: z === null ? null : 2 * normalCdf(-Math.abs(z)),
    low: between.low, high: between.high, unpooled: { low: lift - half, high: lift + half },
    relativeEnds: control.k > 0 && treated.k > 0 ? { low: (p1 / p0) * Math.exp(-q * logError) - 1, high: (p1 / p0) * Math.exp(q * logError) - 1 } : null,
  }
}

/**
 * Difference-in-differences of four independent shares, (treated after − before) − (comparison after − before): the two
 * differences' Newcombe intervals put together as Newcombe puts together two Wilson ones (MOVER, Zou & Donner 2008).
 * It knows sampling error alone: nothing that shakes whole periods. null when a cell is empty.
 */
export function proportionsInDifferences(treated: { before: Share; after: Share }, comparison: { before: Share; after: Share }, level = 0.95): ({ difference: number } & Ends) | null {
  const one = newcombe(treated.after.k, treated.after.n, treated.before.k, treated.before.n, level)
  const two = newcombe(comparison.after.k, comparison.after.n, comparison.before.k, comparison.before.n, level)
  if (!one || !two) return null
  const difference = one.difference - two.difference
  return {
    difference,
    low: difference - Math.hypot(one.difference - one.low, two.high - two.difference),
    high: difference + Math.hypot(one.high - one.difference, two.difference - two.low),
  }
}
