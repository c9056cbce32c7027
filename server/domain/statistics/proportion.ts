import { count } from './check'
import { zOfLevel } from './normal-quantile'

/** An estimate as a fraction with its interval. */
export type Proportion = { p: number; low: number; high: number }
/** p₁ − p₂ as a fraction with its interval. */
export type Difference = { difference: number; low: number; high: number }

function checked(k: number, n: number): void {
  count(k, 'numerator')
  count(n, 'denominator')
  if (k > n) throw new RangeError(`numerator ${k} exceeds denominator ${n}`)
}

/**
 * k of n with Wilson's score interval (Wilson 1927; Newcombe 1998, method 3, no continuity correction).
 * null when n = 0: no data is not 0 %. Throws a RangeError on anything but 0 ≤ k ≤ n, whole.
 */
export function wilson(k: number, n: number, level = 0.95): Proportion | null {
  checked(k, n)
  if (n === 0) return null
  const z2 = zOfLevel(level) ** 2
  const p = k / n
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n)
  const half = Math.sqrt((z2 * p * (1 - p)) / n + (z2 / (2 * n)) ** 2) / (1 + z2 / n)
  // At the edges centre and half are equal but for rounding, and 0 of n must not start at 1e-18.
  return { p, low: k === 0 ? 0 : centre - half, high: k === n ? 1 : centre + half }
}

/**
 * The difference k₁/n₁ − k₂/n₂ of two independent proportions, interval from the two Wilson ones
 * (Newcombe 1998, Statistics in Medicine 17:873, method 10). null when either has no data.
 */
export function newcombe(k1: number, n1: number, k2: number, n2: number, level = 0.95): Difference | null {
  const one = wilson(k1, n1, level)
  const two = wilson(k2, n2, level)
  if (!one || !two) return null
  const difference = one.p - two.p
  return {
    difference,
    low: difference - Math.hypot(one.p - one.low, two.high - two.p),
    high: difference + Math.hypot(one.high - one.p, two.p - two.low),
  }
}
