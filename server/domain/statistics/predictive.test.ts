import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amountPredictive, countPredictive, judge, ratePredictive } from './predictive'

const near = (value: number, reference: number) => expect(value / reference).toBeCloseTo(1, 8)

describe('tails and ranges (scipy 1.17: stats.nbinom, poisson, gamma, norm and t put together as judge says)', () => {
  test('negative binomial of mean 12, variance 60, scatter known by 20 degrees of freedom', () => {
    const counts = countPredictive(12, 60)
    near(counts.atMost(3), 0.09888000000000005)
    near(counts.atLeast(70), 1.882457213575467e-5)
    const { low, high, p } = judge(counts, 35, 20, 0.95)
    expect([low, high]).toEqual([1, 33])
    near(p, 0.03873168102701353)
  })
  test('Poisson of mean 12', () => {
    const counts = countPredictive(12, 12)
    near(counts.atMost(3), 0.002291791207791423)
    near(counts.atLeast(60), 5.174722741807524e-23)
    const { low, high, p } = judge(counts, 25, Infinity, 0.95)
    expect([low, high]).toEqual([6, 19])
    near(p, 0.0013712664027764549)
  })
  test('gamma of mean 100, standard deviation 30, 15 degrees of freedom', () => {
    const { low, high, p } = judge(amountPredictive(100, 900, 0), 190, 15, 0.95)
    near(low, 46.9858590681021)
    near(high, 174.11242897279212)
    near(p, 0.02502446875789969)
  })
})

test('a rate of 10 % among 200: close to the exact binomial, halves of ties on both sides', () => {
  const rate = ratePredictive(0.1, (0.1 * 0.9) / 200)
  // scipy 1.17: binom(200, .1), cdf(30) − pmf(30) / 2
  expect(rate.atMost(30 / 200)).toBeCloseTo(0.987083, 3)
  expect(rate.atMost(0.15) + rate.atLeast(0.15)).toBeCloseTo(1, 10)
})

test('the range holds what is expected, and p is under the level exactly outside it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.integer({ min: 3, max: 200 }),
      (mean, dispersion, distance, df) => {
        const observed = Math.round(mean * distance)
        const { low, high, p } = judge(countPredictive(mean, mean * dispersion), observed, df, 0.95)
        expect(low).toBeLessThanOrEqual(Math.ceil(mean))
        expect(high).toBeGreaterThanOrEqual(Math.floor(mean))
        if (Math.abs(p - 0.05) > 1e-9) expect(p < 0.05).toBe(observed < low || observed > high)
      },
    ),
  )
})
