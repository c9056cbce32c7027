import betainc from '@stdlib/math-base-special-betainc'
import gammainc from '@stdlib/math-base-special-gammainc'
import { normalCdf } from './normal-cdf'
import { normalQuantile } from './normal-quantile'
import { studentCdf, studentQuantile } from './student-t'

/** What the next value may be: tail probabilities that include the value itself. */
export type Predictive = { atMost(y: number): number; atLeast(y: number): number; mean: number; whole: boolean; max: number }

/** Counts with this mean and variance: negative binomial, or Poisson where the variance does not exceed the mean. */
export function countPredictive(mean: number, variance: number): Predictive {
  const shape = (mean * mean) / (variance - mean)
  const common = { mean, whole: true, max: Infinity }
  if (!(shape > 0 && shape < 1e9))
    return {
      ...common,
      atMost: (k) => gammainc(mean, k + 1, true, true),
      atLeast: (k) => (k <= 0 ? 1 : gammainc(mean, k, true, false)),
    }
  const stop = shape / (shape + mean)
  return {
    ...common,
    atMost: (k) => betainc(stop, shape, k + 1, true, false),
    atLeast: (k) => (k <= 0 ? 1 : betainc(mean / (shape + mean), k, shape, true, false)),
  }
}

/** Amounts ≥ 0: gamma with this mean and variance, and a known share of periods without any. */
export function amountPredictive(mean: number, variance: number, zeroShare: number): Predictive {
  const shape = (mean * mean) / variance
  const scale = variance / mean
  return {
    mean,
    whole: false,
    max: Infinity,
    atMost: (y) => Math.max(zeroShare, gammainc(y / scale, shape, true, false)),
    atLeast: (y) => gammainc(y / scale, shape, true, true),
  }
}

/**
 * A rate k/n with this mean and variance: binomial with the sample size that has that variance
 * (Korn & Graubard 1998), ties halved (mid-p).
 */
export function ratePredictive(mean: number, variance: number): Predictive {
  const n = (mean * (1 - mean)) / variance
  return {
    mean,
    whole: false,
    max: 1,
    atMost: (p) => betainc(1 - mean, n - p * n + 0.5, p * n + 0.5, true, false),
    atLeast: (p) => betainc(mean, p * n + 0.5, n - p * n + 0.5, true, false),
  }
}

/** The range expected at a level, and the two-sided p of what came. p < 1 − level exactly where it lies outside. */
export type Judgement = { expected: number; low: number; high: number; p: number }

/**
 * Holds an observation against its predictive distribution. As the scatter was itself estimated on `df` degrees of freedom,
 * tails are read as Student's: z = Φ⁻¹(tail), p = 2 T(z).
 */
export function judge(predictive: Predictive, observed: number, df: number, level: number): Judgement {
  const tail = normalCdf(studentQuantile((1 - level) / 2, df))
  const smaller = Math.min(predictive.atMost(observed), predictive.atLeast(observed))
  return {
    expected: predictive.mean,
    low: firstWhere((y) => predictive.atMost(y) > tail, predictive),
    high: lastWhere((y) => predictive.atLeast(y) > tail, predictive),
    p: Math.min(1, 2 * studentCdf(normalQuantile(smaller), df)),
  }
}

function firstWhere(holds: (y: number) => boolean, predictive: Predictive): number {
  return holds(0) ? 0 : border((y) => !holds(y), predictive)[1]
}

function lastWhere(holds: (y: number) => boolean, predictive: Predictive): number {
  return holds(predictive.max) ? predictive.max : border(holds, predictive)[0]
}

/** Where a condition that holds at 0 and fails far up changes: [last that holds, first that does not]. */
function border(holds: (y: number) => boolean, { mean, whole, max }: Predictive): [number, number] {
  let low = 0
  let high = max === Infinity ? Math.max(1, Math.ceil(mean)) : max
  while (max === Infinity && holds(high)) high *= 2
  for (let step = 0; step < 100 && (whole ? high - low > 1 : high - low > 1e-12 * high); step++) {
    const middle = whole ? Math.floor((low + high) / 2) : (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return [low, high]
}
