import { describe, expect, test } from 'vitest'
import { addDays, dayNumber, daysInPeriod, type PeriodUnit } from '../time/local-day'
import { weekday } from './calendar-design'
import { expectation, type SeriesPoint } from './expectation'
import { random } from './random.fixture'
import { rateExpectation } from './rate-expectation'

const days = (n: number, from = '2025-03-03') => Array.from({ length: n }, (_, i) => addDays(from, i))
const months = (n: number) => Array.from({ length: n }, (_, i) => new Date(Date.UTC(2023, i, 1)).toISOString().slice(0, 10))
const WEEK = [1.3, 1.2, 1, 1, 0.9, 0.4, 0.2]

/** Shares of simulated histories whose last period gets p < .05 and p < .001. */
function alarms(runs: number, draw: (dice: ReturnType<typeof random>) => { p: number }) {
  const dice = random(20260101)
  const ps = Array.from({ length: runs }, () => draw(dice).p)
  return { at5: ps.filter((p) => p < 0.05).length / runs, at01: ps.filter((p) => p < 0.001).length / runs }
}

function judged(result: ReturnType<typeof expectation>) {
  if (!result.ok) throw new Error(result.reason)
  return result
}

describe('false alarms are as rare as stated, whatever the scatter', () => {
  const scatter = 12 // variance m + m²/12: nine times Poisson's at 100 a day
  const countOn = (dice: ReturnType<typeof random>, mean: number) => dice.poisson((mean * dice.gamma(scatter)) / scatter)

  test.each([
    { name: 'days with a weekday pattern and growth', unit: 'day' as PeriodUnit, periods: days(71), level: 100, growth: 0.005 },
    { name: 'a short history of days', unit: 'day' as PeriodUnit, periods: days(29), level: 60, growth: 0 },
    { name: 'weeks', unit: 'week' as PeriodUnit, periods: days(27 * 7).filter((_, i) => i % 7 === 0), level: 8, growth: 0.01 },
    { name: 'months of 28 to 31 days', unit: 'month' as PeriodUnit, periods: months(19), level: 6, growth: 0.02 },
  ])('$name', ({ unit, periods, level, growth }) => {
    const { at5, at01 } = alarms(600, (dice) => {
      const points = periods.map((period, i) => {
        const shape = unit === 'day' ? (WEEK[weekday(period)] as number) : daysInPeriod(period, unit)
        return { period, value: countOn(dice, level * shape * Math.exp(growth * i)) }
      })
      return judged(expectation('count', unit, points.slice(0, -1), points.at(-1) as SeriesPoint))
    })
    expect(at5).toBeGreaterThan(0.03)
    expect(at5).toBeLessThan(0.08)
    expect(at01).toBeLessThan(0.006)
  })

  test('amounts', () => {
    const { at5 } = alarms(600, (dice) => {
      const points = days(57).map((period) => ({ period, value: 5000 * (WEEK[weekday(period)] as number) * dice.gamma(6) }))
      return judged(expectation('amount', 'day', points.slice(0, -1), points.at(-1) as SeriesPoint))
    })
    expect(at5).toBeGreaterThan(0.03)
    expect(at5).toBeLessThan(0.08)
  })

  test('rare counts: never more than stated, though fewer are possible', () => {
    const { at5 } = alarms(600, (dice) => {
      const points = days(57).map((period) => ({ period, value: dice.poisson(0.8) }))
      return judged(expectation('count', 'day', points.slice(0, -1), points.at(-1) as SeriesPoint))
    })
    expect(at5).toBeLessThan(0.06)
  })

  test('rates that wobble more than the binomial', () => {
    const { at5, at01 } = alarms(600, (dice) => {
      const points = days(27 * 7)
        .filter((_, i) => i % 7 === 0)
        .map((period) => {
          const yes = dice.gamma(20)
          const p = yes / (yes + dice.gamma(180))
          const denominator = 150 + dice.poisson(100)
          return { period, numerator: dice.binomial(denominator, p), denominator }
        })
      return judged(rateExpectation('week', points.slice(0, -1), points.at(-1) as (typeof points)[number]))
    })
    expect(at5).toBeGreaterThan(0.03)
    expect(at5).toBeLessThan(0.08)
    expect(at01).toBeLessThan(0.006)
  })
})

