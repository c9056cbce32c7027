import { paceWithin, type AveragePace } from './average-pace'
import { bgNbdAlive, bgNbdExpected, type BgNbd } from './bg-nbd'
import { discounted } from './discount'
import { gammaGammaExpected, type GammaGamma } from './gamma-gamma'
import { paretoNbdAlive, paretoNbdExpected, type ParetoNbd } from './pareto-nbd'
import { sbgStays, type Sbg } from './sbg'
import { productError, relativeError, type Precision } from './uncertainty'

/** How often customers will buy, and whether they are still there. */
export type CountModel = { name: 'bg_nbd'; p: BgNbd; precision?: Precision } | { name: 'pareto_nbd'; p: ParetoNbd; precision?: Precision } | { name: 'historic_average'; pace: AveragePace }
/** What they will spend per purchase day; `own_average`: what they did so far. */
export type SpendModel = { name: 'gamma_gamma'; p: GammaGamma; precision?: Precision } | { name: 'own_average' }

/** A buyer: repeat purchase days x, recency t and age T in weeks; money in minor units. */
export type Buyer = { x: number; t: number; T: number; /** Net spend after the first purchase day. */ spend: number; /** Net spend in all. */ value: number }
/** Over what, and what money is worth: share that is margin, rate per year. */
export type Terms = { horizonWeeks: number; margin: number; discountRate: number }

/**
 * `expectedValue` is spend, undiscounted and before margin; `clv` is discounted margin. Both in minor units, not rounded.
 * `error` is their relative standard error from that of the models' parameters (what one customer does varies more);
 * null where no model says, or nothing is expected.
 */
export type Prediction = { pAlive: number | null; expectedTransactions: number | null; expectedValue: number; clv: number; error: number | null }

type Expectation = { pAlive: number | null; expected: number; present: number; error: number | null }
const REMEMBERED = 100_000

/** Predicts buyers one by one; what depends on (x, t, T) alone is computed once per distinct history. */
export function buyerPredictor(count: CountModel, spend: SpendModel, terms: Terms): (buyer: Buyer) => Prediction {
  const known = new Map<string, Expectation>()
  return (buyer) => {
    const key = `${buyer.x} ${buyer.t} ${buyer.T}`
    let often = known.get(key)
    if (!often) {
      if (known.size >= REMEMBERED) known.clear()
      known.set(key, (often = expectation(count, buyer, terms)))
    }
    const each = spendPerDay(spend, buyer)
    return { pAlive: often.pAlive, expectedTransactions: often.expected, expectedValue: often.expected * each, clv: often.present * each * terms.margin, error: often.expected * each > 0 ? productError(often.error, spendError(spend, buyer)) : null }
  }
}

function expectation(count: CountModel, history: Buyer, { horizonWeeks, discountRate }: Terms): Expectation {
  // Discounting moves the error of what is expected over the whole horizon hardly at all.
  if (count.name === 'bg_nbd') {
    const { r, alpha, a, b } = count.p
    const error = count.precision ? relativeError(([r1 = 0, alpha1 = 0, a1 = 0, b1 = 0]) => bgNbdExpected({ r: r1, alpha: alpha1, a: a1, b: b1 }, history, horizonWeeks), [r, alpha, a, b], count.precision) : null
    return { pAlive: bgNbdAlive(count.p, history), ...discounted((weeks) => bgNbdExpected(count.p, history, weeks), horizonWeeks, discountRate), error }
  }
  if (count.name === 'pareto_nbd') {
    const { r, alpha, s, beta } = count.p
    const error = count.precision ? relativeError(([r1 = 0, alpha1 = 0, s1 = 0, beta1 = 0]) => paretoNbdExpected({ r: r1, alpha: alpha1, s: s1, beta: beta1 }, history, horizonWeeks), [r, alpha, s, beta], count.precision) : null
    return { pAlive: paretoNbdAlive(count.p, history), ...discounted((weeks) => paretoNbdExpected(count.p, history, weeks), horizonWeeks, discountRate), error }
  }
  const pace = paceWithin(count.pace, history)
  return { pAlive: null, ...discounted((weeks) => pace * weeks, horizonWeeks, discountRate), error: null }
}

/** Expected spend per purchase day. Refunds may leave nothing: then it is none, and never less. */
export function spendPerDay(spend: SpendModel, { x, spend: repeat, value }: Pick<Buyer, 'x' | 'spend' | 'value'>): number {
  if (spend.name === 'own_average') return Math.max(0, value / (x + 1))
  return gammaGammaExpected(spend.p, { x, mean: x > 0 ? Math.max(0, repeat / x) : 0 })
}

/** Of spend per purchase day; what somebody's own average is, is known. */
function spendError(spend: SpendModel, { x, spend: repeat }: Buyer): number | null {
  if (spend.name === 'own_average') return 0
  if (!spend.precision) return null
  const { p, q, v } = spend.p
  return relativeError(([p1 = 0, q1 = 0, v1 = 0]) => gammaGammaExpected({ p: p1, q: q1, v: v1 }, { x, mean: x > 0 ? Math.max(0, repeat / x) : 0 }), [p, q, v], spend.precision)
}

/** Days of an average month, in weeks. */
export const WEEKS_PER_MONTH = 365.25 / 12 / 7

/** One under contract: whole months of tenure, whether the relationship lasts, and value and purchase days per week so far. */
export type Contracted = { months: number; lasting: boolean; valuePerWeek: number; daysPerWeek: number | null }

/**
 * Predicts customers under contract: they go on as so far for as long as they stay. `model` null: staying is not
 * modelled, and who is there stays throughout.
 */
export function contractPredictor(model: Sbg | null, terms: Terms, precision?: Precision): (customer: Contracted) => Prediction {
  const known = new Map<number, Expectation>()
  return ({ months, lasting, valuePerWeek, daysPerWeek }) => {
    if (!lasting) return { pAlive: 0, expectedTransactions: daysPerWeek === null ? null : 0, expectedValue: 0, clv: 0, error: null }
    let weeks = known.get(months)
    if (!weeks) {
      if (known.size >= REMEMBERED) known.clear()
      const error = model && precision ? relativeError(([alpha = 0, beta = 0]) => stayed({ alpha, beta }, months, terms.horizonWeeks), [model.alpha, model.beta], precision) : null
      known.set(months, (weeks = { pAlive: 1, ...discounted((by) => stayed(model, months, by), terms.horizonWeeks, terms.discountRate), error }))
    }
    return { pAlive: 1, expectedTransactions: daysPerWeek === null ? null : weeks.expected * daysPerWeek, expectedValue: weeks.expected * valuePerWeek, clv: weeks.present * valuePerWeek * terms.margin, error: weeks.expected * valuePerWeek > 0 ? weeks.error : null }
  }
}

/** Expected weeks in relationship within the next `by`: each month counts for who is there at its start. */
function stayed(model: Sbg | null, months: number, by: number): number {
  if (!model) return by
  const whole = Math.floor(by / WEEKS_PER_MONTH)
  let weeks = 0
  for (let k = 0; k < whole; k++) weeks += WEEKS_PER_MONTH * sbgStays(model, months, k)
  return weeks + (by - whole * WEEKS_PER_MONTH) * sbgStays(model, months, whole)
}
