import gammainc from '@stdlib/math-base-special-gammainc'

/**
 * P(X > x) of the chi-square distribution with `df` degrees of freedom: the upper tail itself, so a log-rank of 800
 * still has its true p (1e-176) and not 0.
 */
export function chiSquareSurvival(x: number, df: number): number {
  if (Number.isNaN(x) || !(df > 0)) throw new RangeError(`chi-square needs a number and df > 0, got ${x} and ${df}`)
  if (x <= 0) return 1
  return x === Infinity ? 0 : gammainc(x / 2, df / 2, true, true)
}
