import { dot, times, weightedLeastSquares } from './least-squares'

/** How a mean depends on the linear predictor, and how far observations scatter about it. */
export type Family = {
  mean(eta: number, size: number): number
  /** d mean / d eta. */
  slope(mean: number, size: number): number
  variance(mean: number, size: number, dispersion: number): number
  eta(mean: number, size: number): number
}

/** Counts whose level wobbles from period to period: negative binomial, variance m + d m² (Poisson at d = 0). */
export const countFamily: Family = {
  mean: (eta, size) => size * Math.exp(eta),
  slope: (mean) => mean,
  variance: (mean, _, dispersion) => mean + dispersion * mean * mean,
  eta: (mean, size) => Math.log(mean / size),
}

/** Amounts ≥ 0 with a constant coefficient of variation: gamma, variance d m². */
export const amountFamily: Family = { ...countFamily, variance: (mean, _, dispersion) => dispersion * mean * mean }

/** k of n whose rate wobbles from period to period: beta-binomial, variance n p q (1 + (n − 1) d). */
export const rateFamily: Family = {
  mean: (eta, size) => size / (1 + Math.exp(-eta)),
  slope: (mean, size) => mean * (1 - mean / size),
  variance: (mean, size, dispersion) => mean * (1 - mean / size) * (1 + (size - 1) * dispersion),
  eta: (mean, size) => Math.log(mean / (size - mean)),
}

export type Fit = {
  dispersion: number
  df: number
  /** Expected value of a further period and the standard error of that expectation (without the period's own scatter). */
  predict(row: readonly number[], size: number): { mean: number; std_err: number }
}

const NO_DISPERSION = 1e-12

/**
 * Generalised linear model by iteratively reweighted least squares, the dispersion d by moments: Pearson's statistic equals
 * its degrees of freedom (Breslow 1984; Williams 1982). null when it does not settle or has no degrees of freedom.
 * `sizes` is the exposure (days) or the denominator of each observation.
 */
export function fitRegression(
  family: Family,
  design: readonly (readonly number[])[],
  y: readonly number[],
  sizes: readonly number[],
): Fit | null {
  const total = y.reduce((sum, value) => sum + value, 0) / sizes.reduce((sum, value) => sum + value, 0)
  let means = y.map((value, i) => (value + total * (sizes[i] as number)) / 2)
  let etas = means.map((mean, i) => family.eta(mean, sizes[i] as number))
  let dispersion = 0.01
  let solution = { coefficients: [] as number[], covariance: [] as number[][], rank: 0 }

  for (let round = 0; round < 100; round++) {
    const weights = means.map(
      (mean, i) => family.slope(mean, sizes[i] as number) ** 2 / family.variance(mean, sizes[i] as number, dispersion),
    )
    const working = means.map((mean, i) => (etas[i] as number) + ((y[i] as number) - mean) / family.slope(mean, sizes[i] as number))
    solution = weightedLeastSquares(design, working, weights)
    etas = design.map((row) => Math.min(40, Math.max(-40, dot(row, solution.coefficients))))
    means = etas.map((eta, i) => family.mean(eta, sizes[i] as number))
    if (means.some((mean) => !Number.isFinite(mean))) return null
    const df = y.length - solution.rank
    if (df <= 0) return null
    const next = dispersionByMoments(family, means, y, sizes, df)
    const settled = Math.abs(next - dispersion) <= 1e-8 * (dispersion + 1e-8)
    dispersion = next
    if (!settled || round < 5) continue
    const { coefficients, covariance } = solution
    return {
      dispersion,
      df,
      predict: (row, size) => {
        const mean = family.mean(dot(row, coefficients), size)
        return { mean, std_err: family.slope(mean, size) * Math.sqrt(Math.max(0, dot(row, times(covariance, row)))) }
      },
    }
  }
  return null
}

function dispersionByMoments(family: Family, means: readonly number[], y: readonly number[], sizes: readonly number[], df: number): number {
  const pearson = (d: number) =>
    means.reduce((sum, mean, i) => sum + ((y[i] as number) - mean) ** 2 / family.variance(mean, sizes[i] as number, d), 0)
  let low = NO_DISPERSION
  if (pearson(low) <= df) return 0
  let high = 0.01
  while (pearson(high) > df && high < 1e9) high *= 4
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(low * high)
    if (pearson(middle) > df) low = middle
    else high = middle
  }
  return high
}
