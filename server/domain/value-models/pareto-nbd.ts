import gammaln from '@stdlib/math-base-special-gammaln'
import { meanAge } from './bg-nbd'
import { estimate, type Estimate } from './estimate'
import { thinned, type Histories, type Pairs } from './histories'
import { gauss2F1 } from './hypergeometric'
import { withGradient, type Steps } from './optimise'

/**
 * Pareto/NBD: customers buy at their own steady rate (gamma: r, alpha) and leave at their own steady risk (gamma: s,
 * beta), whether or not they have just bought. Schmittlein, Morrison & Colombo, Management Science 33 (1987), as
 * rederived by Fader & Hardie, “A Note on Deriving the Pareto/NBD Model” (2005); weeks.
 */
export type ParetoNbd = { r: number; alpha: number; s: number; beta: number }
export const PARETO_NBD_NAMES = ['r', 'alpha', 's', 'beta'] as const

/**
 * A paces' or a lifetimes' scale of 57 years, or a risk of leaving of a three-thousandth: beyond it the data bounds nothing,
 * and the series needs as many terms as alpha and beta are apart.
 */
const BOUND = 8

export function paretoNbdFit(data: Histories, from: readonly (readonly number[])[] = paretoNbdStarts(data)): Steps<Estimate> {
  const part = thinned(data)
  return estimate(PARETO_NBD_NAMES, data.rows, objective(data), from, { bound: BOUND, ...(part ? { rehearsal: objective(part) } : {}) })
}

const objective = (data: Histories) => withGradient((logs) => {
  const [r = 0, alpha = 0, s = 0, beta = 0] = logs.map(Math.exp)
  if (logs.some((log) => Math.abs(log) > BOUND + 1)) return Number.POSITIVE_INFINITY
  return -paretoNbdLogLikelihood(data, { r, alpha, s, beta })
})

export function paretoNbdStarts(data: Histories): number[][] {
  const age = meanAge(data)
  return [[0.5, age / 3, 0.6, age / 3], [1, age, 1, age], [0.7, age / 4, 0.4, age / 2]]
}

/**
 * ln of 2F1(m, …; m + 1; …) ÷ (scale + t)^m, the part of A₀ that belongs to time t. Euler's transformation
 * (Abramowitz & Stegun 15.3.3) leaves a series of positive terms that fall at least geometrically.
 */
function logPart({ r, alpha, s, beta }: ParetoNbd, x: number, t: number): number {
  const m = r + s + x
  const scale = Math.max(alpha, beta)
  const second = alpha >= beta ? s + 1 : r + x
  const z = Math.abs(alpha - beta) / (scale + t)
  return (1 - second) * Math.log1p(-z) + Math.log(gauss2F1(1, m + 1 - second, m + 1, z)) - m * Math.log(scale + t)
}

/** ln of s ÷ (r + s + x) · A₀ relative to ln of (α + T)^−(r+x) (β + T)^−s: the log odds of having left by T. */
function logOddsGone(p: ParetoNbd, x: number, T: number, partAtT: number, partAtAge: number): number {
  const { r, alpha, s, beta } = p
  const gap = partAtAge - partAtT
  if (!(gap < 0)) return -Infinity
  return Math.log(s / (r + s + x)) + partAtT + Math.log(-Math.expm1(gap)) + (r + x) * Math.log(alpha + T) + s * Math.log(beta + T)
}

const softplus = (v: number) => (v > 30 ? v : Math.log1p(Math.exp(v)))

/** Log-likelihood at given parameters. Parts that depend on (x, t) or (x, T) alone are computed once each. */
export function paretoNbdLogLikelihood({ rows, x, T, n, frequencies, recencies, ages, customers }: Histories, p: ParetoNbd): number {
  const { r, alpha, s, beta } = p
  const atRecency = parts(p, recencies)
  const atAge = parts(p, ages)
  let value = customers * (r * Math.log(alpha) + s * Math.log(beta) - gammaln(r))
  frequencies.x.forEach((count, i) => { value += (frequencies.n[i] ?? 0) * gammaln(r + count) })
  for (let i = 0; i < rows; i++) {
    const [count = 0, age = 0] = [x[i], T[i]]
    const odds = logOddsGone(p, count, age, atRecency[recencies.of[i] ?? 0] ?? 0, atAge[ages.of[i] ?? 0] ?? 0)
    value += (n[i] ?? 0) * (softplus(odds) - (r + count) * Math.log(alpha + age) - s * Math.log(beta + age))
  }
  return value
}

function parts(p: ParetoNbd, { x, t }: Pairs): Float64Array {
  return Float64Array.from(x, (count, i) => logPart(p, count, t[i] ?? 0))
}

/** Probability that a customer of this history is still one (their equation 11). */
export function paretoNbdAlive(p: ParetoNbd, { x, t, T }: { x: number; t: number; T: number }): number {
  return 1 / (1 + Math.exp(logOddsGone(p, x, T, logPart(p, x, t), logPart(p, x, T))))
}

/** Expected purchase days in the next `weeks` of a customer of this history (their equation 22). */
export function paretoNbdExpected(p: ParetoNbd, history: { x: number; t: number; T: number }, weeks: number): number {
  const { r, alpha, s, beta } = p
  const { x, T } = history
  const grown = Math.log1p(weeks / (beta + T))
  // (1 − e^−(s−1)g) ÷ (s − 1), which is g at s = 1.
  const lasting = Math.abs(s - 1) < 1e-9 ? grown : -Math.expm1(-(s - 1) * grown) / (s - 1)
  return (((r + x) * (beta + T)) / (alpha + T)) * lasting * paretoNbdAlive(p, history)
}
