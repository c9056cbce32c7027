import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cagr, type GrowthPoint, growth } from './growth'
import { random } from './random.fixture'

const yearly = (values: number[], from = 2000): GrowthPoint[] =>
  values.map((value, i) => ({ period: `${from + i}-01-01`, year: from + i, value }))

describe('cagr (published claims, METRICS §4)', () => {
  test("14 interactions a month in 2000, 197 in 2013: 22.6 % a year; the article's 19.3 % needs 15 years", () => {
    expect(cagr(14, 197, 13)).toBeCloseTo(0.2256, 4)
    expect(cagr(14, 197, 15)).toBeCloseTo(0.1928, 4)
  })
  test('contact-centre volume 6.4 to 6.1 billion: −1.2 % a year over four intervals, −0.96 % over five', () => {
    expect(cagr(6.4, 6.1, 2015 - 2011)).toBeCloseTo(-0.0119, 4)
    expect(cagr(6.4, 6.1, 5)).toBeCloseTo(-0.0096, 4)
  })
  test('no start, no time, nothing left', () => {
    expect(cagr(0, 5, 3)).toBeNull()
    expect(cagr(5, 6, 0)).toBeNull()
    expect(cagr(5, 0, 3)).toBe(-1)
    expect(() => cagr(Number.NaN, 1, 1)).toThrow('start')
  })
  test('growing by it for as many years leads back to the end', () => {
    // Growth is a difference from 1: from a thousand millions down to nothing, too few of its digits are left.
    const positive = fc.double({ min: 1, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 1, max: 50 }), (start, end, years) => {
        expect((start * (1 + (cagr(start, end, years) ?? Number.NaN)) ** years) / end).toBeCloseTo(1, 6)
      }),
    )
  })
})

describe('does constant growth explain the last period?', () => {
  test('least squares on logarithms (scipy 1.17: stats.linregress and stats.t on the logs)', () => {
    expect(growth(yearly([14000, 18100, 20500, 27400, 31800, 40900, 60000]))).toMatchObject({
      start_period: '2000-01-01',
      end_period: '2006-01-01',
      start: 14000,
      end: 60000,
      years: 6,
      cagr: expect.closeTo(0.27445, 4),
      method: 'log_linear',
      expected: expect.closeTo(49743.016, 2),
      low: expect.closeTo(43039.36, 2),
      high: expect.closeTo(57490.81, 2),
      explained: false,
    })
  })
  test('growth at one rate explains itself', () => {
    const values = Array.from({ length: 14 }, (_, i) => 14 * 1.2256 ** i)
    expect(growth(yearly(values), { counts: false })).toMatchObject({ explained: true, expected: expect.closeTo(values.at(-1) ?? 0, 3) })
  })
  test('constant growth is explained in 95 % of cases, over few years or many', () => {
    const dice = random(7)
    for (const periods of [5, 8, 14]) {
      const unexplained = Array.from({ length: 2000 }, () => {
        const values = Array.from({ length: periods }, (_, i) => 1000 * 1.2 ** i * Math.exp(0.1 * dice.normal()))
        return growth(yearly(values), { counts: false })?.explained
      }).filter((explained) => !explained).length
      expect(unexplained / 2000).toBeGreaterThan(0.04)
      expect(unexplained / 2000).toBeLessThan(0.06)
    }
  })
  test("small counts scatter at least as Poisson's", () => {
    expect(growth(yearly([10, 10, 10, 10, 10, 16]))?.explained).toBe(true)
    expect(growth(yearly([10, 10, 10, 10, 10, 16]), { counts: false })?.explained).toBe(false)
  })
  test('a channel that began with nothing', () => {
    const row = growth(yearly([0, 3, 5, 12, 22, 41, 400]))
    expect(row).toMatchObject({ method: 'negative_binomial', explained: false, cagr: null })
    expect(row?.expected).toBeGreaterThan(50)
  })
  test('too little to tell', () => {
    expect(growth([])).toBeNull()
    expect(growth(yearly([7]))).toMatchObject({ years: 0, cagr: null, method: 'too_short', explained: null })
    expect(growth(yearly([7, 8, 9, 10]))).toMatchObject({ method: 'too_short', expected: null })
    expect(growth(yearly([0, 0, 0, 0, 0, 4]))).toMatchObject({ method: 'too_short' })
    expect(() => growth(yearly([1, -2]))).toThrow('at least 0')
    expect(() => growth(yearly([1, Number.NaN]))).toThrow('value')
  })
  test('the order given and the unit of the totals do not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 6, maxLength: 12 }), (values) => {
        const one = growth(yearly(values), { counts: false })
        const other = growth(
          yearly(values)
            .map((point) => ({ ...point, value: point.value * 100 }))
            .reverse(),
          { counts: false },
        )
        expect((other?.high ?? 0) / (one?.high ?? 1) / 100).toBeCloseTo(1, 6)
        expect(other?.cagr).toBeCloseTo(one?.cagr ?? 0, 9)
      }),
    )
  })
})
