import { dot, times, weightedLeastSquares } from './least-squares'
import { studentQuantile } from './student-t'

export type RobustFit = {
  /** One per column of the design; 0 where a column adds nothing to earlier ones. */
  coefficients: number[]
  /** Heteroscedasticity-consistent covariance of the coefficients (HC3). */
  covariance: number[][]
  n: number
  rank: number
  /** Degrees of freedom of the t intervals. */
  df: number
  /** Σ c β with its standard error and t interval, for any combination c of the coefficients. */
  estimate(combination: readonly number[], level?: number): Estimate
}
export type Estimate = { value: number; std_err: number; low: number; high: number }

/**
 * Ordinary least squares with heteroscedasticity-consistent standard errors, HC3 (MacKinnon & White 1985; recommended below a
 * few hundred observations by Long & Ervin 2000): Σ x x' e² / (1 − h)² between two (X'X)⁻¹. Rows of `design` hold the
 * constant. null when there are no degrees of freedom left. An observation that alone determines a coefficient (leverage 1)
 * adds nothing to the scatter, as it has no residual.
 */
export function robustLeastSquares(design: readonly (readonly number[])[], y: readonly number[]): RobustFit | null {
  const n = design.length
  if (n === 0) return null
  // Columns of very different size (a constant, pence of a year) are brought to one before sweeping.
  const size = design[0]?.length ?? 0
  const scales = Array.from({ length: size }, (_, j) => Math.sqrt(design.reduce((sum, row) => sum + (row[j] as number) ** 2, 0) / n) || 1)
  const scaled = design.map((row) => row.map((value, j) => value / (scales[j] as number)))
  const { coefficients: b, covariance: bread, rank } = weightedLeastSquares(scaled, y, y.map(() => 1))
  const df = n - rank
  if (df <= 0) return null
  const meat = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  scaled.forEach((row, i) => {
    const kept = 1 - dot(row, times(bread, row))
    if (kept < 1e-9) return
    const weight = (((y[i] as number) - dot(row, b)) / kept) ** 2
    for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) (meat[j] as number[])[k] = (meat[j]?.[k] ?? 0) + weight * (row[j] as number) * (row[k] as number)
  })
  const half = bread.map((row) => meat.map((column) => dot(row, column)))
  const covariance = half.map((row, j) => bread.map((column, k) => dot(row, column) / ((scales[j] as number) * (scales[k] as number))))
  const coefficients = b.map((value, j) => value / (scales[j] as number))
  return {
    coefficients, covariance, n, rank, df,
    estimate(combination, level = 0.95) {
      const value = dot(combination, coefficients)
      const stdErr = Math.sqrt(Math.max(0, dot(combination, times(covariance, combination))))
      const t = studentQuantile(1 - (1 - level) / 2, df)
      return { value, std_err: stdErr, low: value - t * stdErr, high: value + t * stdErr }
    },
  }
}

/** A mean with its t interval (Student 1908); low and high null below two values, everything null without any. */
export function meanInterval(n: number, sum: number, sumOfSquares: number, level = 0.95): { mean: number | null; low: number | null; high: number | null } {
  if (n === 0) return { mean: null, low: null, high: null }
  const mean = sum / n
  if (n < 2) return { mean, low: null, high: null }
  const half = studentQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(Math.max(0, (sumOfSquares - n * mean * mean) / (n - 1)) / n)
  return { mean, low: mean - half, high: mean + half }
}
