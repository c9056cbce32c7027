import { expect, test } from 'vitest'
import { random } from '../statistics/random.fixture'
import { bgNbdAlive, bgNbdExpected } from './bg-nbd'
import { paretoNbdAlive, paretoNbdExpected } from './pareto-nbd'
import { WEEKS_PER_MONTH, type Terms } from './predict'
import { buyerRange, contractRange, purchaseDistribution } from './range'

const BG = { name: 'bg_nbd', p: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const
const PARETO = { name: 'pareto_nbd', p: { r: 0.5533, alpha: 10.578, s: 0.6061, beta: 11.6659 } } as const
const SPEND = { name: 'gamma_gamma', p: { p: 6.25, q: 3.74, v: 1544 } } as const
const PASTS = [{ x: 0, t: 0, T: 38.86 }, { x: 2, t: 30.43, T: 38.86 }, { x: 26, t: 30.86, T: 31 }, { x: 5, t: 6, T: 38 }]
const TERMS: Terms = { horizonWeeks: 52, margin: 1, discountRate: 0 }

test('chances of so many purchases sum to one, and their mean is what the model expects', () => {
  for (const past of PASTS) for (const weeks of [4, 39, 104]) {
    for (const [model, expected] of [[BG, bgNbdExpected(BG.p, past, weeks)], [PARETO, paretoNbdExpected(PARETO.p, past, weeks)]] as const) {
      const chances = purchaseDistribution(model, past, weeks) ?? []
      expect(Math.abs(chances.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-6)
      const mean = chances.reduce((sum, p, n) => sum + p * n, 0)
      expect(Math.abs(mean / expected - 1), `${model.name} ${JSON.stringify(past)} ${weeks}`).toBeLessThan(1e-3)
    }
  }
  expect(purchaseDistribution({ name: 'historic_average', pace: { mean: 0.1, credible: 10 } }, { x: 1, t: 1, T: 2 }, 52)).toBeNull()
})

/** A history with hardly a chance of having left, so that neither tenth is all nothing. */
const REGULAR = { x: 26, t: 30.86, T: 31, spend: 26 * 3500, value: 27 * 3500 }

test('of customers drawn as the models tell it, one in ten ends below the range and one in ten above', () => {
  const { uniform, gamma } = random(20261122)
  const until = (pace: number, leaves: () => boolean, leaving: number): number => {
    let at = 0
    for (let n = 0; ; n++) {
      if (n > 0 && leaves()) return n
      at += -Math.log(uniform()) / pace
      if (at > Math.min(TERMS.horizonWeeks, leaving)) return n
    }
  }
  const lives = {
    bg_nbd: () => {
      if (uniform() > bgNbdAlive(BG.p, REGULAR)) return 0
      const [up, down] = [gamma(BG.p.a), gamma(BG.p.b + REGULAR.x)]
      return until(gamma(BG.p.r + REGULAR.x) / (BG.p.alpha + REGULAR.T), () => uniform() < up / (up + down), Number.POSITIVE_INFINITY)
    },
    pareto_nbd: () => {
      if (uniform() > paretoNbdAlive(PARETO.p, REGULAR)) return 0
      return until(gamma(PARETO.p.r + REGULAR.x) / (PARETO.p.alpha + REGULAR.T), () => false, -Math.log(uniform()) / (gamma(PARETO.p.s) / (PARETO.p.beta + REGULAR.T)))
    },
  }
  const LIVES = 4000
  for (const model of [BG, PARETO]) {
    const { low, high } = buyerRange(model, SPEND, REGULAR, TERMS) ?? { low: Number.NaN, high: Number.NaN }
    const brought = Array.from({ length: LIVES }, () => {
      const scale = gamma(SPEND.p.p * REGULAR.x + SPEND.p.q) / (SPEND.p.v + REGULAR.spend)
      return Array.from({ length: lives[model.name]() }, () => gamma(SPEND.p.p) / scale).reduce((sum, amount) => sum + amount, 0)
    })
    // Three standard errors of a tenth among four thousand are 0.014.
    expect(Math.abs(brought.filter((sum) => sum < low).length / LIVES - 0.1), `${model.name} below ${low}`).toBeLessThan(0.014)
    expect(Math.abs(brought.filter((sum) => sum > high).length / LIVES - 0.1), `${model.name} above ${high}`).toBeLessThan(0.014)
  }
})

test('who may well have left may bring nothing; margin and discount lower the range as they lower what is expected', () => {
  const silent = { x: 5, t: 6, T: 38, spend: 15_000, value: 18_000 }
  expect(buyerRange(BG, SPEND, silent, TERMS)?.low).toBe(0)
  const [plain, half] = [buyerRange(BG, SPEND, REGULAR, TERMS), buyerRange(BG, SPEND, REGULAR, { ...TERMS, margin: 0.5 })]
  expect((half?.high ?? 0) / (plain?.high ?? 1)).toBeCloseTo(0.5, 9)
  expect(buyerRange(BG, SPEND, REGULAR, { ...TERMS, discountRate: 0.2 })?.high).toBeLessThan(plain?.high ?? 0)
  // Their own average: whole purchases of it.
  const own = buyerRange(BG, { name: 'own_average' }, REGULAR, TERMS)
  expect((own?.low ?? 0.5) % 3500).toBeCloseTo(0, 6)
  expect(buyerRange({ name: 'historic_average', pace: { mean: 0.1, credible: 10 } }, SPEND, REGULAR, TERMS)).toBeNull()
})

test('under contract how long somebody stays is uncertain, and what they bring meanwhile', () => {
  const customer = { months: 3, lasting: true, valuePerWeek: 100, daysPerWeek: null }
  // One in ten has left by the fifth month: 1 − (0.98)^5 < 0.1 < 1 − 0.98^6 for a steady risk of two in a hundred.
  const steady = { alpha: 2e6, beta: 98e6 }
  const range = contractRange(steady, TERMS, customer)
  expect(range?.low).toBeCloseTo(6 * WEEKS_PER_MONTH * 100, 3)
  expect(range?.high).toBeCloseTo(5200, 3)
  expect(contractRange(null, TERMS, customer)).toBeNull()
  // A mean known from few months is less certain than one known from many; both less than if months never varied.
  const pace = { mean: 400, credible: 2, scatter: 0.5, record: 36 }
  const [few, many] = [1, 36].map((recorded) => contractRange(steady, TERMS, customer, { pace, recorded }))
  const width = (of: { low: number; high: number } | null | undefined) => (of?.high ?? 0) - (of?.low ?? 0)
  expect(width(few)).toBeGreaterThan(width(many))
  expect(width(many)).toBeGreaterThan(width(range))
  expect(contractRange(steady, TERMS, { ...customer, lasting: false })).toBeNull()
})
