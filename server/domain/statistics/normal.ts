import erfc from '@stdlib/math-base-special-erfc'
import erfcinv from '@stdlib/math-base-special-erfcinv'
import { openFraction } from './check'

/** P(Z ≤ z) of the standard normal; accurate far into the lower tail (use −z for the upper one). */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2
}

/** The z with P(Z ≤ z) = p; ±Infinity at p = 1 and 0. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p)
}

/** Half-width of a two-sided interval in standard errors: 1.959964 for level .95. */
export function zOfLevel(level: number): number {
  return -normalQuantile((1 - openFraction(level, 'level')) / 2)
}
