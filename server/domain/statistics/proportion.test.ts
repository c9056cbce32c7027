import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newcombe, wilson } from './proportion'

describe('wilson', () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (k, n, low, high) => {
    expect(wilson(k, n)?.low).toBeCloseTo(low, 4)
    expect(wilson(k, n)?.high).toBeCloseTo(high, 4)
  })

  // CFPB complaints with monetary relief, ../shared/data/SOURCES.md.
  test.each([
    [10_008, 44_127, 0.2268, 0.2229, 0.2307],
    [1204, 4552, 0.2645, 0.2519, 0.2775],
  ])('relief in %i of %i complaints', (k, n, p, low, high) => {
    const result = wilson(k, n)
    expect([result?.p, result?.low, result?.high].map((x) => x?.toFixed(4))).toEqual([p, low, high].map((x) => x.toFixed(4)))
  })

  test('no data is null, and nonsense is refused', () => {
    expect(wilson(0, 0)).toBeNull()
    expect(() => wilson(3, 2)).toThrow('numerator 3 exceeds denominator 2')
    expect(() => wilson(Number.NaN, 2)).toThrow('numerator')
    expect(() => wilson(1, 2.5)).toThrow('denominator')
    expect(() => wilson(1, 2, 95)).toThrow('level')
  })

  test('0 and n touch the edge exactly', () => {
    expect(wilson(0, 7)?.low).toBe(0)
    expect(wilson(7, 7)?.high).toBe(1)
  })

  test('stays within 0…1, contains p, mirrors, and widens with the level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(n * share)
        const { p, low, high } = wilson(k, n) ?? { p: -1, low: 0, high: 0 }
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(p)
        expect(high).toBeGreaterThanOrEqual(p)
        expect(wilson(n - k, n)?.low).toBeCloseTo(1 - high, 10)
        expect(wilson(k, n, 0.99)?.low ?? 1).toBeLessThanOrEqual(low)
      }),
    )
  })
})

describe('newcombe', () => {
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i/%i − %i/%i', (k1, n1, k2, n2, low, high) => {
    const result = newcombe(k1, n1, k2, n2)
    expect(result?.difference).toBeCloseTo(k1 / n1 - k2 / n2, 12)
    expect(result?.low).toBeCloseTo(low, 4)
    expect(result?.high).toBeCloseTo(high, 4)
  })

  test('no data on either side is null', () => {
    expect(newcombe(0, 0, 1, 2)).toBeNull()
    expect(newcombe(1, 2, 0, 0)).toBeNull()
  })

  test('swapping the groups mirrors the interval', () => {
    const pair = fc.nat(500).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)))
    fc.assert(
      fc.property(pair, pair, ([k1, n1], [k2, n2]) => {
        expect(newcombe(k1, n1, k2, n2)?.low ?? 0).toBeCloseTo(-(newcombe(k2, n2, k1, n1)?.high ?? 0), 12)
      }),
    )
  })
})
