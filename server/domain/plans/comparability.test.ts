import { expect, test } from 'vitest'
import { byComparability, comparability, serves } from './comparability'
import type { PeriodFigure } from './effect'

const series = (values: number[]): PeriodFigure[] => values.map((value, at) => ({ at, value, numerator: null, denominator: null }))
const noise = [3, -2, 1, -4, 2, 0, -1, 4, -3, 1, 2, -2]
const mine = series(noise.map((n, i) => 100 + 2 * i + n))

test('who moved alike comes before who drifted away, and then who finds the smaller change', () => {
  const alike = comparability('count', mine, series(noise.map((_, i) => 50 + i + (i % 3) - 1)), 3)
  const rough = comparability('count', mine, series(noise.map((n, i) => 50 + i - 4 * n)), 3)
  const away = comparability('count', mine, series(noise.map((_, i) => 80 - 3 * i + (i % 2))), 3)
  expect(alike).toMatchObject({ periods: 12, drifts: false })
  expect(alike?.drift?.low).toBeLessThan(0)
  expect(away?.drifts).toBe(true)
  expect([away, rough, alike].map((c) => c ?? { drifts: true, detectable: null }).toSorted(byComparability)).toEqual([alike, rough, away])
  // Half the level is brought to one: what it says of itself stays as it is.
  expect(alike?.mine).toBeCloseTo(111.083, 2)
  expect(alike?.theirs).toBeCloseTo(55.5, 1)
})

test('a comparison serves where it moved alike and not much less is found with it than without', () => {
  expect([serves({ drifts: false, detectable: 3 }, 5), serves({ drifts: false, detectable: 7 }, 5), serves({ drifts: false, detectable: 8 }, 5), serves({ drifts: true, detectable: 3 }, 5), serves({ drifts: false, detectable: null }, 5), serves({ drifts: false, detectable: 6 }, null)]).toEqual([true, true, false, false, false, true])
})

test('too few common periods, or nothing to compare with, is no comparison', () => {
  expect(comparability('count', mine, series([1, 2, 3]), 3)).toBeNull()
  expect(comparability('other', mine, series(noise.map(() => 0)), 3)).toBeNull()
})