describe('what happened is found', () => {
  const shifted = (factor: number) =>
    alarms(500, (dice) => {
      const points = days(57).map((period, i) => ({
        period,
        value: dice.poisson((200 * (WEEK[weekday(period)] as number) * (i === 56 ? factor : 1) * dice.gamma(400)) / 400),
      }))
      return judged(expectation('count', 'day', points.slice(0, -1), points.at(-1) as SeriesPoint))
    })
  test('+40 %', () => expect(shifted(1.4).at5).toBeGreaterThan(0.9))
  test('−40 %', () => expect(shifted(0.6).at5).toBeGreaterThan(0.9))

  test('a feed that died on a weekday, not a Sunday that is always quiet', () => {
    const history = days(56).map((period, i) => ({ period, value: weekday(period) === 6 ? 0 : 100 + ((i * 37) % 11) }))
    expect(judged(expectation('count', 'day', history, { period: '2025-04-28', value: 0 })).p).toBeLessThan(1e-6)
    const sunday = judged(expectation('count', 'day', history, { period: '2025-05-04', value: 0 }))
    expect(sunday).toMatchObject({ low: 0, p: 1 })
    expect(judged(expectation('count', 'day', history, { period: '2025-05-04', value: 90 })).p).toBeLessThan(0.01)
  })

  test('a rate that doubled, and a first failure ever', () => {
    const history = days(20 * 7)
      .filter((_, i) => i % 7 === 0)
      .map((period, i) => ({ period, numerator: 18 + (i % 5), denominator: 400 }))
    const next = addDays('2025-03-03', 140)
    expect(judged(rateExpectation('week', history, { period: next, numerator: 41, denominator: 400 })).p).toBeLessThan(0.005)
    expect(judged(rateExpectation('week', history, { period: next, numerator: 20, denominator: 400 })).p).toBeGreaterThan(0.3)
    const never = history.map((point) => ({ ...point, numerator: 0 }))
    expect(judged(rateExpectation('week', never, { period: next, numerator: 12, denominator: 400 })).p).toBeLessThan(0.001)
    expect(judged(rateExpectation('week', never, { period: next, numerator: 0, denominator: 400 })).low).toBe(0)
  })
})

