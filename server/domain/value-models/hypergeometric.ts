import hyp2f1 from '@stdlib/math-base-special-hyp2f1'

const MOST_TERMS = 100_000

/**
 * Gauss's 2F1(a, b; c; z) for 0 ≤ z < 1 and c > 0. The library's transformation for z near 1 divides by zero where
 * c − a − b is a whole number; there the defining series is summed (Abramowitz & Stegun 15.1.1).
 */
export function gauss2F1(a: number, b: number, c: number, z: number): number {
  const apart = c - a - b
  const value = z > 0.9 && Math.abs(apart - Math.round(apart)) < 1e-6 ? Number.NaN : hyp2f1(a, b, c, z)
  return Number.isFinite(value) ? value : series(a, b, c, z)
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let k = 0; k < MOST_TERMS; k++) {
    term *= (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z
    sum += term
    if (Math.abs(term) <= 1e-17 * Math.abs(sum) && k > 2) break
  }
  return sum
}
