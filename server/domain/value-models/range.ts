import betainc from '@stdlib/math-base-special-betainc'
import { normalCdf } from '../statistics/normal-cdf'
import { bgNbdAlive, type BgNbd } from './bg-nbd'
import { discounted } from './discount'
import { paretoNbdAlive, type ParetoNbd } from './pareto-nbd'
import type { Pace } from './pace'
import { buyerPredictor, WEEKS_PER_MONTH, type Buyer, type Contracted, type CountModel, type SpendModel, type Terms } from './predict'
import { sbgStays, type Sbg } from './sbg'

/** The share of customers like this one who will bring something within the range; as many below it as above. */
export const WITHIN = 0.8
const TAILS = [(1 - WITHIN) / 2, (1 + WITHIN) / 2] as const
/** Purchase counts rarer than this, all together, are left out. */
const NEGLIGIBLE = 1e-7
const MOST_PURCHASES = 5000

/** What one customer may bring, in the unit of a prediction's `clv` (minor units of discounted margin). */
export type Range = { low: number; high: number }

type Past = { x: number; t: number; T: number }

/**
 * Probabilities of 0, 1, 2 … purchase days within `weeks` of a customer of this history, at given parameters. Null where
 * no model says.
 */
export function purchaseDistribution(count: CountModel, past: Past, weeks: number): number[] | null {
  if (count.name === 'bg_nbd') return bgNbdDistribution(count.p, past, weeks)
  if (count.name === 'pareto_nbd') return paretoNbdDistribution(count.p, past, weeks)
  return null
}

/**
 * Who is still there is a new customer whose pace and risk the history has told (gamma: r + x, alpha + T; beta: a, b + x),
 * of whom equation 8 of Fader, Hardie & Lee (2005) holds; who has left buys nothing.
 */
function bgNbdDistribution(p: BgNbd, past: Past, weeks: number): number[] {
  const alive = bgNbdAlive(p, past)
  const b = p.b + past.x
  const at = paces(p.r + past.x, p.alpha + past.T, weeks)
  const found: number[] = []
  // stays: B(a, b + n) ÷ B(a, b), of not having left after n purchases; before: that of n − 1.
  let [stays, before, fewer, sum] = [1, 0, 0, 0]
  for (let n = 0; n < MOST_PURCHASES; n++) {
    const exactly = at(n)
    const left = n === 0 ? 0 : before * (p.a / (p.a + b + n - 1)) * Math.max(0, 1 - fewer)
    const probability = alive * (stays * exactly + left) + (n === 0 ? 1 - alive : 0)
    found.push(probability)
    sum += probability
    if (1 - sum < NEGLIGIBLE) break
    fewer += exactly
    before = stays
    stays *= (b + n) / (p.a + b + n)
  }
  return found
}

/** Steps the chance of having left by some week is cut into. */
const LEAVING_STEPS = 128

/** Pace and risk of leaving of who is still there are gamma (r + x, alpha + T) and gamma (s, beta + T); summed over when they leave. */
function paretoNbdDistribution({ r, alpha, s, beta }: ParetoNbd, past: Past, weeks: number): number[] {
  const alive = paretoNbdAlive({ r, alpha, s, beta }, past)
  const scale = beta + past.T
  const throughout = (scale / (scale + weeks)) ** s
  const stays = [{ share: throughout, until: weeks }]
  const step = (1 - throughout) / LEAVING_STEPS
  for (let i = 0; i < LEAVING_STEPS; i++) stays.push({ share: step, until: scale * ((throughout + (i + 0.5) * step) ** (-1 / s) - 1) })
  const paths = stays.map(({ share, until }) => ({ share, at: paces(r + past.x, alpha + past.T, until) }))
  const found: number[] = []
  let sum = 0
  for (let n = 0; n < MOST_PURCHASES; n++) {
    const probability = alive * paths.reduce((total, { share, at }) => total + share * at(n), 0) + (n === 0 ? 1 - alive : 0)
    found.push(probability)
    sum += probability
    if (1 - sum < NEGLIGIBLE) break
  }
  return found
}

/** Negative binomial: purchases within `weeks` at a pace that is gamma (shape, rate). Asked for 0, 1, 2 … in this order. */
function paces(shape: number, rate: number, weeks: number): (n: number) => number {
  let probability = (rate / (rate + weeks)) ** shape
  return (n) => {
    if (n > 0) probability *= ((shape + n - 1) / n) * (weeks / (rate + weeks))
    return probability
  }
}

