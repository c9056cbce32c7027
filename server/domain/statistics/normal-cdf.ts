import erfc from '@stdlib/math-base-special-erfc'

/** P(Z ≤ z) of the standard normal; accurate far into the lower tail (use −z for the upper one). */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2
}
