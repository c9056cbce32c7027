/** Inverse of a symmetric positive definite matrix by Cholesky; null where it is not one. */
export function invert(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length
  const lower: number[][] = []
  const at = (rows: readonly (readonly number[])[], i: number, k: number) => rows[i]?.[k] ?? 0
  for (let i = 0; i < n; i++) {
    const row: number[] = []
    lower.push(row)
    for (let k = 0; k <= i; k++) {
      let sum = at(matrix, i, k)
      for (let j = 0; j < k; j++) sum -= at(lower, i, j) * at(lower, k, j)
      if (i === k) {
        // What is left of a diagonal after rounding is no information.
        if (!(sum > 1e-12 * Math.abs(at(matrix, i, i)))) return null
        row.push(Math.sqrt(sum))
      } else row.push(sum / at(lower, k, k))
    }
  }
  const columns = Array.from({ length: n }, (_, c) => {
    const y: number[] = []
    for (let i = 0; i < n; i++) {
      let sum = i === c ? 1 : 0
      for (let j = 0; j < i; j++) sum -= at(lower, i, j) * (y[j] ?? 0)
      y.push(sum / at(lower, i, i))
    }
    const x = Array.from({ length: n }, () => 0)
    for (let i = n - 1; i >= 0; i--) {
      let sum = y[i] ?? 0
      for (let j = i + 1; j < n; j++) sum -= at(lower, j, i) * (x[j] ?? 0)
      x[i] = sum / at(lower, i, i)
    }
    return x
  })
  return columns
}
