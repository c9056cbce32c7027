import { describe, expect, test } from 'vitest'
import { meanInterval, robustLeastSquares } from './robust-regression'

/** Brownlee's stack loss plant data (R: datasets::stackloss): loss; air flow, water temperature, acid concentration. */
const LOSS = [42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15]
const PLANT = [
  [80, 27, 89], [80, 27, 88], [75, 25, 90], [62, 24, 87], [62, 22, 87], [62, 23, 87], [62, 24, 93], [62, 24, 93], [58, 23, 87], [58, 18, 80], [58, 18, 89], [58, 17, 88], [58, 18, 82], [58, 19, 93], [50, 18, 89], [50, 18, 86], [50, 19, 72], [50, 19, 79], [50, 20, 80], [56, 20, 82], [70, 20, 91],
]

describe('robustLeastSquares', () => {
  // statsmodels 0.15.0: OLS(...).fit(cov_type='HC3', use_t=True); the coefficients are those R's lm publishes too.
  const fit = robustLeastSquares(PLANT.map((row) => [1, ...row]), LOSS)
  test.each([
    [0, -39.919674420124025, 9.001105108949412, -58.91034619670054, -20.929002643547513],
    [1, 0.7156402004852846, 0.21342119811651544, 0.26536083205921007, 1.1659195689113593],
    [2, 1.2952861243885716, 0.5887537967320775, 0.053124192534725, 2.537448056242418],
    [3, -0.1521225191486526, 0.12058022900430226, -0.40652456468063813, 0.10227952638333293],
  ])('coefficient %i of the stack loss data is that of statsmodels', (j, value, stdErr, low, high) => {
    const found = fit?.estimate([0, 1, 2, 3].map((k) => (k === j ? 1 : 0)))
    expect(found?.value).toBeCloseTo(value, 9)
    expect(found?.std_err).toBeCloseTo(stdErr, 9)
    expect(found?.low).toBeCloseTo(low, 7)
    expect(found?.high).toBeCloseTo(high, 7)
  })

  test('a column that adds nothing leaves the others as they are', () => {
    const doubled = robustLeastSquares(PLANT.map((row) => [1, ...row, 2 * (row[0] as number)]), LOSS)
    expect(doubled?.rank).toBe(4)
    expect(doubled?.coefficients[1]).toBeCloseTo(0.7156402004852846, 9)
    expect(doubled?.coefficients[4]).toBe(0)
  })

  test('says nothing without degrees of freedom, and exactly nothing about a constant outcome', () => {
    expect(robustLeastSquares([], [])).toBeNull()
    expect(robustLeastSquares([[1, 2], [1, 3]], [1, 2])).toBeNull()
    const flat = robustLeastSquares([[1, 2], [1, 3], [1, 5], [1, 9]], [4, 4, 4, 4])
    expect(flat?.coefficients[1]).toBeCloseTo(0, 12)
    expect(flat?.estimate([0, 1]).std_err).toBeCloseTo(0, 12)
  })

  test('columns of very different size do no harm', () => {
    const large = robustLeastSquares(PLANT.map(([a, b, c]) => [1, (a as number) * 1e9, b as number, (c as number) * 1e-6]), LOSS)
    expect((large?.coefficients[1] ?? 0) * 1e9).toBeCloseTo(0.7156402004852846, 8)
    expect((large?.estimate([0, 1, 0, 0]).std_err ?? 0) * 1e9).toBeCloseTo(0.21342119811651544, 8)
  })
})

test('a mean stands with its t interval', () => {
  const values = [7, 9, 4, 10, 6, 8, 8, 5]
  const found = meanInterval(8, values.reduce((a, b) => a + b, 0), values.reduce((a, b) => a + b * b, 0))
  // scipy.stats.t.interval(0.95, 7, mean, sem).
  expect(found).toEqual({ mean: 7.125, low: expect.closeTo(5.427033481400269, 9), high: expect.closeTo(8.822966518599731, 9) })
  expect(meanInterval(1, 4, 16)).toEqual({ mean: 4, low: null, high: null })
  expect(meanInterval(0, 0, 0)).toEqual({ mean: null, low: null, high: null })
  expect(meanInterval(3, 12, 48)).toEqual({ mean: 4, low: 4, high: 4 })
})
