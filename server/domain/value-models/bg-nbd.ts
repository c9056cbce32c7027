import digamma from '@stdlib/math-base-special-digamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import { estimate, type Estimate } from './estimate'
import { thinned, type Histories } from './histories'
import { gauss2F1 } from './hypergeometric'
import type { Objective, Steps } from './optimise'

/**
 * BG/NBD: customers buy at their own steady rate (gamma: r, alpha) and may be gone for good after any purchase
 * (beta: a, b). Fader, Hardie & Lee, “Counting Your Customers” the Easy Way, Marketing Science 24 (2005); weeks.
 */
export type BgNbd = { r: number; alpha: number; a: number; b: number }
export const BG_NBD_NAMES = ['r', 'alpha', 'a', 'b'] as const

/** Parameters by maximum likelihood (their equation 6, in the form that does not overflow), with the exact gradient. */
export function bgNbdFit(data: Histories, from: readonly (readonly number[])[] = bgNbdStarts(data)): Steps<Estimate> {
  const part = thinned(data)
  return estimate(BG_NBD_NAMES, data.rows, objective(data), from, part ? { rehearsal: objective(part) } : {})
}

export function bgNbdStarts(data: Histories): number[][] {
  const age = meanAge(data)
  return [[0.5, age / 3, 0.7, 2.5], [1, age, 1, 1], [2, age / 2, 0.3, 5]]
}

/** Mean T per customer, in weeks; at least one, as a scale for where to begin. */
export function meanAge(data: Histories): number {
  const sum = data.T.reduce((total, T, i) => total + T * (data.n[i] ?? 0), 0)
  return Math.max(1, sum / Math.max(1, data.customers))
}

/** Log-likelihood at given parameters. */
export const bgNbdLogLikelihood = (data: Histories, { r, alpha, a, b }: BgNbd): number => -objective(data)(Float64Array.of(Math.log(r), Math.log(alpha), Math.log(a), Math.log(b))).value

function objective({ rows, x, n, frequencies, recencies, ages, customers }: Histories): Objective {
  const logRecency = new Float64Array(recencies.x.length)
  const logAge = new Float64Array(ages.x.length)
  const perRecency = new Float64Array(recencies.x.length)
  const perAge = new Float64Array(ages.x.length)
  return (logs) => {
    const [r = 0, alpha = 0, a = 0, b = 0] = logs.map(Math.exp)
    let value = customers * (r * Math.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b))
    let [dr, dAlpha, da, db] = [customers * (Math.log(alpha) - digamma(r)), (customers * r) / alpha, customers * digamma(a + b), customers * (digamma(a + b) - digamma(b))]
    frequencies.x.forEach((count, i) => {
      const many = frequencies.n[i] ?? 0
      value += many * (gammaln(r + count) + gammaln(b + count) - gammaln(a + b + count))
      const both = digamma(a + b + count)
      dr += many * digamma(r + count)
      da -= many * both
      db += many * (digamma(b + count) - both)
    })
    for (let i = 0; i < logRecency.length; i++) {
      const scale = alpha + (recencies.t[i] ?? 0)
      logRecency[i] = Math.log(scale)
      perRecency[i] = 1 / scale
    }
    for (let i = 0; i < logAge.length; i++) {
      const scale = alpha + (ages.t[i] ?? 0)
      logAge[i] = Math.log(scale)
      perAge[i] = 1 / scale
    }
    for (let i = 0; i < rows; i++) {
      const count = x[i] ?? 0
      const many = n[i] ?? 0
      const age = logAge[ages.of[i] ?? 0] ?? 0
      const byAge = perAge[ages.of[i] ?? 0] ?? 0
      const alive = -(r + count) * age
      if (count === 0) {
        value += many * alive
        dr -= many * age
        dAlpha -= many * r * byAge
        continue
      }
      const recency = logRecency[recencies.of[i] ?? 0] ?? 0
      // Odds that the customer left right after the last purchase, against being there still.
      const odds = (a / (b + count - 1)) * Math.exp((r + count) * (age - recency))
      const gone = odds === Infinity ? 1 : odds / (1 + odds)
      value += many * (odds === Infinity ? Math.log(a / (b + count - 1)) - (r + count) * recency : alive + Math.log1p(odds))
      dr -= many * ((1 - gone) * age + gone * recency)
      dAlpha -= many * (r + count) * ((1 - gone) * byAge + gone * (perRecency[recencies.of[i] ?? 0] ?? 0))
      da += (many * gone) / a
      db -= (many * gone) / (b + count - 1)
    }
    return { value: -value, gradient: Float64Array.of(-dr * r, -dAlpha * alpha, -da * a, -db * b) }
  }
}

/** Probability that a customer of this history is still one (Fader, Hardie & Lee 2008, “Computing P(alive)”); 1 without repeat purchases. */
export function bgNbdAlive({ r, alpha, a, b }: BgNbd, { x, t, T }: { x: number; t: number; T: number }): number {
  return x === 0 ? 1 : 1 / (1 + (a / (b + x - 1)) * ((alpha + T) / (alpha + t)) ** (r + x))
}

/**
 * Expected purchase days in the next `weeks` of a customer of this history (their equation 10). Euler's transformation
 * keeps the hypergeometric function's arguments small however often somebody bought (Abramowitz & Stegun 15.3.3).
 */
export function bgNbdExpected(p: BgNbd, history: { x: number; t: number; T: number }, weeks: number): number {
  const { r, alpha, b } = p
  // At a = 1 the formula is 0 ÷ 0; the function is smooth there.
  const a = Math.abs(p.a - 1) < 1e-6 ? 1 + 1e-6 : p.a
  const c = a + b + history.x - 1
  const z = weeks / (alpha + history.T + weeks)
  return Math.max(0, (c / (a - 1)) * (1 - (1 - z) ** (a - 1) * gauss2F1(a - 1, a + b - 1 - r, c, z)) * bgNbdAlive(p, history))
}

/** Expected purchase days of a new customer in the first `weeks`, the first one not counted (their equation 9). */
export function bgNbdOfNew({ r, alpha, a: given, b }: BgNbd, weeks: number): number {
  const a = Math.abs(given - 1) < 1e-6 ? 1 + 1e-6 : given
  const z = weeks / (alpha + weeks)
  return ((a + b - 1) / (a - 1)) * (1 - (1 - z) ** (a - 1) * gauss2F1(a - 1, a + b - 1 - r, a + b - 1, z))
}