/**
 * What the middle 80 % of customers like this one will bring over the terms' horizon, at given parameters: both how
 * often and for how much are uncertain. With Gamma-Gamma, the sum of n purchases over v + past spend is beta prime
 * (p n, p x + q), because both are gamma at one customer's own scale. Null where no model says.
 */
export function buyerRange(count: CountModel, spend: SpendModel, buyer: Buyer, terms: Terms): Range | null {
  const chances = purchaseDistribution(count, buyer, terms.horizonWeeks)
  if (chances === null) return null
  // Discounting within the horizon lowers every outcome as it lowers their mean.
  const { expectedValue, clv } = buyerPredictor(bare(count), bare(spend), terms)(buyer)
  const worth = expectedValue > 0 ? clv / expectedValue : 0
  const [low, high] = TAILS.map((share) => worth * spentAt(share, chances, spend, buyer))
  return { low: low ?? 0, high: high ?? 0 }
}

/** A model without its precision: no errors are computed. */
function bare<Model extends { precision?: unknown } | { name: string }>(model: Model): Model {
  return { ...model, precision: undefined }
}

/** The spend that this share of outcomes does not exceed. */
function spentAt(share: number, chances: readonly number[], spend: SpendModel, { x, spend: repeat, value }: Buyer): number {
  if (spend.name === 'own_average') {
    let sum = 0
    const n = chances.findIndex((chance) => (sum += chance) >= share)
    return (n < 0 ? chances.length - 1 : n) * Math.max(0, value / (x + 1))
  }
  const { p, q, v } = spend.p
  const likely = chances.map((chance, n) => ({ chance, n })).filter(({ chance, n }) => n > 0 && chance > NEGLIGIBLE / 100)
  const below = (u: number) => likely.reduce((sum, { chance, n }) => sum + chance * betainc(u, p * n, p * x + q), chances[0] ?? 0)
  // Of u = s ÷ (s + v + past spend), which runs from 0 to 1.
  const u = leastWhere(below, share, 1)
  return (v + Math.max(0, repeat)) * (u / (1 - u))
}

/**
 * The same of a customer under contract, at given parameters: how long they stay is uncertain, and, where `pace` says how
 * months vary, what they bring meanwhile. Given the months stayed, the sum is taken as normal: its variance is that of as
 * many months and of a mean known from so many recorded ones. Null where staying is not modelled.
 */
export function contractRange(model: Sbg | null, terms: Terms, customer: Contracted, known?: { pace: Pace; recorded: number }): Range | null {
  if (model === null || !customer.lasting) return null
  const horizon = terms.horizonWeeks / WEEKS_PER_MONTH
  const monthly = customer.valuePerWeek * WEEKS_PER_MONTH
  const steps = Math.ceil(horizon)
  // Who leaves in a month is there for it, as where the expectation comes from.
  const ends = Array.from({ length: steps }, (_, k) => {
    const months = Math.min(k + 1, horizon)
    const stays = (through: number) => sbgStays(model, customer.months, through)
    const share = k + 1 < steps ? stays(k) - stays(k + 1) : stays(k)
    const scatter = known ? known.pace.scatter * monthly ** 2 * (months + months ** 2 / Math.max(1e-9, known.recorded + known.pace.credible)) : 0
    return { share, mean: monthly * months, deviation: Math.sqrt(scatter) }
  })
  const below = (sum: number) => ends.reduce((total, { share, mean, deviation }) => total + share * (deviation > 0 ? normalCdf((sum - mean) / deviation) : sum >= mean ? 1 : 0), 0)
  const { present, expected } = discounted((by) => by, terms.horizonWeeks, terms.discountRate)
  const worth = (terms.margin * present) / expected
  const most = Math.max(...ends.map(({ mean, deviation }) => mean + 8 * deviation))
  const [low = 0, high = 0] = TAILS.map((share) => worth * leastWhere(below, share, most))
  return { low, high }
}

const HALVINGS = 50

/** The least amount from 0 to `most` that this share of outcomes does not exceed, by bisection. */
function leastWhere(below: (sum: number) => number, share: number, most: number): number {
  if (below(0) >= share) return 0
  let [from, to] = [0, most]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2
    if (below(middle) < share) from = middle
    else to = middle
  }
  return to
}
