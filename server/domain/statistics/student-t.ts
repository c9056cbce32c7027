import betainc from '@stdlib/math-base-special-betainc'
import { normalCdf } from './normal-cdf'
import { normalQuantile } from './normal-quantile'

/**
 * P(T ≤ t) of Student's t with `df` degrees of freedom, accurate in the lower tail; df = Infinity is the normal.
 * Abramowitz & Stegun 26.7.1 by the incomplete beta function.
 */
export function studentCdf(t: number, df: number): number {
  if (df === Infinity) return normalCdf(t)
  if (!Number.isFinite(t)) return t < 0 ? 0 : t > 0 ? 1 : Number.NaN
  const tail = betainc(df / (df + t * t), df / 2, 0.5, true, false) / 2
  return t < 0 ? tail : 1 - tail
}

/** The t with P(T ≤ t) = p, 0 < p < 1, by bisection on the lower tail. */
export function studentQuantile(p: number, df: number): number {
  if (df === Infinity) return normalQuantile(p)
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  let far = -1
  while (studentCdf(far, df) > tail) far *= 2
  let near = far === -1 ? 0 : far / 2
  for (let step = 0; step < 80; step++) {
    const middle = (far + near) / 2
    if (studentCdf(middle, df) > tail) near = middle
    else far = middle
  }
  return p < 0.5 ? far : -far
}
