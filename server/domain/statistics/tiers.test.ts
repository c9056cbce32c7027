import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median, quantile, quantiles } from './quantile'
import { type TierCuts, tierOf, tierThresholds, tiers } from './tiers'

const byShare: TierCuts = {
  by: 'quantile',
  tiers: [
    { name: 'top', share: 0.1 },
    { name: 'middle', share: 0.3 },
    { name: 'base', share: 0.6 },
  ],
}

test('quantiles of type 7 (R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .5, .9, 1)))', () => {
  expect(quantiles([16, 2, 1, 8, 4], [0, 0.1, 0.5, 0.9, 1])).toEqual([1, 1.4, 4, 12.8, 16])
  expect(median([3, 1, 2, 4])).toBe(2.5)
  expect(median([])).toBeNull()
  expect(quantile([7], 0.3)).toBe(7)
  expect(() => median([1, Number.NaN])).toThrow('value')
  expect(() => quantile([1], 1.5)).toThrow('fraction')
})

describe('tiers', () => {
  test('by share of customers, best first', () => {
    const names = tiers([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], byShare)
    expect(names).toEqual([...Array(6).fill('base'), ...Array(3).fill('middle'), 'top'])
  })

  test('by threshold: at least, so a value on the border belongs to the better tier', () => {
    const cuts: TierCuts = {
      by: 'threshold',
      tiers: [
        { name: 'gold', atLeast: 1000 },
        { name: 'silver', atLeast: 100 },
        { name: 'rest', atLeast: null },
      ],
    }
    expect(tiers([1000, 999.99, 100, 99, -5], cuts)).toEqual(['gold', 'silver', 'silver', 'rest', 'rest'])
  })

  test('a mass of equal values moves as one, to where its middle lies', () => {
    const values = [9, 8, 7, ...Array<number>(7).fill(0)]
    expect(tiers(values, byShare)).toEqual(['top', 'middle', 'middle', ...Array(7).fill('base')])
  })

  test('everybody equal: one tier, the one with the median', () => {
    expect(tierThresholds([{ value: 5, count: 1_000_000 }], byShare)).toEqual([{ name: 'base', atLeast: null }])
  })

  test('nobody', () => {
    expect(tierThresholds([], byShare)).toEqual([])
    expect(tierOf(3, [])).toBeNull()
    expect(tiers([], byShare)).toEqual([])
  })

  test.each<[string, TierCuts]>([
    ['add up to 1', { by: 'quantile', tiers: [{ name: 'a', share: 0.5 }] }],
    ['distinct names', { by: 'quantile', tiers: [] }],
    ['open below', { by: 'threshold', tiers: [{ name: 'a', atLeast: 3 }] }],
    [
      'must fall',
      {
        by: 'threshold',
        tiers: [
          { name: 'a', atLeast: 3 },
          { name: 'b', atLeast: 3 },
          { name: 'c', atLeast: null },
        ],
      },
    ],
  ])('cuts refused: %s', (message, cuts) => {
    expect(() => tierThresholds([], cuts)).toThrow(message)
  })

  test('ties never split, more value is never a lesser tier, and a share is missed by no more than half a tie', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 20 }), { minLength: 1 }), (values) => {
        const order = ['top', 'middle', 'base']
        const names = tiers(values, byShare)
        values.forEach((a, i) =>
          values.forEach((b, j) => {
            if (a >= b) expect(order.indexOf(names[i] as string)).toBeLessThanOrEqual(order.indexOf(names[j] as string))
          }),
        )
        const largestTie = Math.max(...values.map((a) => values.filter((b) => a === b).length))
        const top = names.filter((name) => name === 'top').length
        expect(Math.abs(top - 0.1 * values.length)).toBeLessThanOrEqual(largestTie / 2 + 1e-9)
      }),
    )
  })
})
