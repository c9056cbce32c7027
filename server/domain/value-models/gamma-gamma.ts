import digamma from '@stdlib/math-base-special-digamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import { estimate, type Estimate } from './estimate'
import { thinning } from './histories'
import type { Objective, Steps } from './optimise'

/**
 * Gamma-Gamma: what a customer spends per purchase day varies about their own mean (gamma: p), and means vary between
 * customers (gamma: q, v), whatever the frequency. Fader & Hardie, “The Gamma-Gamma Model of Monetary Value” (2013).
 */
export type GammaGamma = { p: number; q: number; v: number }
export const GAMMA_GAMMA_NAMES = ['p', 'q', 'v'] as const

/** So many customers with x repeat purchase days of this mean spend (above 0), in any one unit of money. */
export type Spend = { x: number; mean: number; n: number; /** Mean of ln(mean) where several are put together; else its logarithm. */ logMean?: number }

/** Distinct spends that the likelihood of a large base is rehearsed on. */
const REHEARSED = 5000

export function gammaGammaFit(spends: readonly Spend[]): Steps<Estimate> {
  const total = spends.reduce((sum, { n }) => sum + n, 0)
  const mean = spends.reduce((sum, { mean: m, n }) => sum + m * n, 0) / Math.max(1, total)
  const every = thinning(spends.length, REHEARSED)
  const rehearsal = every === null ? {} : { rehearsal: objective(spends.filter((_, i) => i % every === 0)) }
  return estimate(GAMMA_GAMMA_NAMES, spends.length, objective(spends), [[5, 4, mean / 2], [1, 3, 2 * mean], [20, 2, mean / 10]], rehearsal)
}

export const gammaGammaLogLikelihood = (spends: readonly Spend[], { p, q, v }: GammaGamma): number => -objective(spends)(Float64Array.of(Math.log(p), Math.log(q), Math.log(v))).value

function objective(spends: readonly Spend[]): Objective {
  for (const { x, mean } of spends) if (!(x > 0) || !(mean > 0)) throw new RangeError(`spend of ${mean} on ${x} days: both must be above 0`)
  // What depends on x alone is summed once: in a large base there are few x and many means.
  const byX = new Map<number, { n: number; logs: number }>()
  for (const { x, mean, n, logMean } of spends) {
    const there = byX.get(x) ?? { n: 0, logs: 0 }
    byX.set(x, { n: there.n + n, logs: there.logs + n * (logMean ?? Math.log(mean)) })
  }
  const x = Float64Array.from(spends, (s) => s.x)
  const sum = Float64Array.from(spends, (s) => s.x * s.mean)
  const many = Float64Array.from(spends, (s) => s.n)
  return (at) => {
    const [p = 0, q = 0, v = 0] = at.map(Math.exp)
    let [value, dp, dq, dv] = [0, 0, 0, 0]
    for (const [days, { n, logs }] of byX) {
      const [both, own] = [digamma(p * days + q), digamma(p * days)]
      value += n * (gammaln(p * days + q) - gammaln(p * days) - gammaln(q) + q * Math.log(v) + p * days * Math.log(days)) + (p * days - 1) * logs
      dp += days * (n * (both - own + Math.log(days)) + logs)
      dq += n * (both - digamma(q) + Math.log(v))
      dv += (n * q) / v
    }
    for (let i = 0; i < x.length; i++) {
      const [days = 0, whole = 0, n = 0] = [x[i], sum[i], many[i]]
      const log = Math.log(v + whole)
      const shape = p * days + q
      value -= n * shape * log
      dp -= n * days * log
      dq -= n * log
      dv -= (n * shape) / (v + whole)
    }
    return { value: -value, gradient: Float64Array.of(-dp * p, -dq * q, -dv * v) }
  }
}

/**
 * Expected spend per purchase day of a customer with x repeat days of this mean (their equation 5): between their own
 * mean and everybody's, nearer their own the more often they bought. Needs q > 1: else the mean of all has no bound.
 */
export function gammaGammaExpected({ p, q, v }: GammaGamma, { x, mean }: { x: number; mean: number }): number {
  return (p * (v + x * mean)) / (p * x + q - 1)
}
