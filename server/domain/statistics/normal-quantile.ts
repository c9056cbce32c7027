import erfcinv from '@stdlib/math-base-special-erfcinv'
import { openFraction } from './check'

// Apart from normalCdf, because intervals are also drawn in the browser and need only this half (7 kB of 13).
/** The z with P(Z ≤ z) = p; ±Infinity at p = 1 and 0. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p)
}

/** Half-width of a two-sided interval in standard errors: 1.959964 for level .95. */
export function zOfLevel(level: number): number {
  return -normalQuantile((1 - openFraction(level, 'level')) / 2)
}
