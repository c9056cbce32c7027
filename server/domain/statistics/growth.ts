import { finite, openFraction } from './check'
import { dot, times, weightedLeastSquares } from './least-squares'
import { countPredictive, judge } from './predictive'
import { countFamily, fitRegression } from './regression'
import { studentQuantile } from './student-t'

/** From here on growth may be stated per year, else it is arithmetic and no pace; the first and last of twelve months are eleven apart. */
export const ENOUGH_YEARS = 0.9

/** Yearly growth as a fraction over `years` between two values (METRICS §3); null without a positive start or any time between. */
export function cagr(start: number, end: number, years: number): number | null {
  finite(start, 'start')
  finite(end, 'end')
  finite(years, 'years')
  return start > 0 && end >= 0 && years > 0 ? (end / start) ** (1 / years) - 1 : null
}

/** The total of one whole period. `year` is when it was, in years (2013, or 2013.25 for a quarter); only differences matter. */
export type GrowthPoint = { period: string; year: number; value: number }

export type Growth = {
  start_period: string
  end_period: string
  start: number
  end: number
  years: number
  cagr: number | null
  /** How the last period was predicted from the earlier ones; `too_short` when it was not. */
  method: 'log_linear' | 'negative_binomial' | 'too_short'
  expected: number | null
  low: number | null
  high: number | null
  /** Constant growth alone accounts for the last period: it lies within low…high. null when that cannot be told. */
  explained: boolean | null
}

/** Earlier periods needed for a prediction: two parameters, and two degrees of freedom to judge them by. */
export const MIN_EARLIER = 4

/**
 * Growth from the first to the last period, and whether constant growth as seen in all periods but the last predicts the last.
 *
 * Least squares of the logarithm on time with Student's prediction interval for a new observation (e.g. Draper & Smith §1.4); counts scatter at
 * least as Poisson's do. Where some earlier count is 0, a negative binomial regression on time instead.
 * Leave out partial periods. null without any point; throws a RangeError on values that are no numbers ≥ 0.
 */
export function growth(points: readonly GrowthPoint[], { level = 0.95, counts = true } = {}): Growth | null {
  openFraction(level, 'level')
  for (const { year, value } of points) {
    finite(year, 'year')
    if (finite(value, 'value') < 0) throw new RangeError(`value must be at least 0, got ${value}`)
  }
  const sorted = [...points].sort((a, b) => a.year - b.year)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (!first || !last) return null

  const years = last.year - first.year
  const earlier = sorted.slice(0, -1)
  const prediction = predict(earlier, last, counts, level)
  return {
    start_period: first.period,
    end_period: last.period,
    start: first.value,
    end: last.value,
    years,
    cagr: cagr(first.value, last.value, years),
    ...(prediction
      ? { ...prediction, explained: last.value >= prediction.low && last.value <= prediction.high }
      : { method: 'too_short' as const, expected: null, low: null, high: null, explained: null }),
  }
}

function predict(earlier: readonly GrowthPoint[], last: GrowthPoint, counts: boolean, level: number) {
  if (earlier.length < MIN_EARLIER || new Set(earlier.map(({ year }) => year)).size < 3) return null
  // Time counts from the first period: years as large as 2013 beside a 1 would cost the normal equations their digits.
  const row = ({ year }: GrowthPoint) => [1, year - (earlier[0]?.year ?? 0)]
  const design = earlier.map(row)

  if (earlier.every(({ value }) => value > 0)) {
    const logs = earlier.map(({ value }) => Math.log(value))
    const { coefficients, covariance } = weightedLeastSquares(
      design,
      logs,
      logs.map(() => 1),
    )
    const df = earlier.length - 2
    const residual = logs.reduce((sum, log, i) => sum + (log - dot(design[i] as number[], coefficients)) ** 2, 0) / df
    const poisson = counts ? earlier.reduce((sum, { value }) => sum + 1 / value, 0) / earlier.length : 0
    const x = row(last)
    const centre = dot(x, coefficients)
    // A hair for rounding, or exact growth would not contain itself.
    const half = studentQuantile((1 + level) / 2, df) * Math.sqrt(Math.max(residual, poisson) * (1 + dot(x, times(covariance, x)))) + 1e-9
    return { method: 'log_linear' as const, expected: Math.exp(centre), low: Math.exp(centre - half), high: Math.exp(centre + half) }
  }

  if (!counts || !last.value || !earlier.every(({ value }) => Number.isInteger(value)) || earlier.every(({ value }) => value === 0))
    return null
  const fit = fitRegression(
    countFamily,
    design,
    earlier.map(({ value }) => value),
    earlier.map(() => 1),
  )
  if (!fit) return null
  const { mean, std_err } = fit.predict(row(last), 1)
  const { expected, low, high } = judge(
    countPredictive(mean, countFamily.variance(mean, 1, fit.dispersion) + std_err ** 2),
    last.value,
    fit.df,
    level,
  )
  return { method: 'negative_binomial' as const, expected, low, high }
}