describe('what is expected follows the calendar', () => {
  test('weekday and growth', () => {
    const points = days(57).map((period, i) => ({ period, value: Math.round(1000 * (WEEK[weekday(period)] as number) * 1.01 ** i) }))
    const result = judged(expectation('count', 'day', points.slice(0, -1), points.at(-1) as SeriesPoint))
    expect(result.expected / (1300 * 1.01 ** 56)).toBeCloseTo(1, 2)
    expect(result.p).toBeGreaterThan(0.9)
    expect(Number.isInteger(result.low) && Number.isInteger(result.high)).toBe(true)
  })

  test('a short February is no fall, a cut-off month is held against its own days', () => {
    const history = months(25).map((period) => ({ period, value: 100 * daysInPeriod(period, 'month') }))
    const february = judged(expectation('count', 'month', history, { period: '2025-02-01', value: 2800 }))
    expect(february.expected).toBeCloseTo(2800, -1)
    const half = judged(expectation('count', 'month', history, { period: '2025-02-01', value: 1400, exposure: 14 }))
    expect(half.expected).toBeCloseTo(1400, -1)
  })

  test('December is not news to a shop with two Decembers behind it', () => {
    const wave = (period: string) => Math.exp(0.5 * Math.cos((2 * Math.PI * (dayNumber(period) - 340)) / 365.25))
    const points = months(36).map((period) => ({ period, value: Math.round(1000 * wave(period)) }))
    expect(judged(expectation('count', 'month', points.slice(0, -1), points.at(-1) as SeriesPoint)).p).toBeGreaterThan(0.05)
  })

  test('a holiday is held against holidays, or not at all', () => {
    const quiet = new Set([20, 40, 50])
    const history = days(56).map((period, i) => ({ period, value: (quiet.has(i) ? 20 : 100) + (i % 7), holiday: quiet.has(i) }))
    const today = { period: '2025-04-28', value: 22, holiday: true }
    expect(judged(expectation('count', 'day', history, today)).p).toBeGreaterThan(0.3)
    expect(judged(expectation('count', 'day', history, { ...today, holiday: false })).p).toBeLessThan(0.001)
    const unknown = history.map((point, i) => ({ ...point, holiday: i === 20 }))
    expect(expectation('count', 'day', unknown, today)).toMatchObject({ ok: false, reason: 'no_comparable_period' })
  })

  test('only earlier periods count', () => {
    const history = days(80).map((period, i) => ({ period, value: i < 40 ? 50 + (i % 3) : 5000 }))
    expect(judged(expectation('count', 'day', history, { period: addDays('2025-03-03', 40), value: 51 })).expected).toBeLessThan(60)
  })

  test('p < .05 exactly where the value lies outside the range', () => {
    const history = days(56).map((period, i) => ({ period, value: 3 + ((i * i) % 9) }))
    for (let value = 0; value < 40; value++) {
      const { low, high, p } = judged(expectation('count', 'day', history, { period: '2025-04-28', value }))
      expect(p < 0.05).toBe(value < low || value > high)
    }
  })
})

describe('no range can be stated', () => {
  const flat = (n: number, value = 5) => days(n).map((period) => ({ period, value }))
  const next = { period: '2026-01-01', value: 5 }
  test('history too short: says how much is needed', () => {
    expect(expectation('count', 'day', flat(27), next)).toEqual({ ok: false, reason: 'history_too_short', needed: 28, has: 27 })
    expect(expectation('count', 'week', [], next)).toMatchObject({ reason: 'history_too_short', needed: 12, has: 0 })
    expect(rateExpectation('month', [], { period: '2026-01-01', numerator: 1, denominator: 2 })).toMatchObject({ needed: 12 })
  })
  test('amounts that never vary, never occur, or fall below zero', () => {
    expect(expectation('amount', 'day', flat(40), next)).toMatchObject({ reason: 'no_variation' })
    expect(expectation('amount', 'day', flat(40, 0), next)).toMatchObject({ reason: 'no_variation' })
    expect(expectation('amount', 'day', flat(40, -1), next)).toMatchObject({ reason: 'negative_amounts' })
  })
  test("counts that never vary have Poisson's range, those that never occur a narrow one", () => {
    expect(judged(expectation('count', 'day', flat(40), next))).toMatchObject({ p: expect.closeTo(1, 0) })
    expect(judged(expectation('count', 'day', flat(40, 0), { ...next, value: 0 }))).toMatchObject({ low: 0, p: 1 })
  })
  test('a rate of nobody', () => {
    const history = days(40).map((period) => ({ period, numerator: 1, denominator: 4 }))
    expect(rateExpectation('day', history, { period: '2026-01-01', numerator: 0, denominator: 0 })).toMatchObject({ reason: 'no_data' })
  })
  test('nonsense is refused by name', () => {
    expect(() => expectation('count', 'day', flat(40), { ...next, value: Number.NaN })).toThrow('value')
    expect(() => expectation('count', 'day', flat(40), { ...next, period: '2026-02-30' })).toThrow('2026-02-30')
    expect(() => expectation('count', 'day', flat(40), { ...next, exposure: 0 })).toThrow('exposure')
    expect(() => rateExpectation('day', [], { period: '2026-01-01', numerator: 3, denominator: 2 })).toThrow('numerator 3')
  })
})
