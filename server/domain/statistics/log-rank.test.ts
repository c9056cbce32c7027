import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logRank } from './log-rank'
import type { Tenure } from './risk-set'
import { arbitraryTenures, lungMen, lungWomen, mercaptopurine, placebo } from './survival.fixture'

describe('log-rank', () => {
  test('leukaemia in remission: 16.79 on 1 df (Kleinbaum & Klein, Survival Analysis)', () => {
    const result = logRank([mercaptopurine, placebo])
    expect(result?.chi_square).toBeCloseTo(16.793, 3)
    expect(result?.df).toBe(1)
    expect(result?.groups[0]?.expected).toBeCloseTo(19.25, 2)
    expect(result?.groups[1]?.expected).toBeCloseTo(10.75, 2)
  })

  test('lung by sex (R survival, ../shared/data/SOURCES.md)', () => {
    expect(logRank([lungMen, lungWomen])?.chi_square).toBeCloseTo(10.32674, 5)
  })

  test.each([['lung', lungMen, lungWomen, 10.326741954885637, 0.0013111645203554825], ['leukaemia', mercaptopurine, placebo, 16.792940989216536, 4.168809109334529e-5]] as const)('to 1e-6 as scipy 1.17.1 has it (stats.logrank, its statistic squared): %s', (_, a, b, chi, p) => {
    const result = logRank([a, b])
    expect(Math.abs((result?.chi_square ?? Number.NaN) - chi)).toBeLessThan(1e-6)
    expect(Math.abs((result?.p ?? Number.NaN) - p)).toBeLessThan(1e-9)
  })

  test('three groups with delayed entry (numpy: the definition, counted one by one, pseudo-inverse of the variance)', () => {
    const made = (n: number, a: number, b: number, c: number, span: number): Tenure[] =>
      Array.from({ length: n }, (_, i) => ({
        entry: (i * a) % 7,
        exit: ((i * a) % 7) + 1 + ((i * b) % span),
        event: (i * c) % 3 !== 0,
      }))
    const result = logRank([made(40, 3, 5, 7, 11), made(50, 5, 3, 4, 11), made(30, 2, 9, 5, 5)])
    expect(result?.chi_square).toBeCloseTo(16.667210494409876, 9)
    expect(result?.df).toBe(2)
    expect(result?.p).toBeCloseTo(0.00024030412550987747, 12)
  })
})

describe('nothing to compare', () => {
  test.each<[string, Tenure[][]]>([
    ['no groups', []],
    ['nobody in them', [[], []]],
    ['one group', [[{ exit: 2, event: true }]]],
    ['nobody left', [[{ exit: 4, event: false }], [{ exit: 4, event: false }]]],
    ['groups never at risk together', [[{ exit: 2, event: true, count: 9 }], [{ entry: 5, exit: 8, event: true, count: 9 }]]],
    ['everybody left at once', [[{ exit: 2, event: true, count: 9 }], [{ exit: 2, event: true, count: 4 }]]],
  ])('%s', (_, groups) => expect(logRank(groups)).toBeNull())

  test('a group without anybody costs no degree of freedom', () => {
    expect(logRank([mercaptopurine, [], placebo])?.df).toBe(1)
  })
})

describe('laws', () => {
  const group = arbitraryTenures()

  test('order of groups is irrelevant, observed and expected add up alike', () => {
    fc.assert(
      fc.property(group, group, group, (a, b, c) => {
        const one = logRank([a, b, c])
        const other = logRank([c, a, b])
        expect(other?.df).toBe(one?.df)
        expect(other?.chi_square ?? 0).toBeCloseTo(one?.chi_square ?? 0, 6)
        const sum = (key: 'observed' | 'expected') => (one?.groups ?? []).reduce((total, g) => total + g[key], 0)
        expect(sum('expected')).toBeCloseTo(sum('observed'), 8)
      }),
    )
  })

  test('equal groups: 0', () => {
    fc.assert(fc.property(group, (a) => void expect(logRank([a, a])?.chi_square ?? 0).toBeCloseTo(0, 10)))
  })
})
