import { finite } from './check'

/**
 * Quantile at `fraction` (0…1) of unsorted numbers, linear between order statistics
 * (type 7 of Hyndman & Fan 1996: R's and PostgreSQL percentile_cont's). null when there are none.
 * Throws a RangeError on NaN or infinite values.
 */
export function quantile(values: readonly number[], fraction: number): number | null {
  return quantiles(values, [fraction])[0] ?? null
}

/** The median, or null when there are no values. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5)
}

/** Several quantiles with one sort; empty when there are no values. */
export function quantiles(values: readonly number[], fractions: readonly number[]): number[] {
  const sorted = values.map((value) => finite(value, 'value')).sort((a, b) => a - b)
  if (sorted.length === 0) return []
  return fractions.map((fraction) => {
    if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`fraction must lie in 0…1, got ${fraction}`)
    const position = fraction * (sorted.length - 1)
    const below = sorted[Math.floor(position)] as number
    const above = sorted[Math.ceil(position)] as number
    return below + (above - below) * (position - Math.floor(position))
  })
}
