/**
 * Inverse of a symmetric non-negative definite matrix by the sweep operator (Goodnight 1979).
 * Columns that add nothing to earlier ones get zeros, which makes the result a generalised inverse; `rank` counts the
 * others. The input is not changed.
 */
export function invertSymmetric(matrix: readonly (readonly number[])[]): { inverse: number[][]; rank: number } {
  const a = matrix.map((row) => [...row])
  const size = a.length
  const scale = matrix.map((row, i) => row[i] as number)
  const dropped: number[] = []
  for (let k = 0; k < size; k++) {
    const pivotRow = a[k] as number[]
    const pivot = pivotRow[k] as number
    if (!(pivot > 1e-10 * (scale[k] as number))) {
      dropped.push(k)
      for (let i = 0; i < size; i++) (a[i] as number[])[k] = pivotRow[i] = 0
      continue
    }
    for (let j = 0; j < size; j++) pivotRow[j] = (pivotRow[j] as number) / pivot
    for (let i = 0; i < size; i++) {
      if (i === k) continue
      const row = a[i] as number[]
      const factor = row[k] as number
      for (let j = 0; j < size; j++) row[j] = (row[j] as number) - factor * (pivotRow[j] as number)
      row[k] = -factor / pivot
    }
    pivotRow[k] = 1 / pivot
  }
  for (const k of dropped) for (let i = 0; i < size; i++) (a[i] as number[])[k] = (a[k] as number[])[i] = 0
  return { inverse: a, rank: size - dropped.length }
}

/** Σ aᵢ bᵢ. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
}

/** Matrix times vector. */
export function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector))
}

/** Weighted least squares of y on the rows of `design`; covariance is (X'WX)⁻¹, before any scale. */
export function weightedLeastSquares(design: readonly (readonly number[])[], y: readonly number[], weights: readonly number[]) {
  const size = design[0]?.length ?? 0
  const cross = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  const right = new Array<number>(size).fill(0)
  design.forEach((row, n) => {
    const weight = weights[n] as number
    for (let i = 0; i < size; i++) {
      const weighted = weight * (row[i] as number)
      right[i] = (right[i] as number) + weighted * (y[n] as number)
      const into = cross[i] as number[]
      for (let j = 0; j < size; j++) into[j] = (into[j] as number) + weighted * (row[j] as number)
    }
  })
  const { inverse, rank } = invertSymmetric(cross)
  return { coefficients: times(inverse, right), covariance: inverse, rank }
}
