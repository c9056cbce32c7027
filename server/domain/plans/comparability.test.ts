import { expect, test } from 'vitest'
import { against, byComparability, comparability, serves } from './comparability'
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
  expect([away, rough, alike].map((c) => c ?? { drift: null, drifts: true, moves: false, detectable: null }).toSorted(byComparability)).toEqual([alike, rough, away])
  // Half the level is brought to one: what it says of itself stays as it is.
  expect(alike?.mine).toBeCloseTo(111.083, 2)
  expect(alike?.theirs).toBeCloseTo(55.5, 1)
})

const drift = { per_period: 0, low: -1, high: 1 }
const held = { drift, drifts: false, moves: false, detectable: 3 }

test('a comparison serves where it moved alike and not much less is found with it than without', () => {
  expect([against(held, 5), against({ ...held, detectable: 7 }, 5), against({ ...held, detectable: 8 }, 5), against({ ...held, drifts: true }, 5), against({ ...held, detectable: null }, 5), against({ ...held, detectable: 6 }, null)]).toEqual([null, null, 'finds_less', 'drifts', 'finds_less', null])
})

test('who cannot be seen to have moved alike, or moves alone, is not proposed', () => {
  expect(against({ ...held, drift: null }, 5)).toBe('untold')
  // Rough enough that the gap's own interval hides it; the comparison rises, the plan's group does not.
  const rough = series([3, -26, 11, -24, 22, 10, -18, 24, -13, 1, 22, -12].map((n) => 100 + n))
  const rising = comparability('count', rough, series(noise.map((n, i) => 50 + i + n / 10)), 3)
  expect(rising).toMatchObject({ drifts: false, moves: true })
  expect(rising && against(rising, null)).toBe('moves')
  // Five periods tell no drift.
  const short = comparability('count', series([100, 103, 99, 101, 102]), series([50, 51, 49, 52, 50]), 3)
  expect(short && serves(short, null)).toBe(false)
})

test('too few common periods, or nothing to compare with, is no comparison', () => {
  expect(comparability('count', mine, series([1, 2, 3]), 3)).toBeNull()
  expect(comparability('other', mine, series(noise.map(() => 0)), 3)).toBeNull()
})
