import { expect, test } from 'vitest'
import { changeOf, type SeriesPoint } from './change'
import { detectableChange, detectableMean, detectableShare, periodsNeeded } from './detectable'
import { effectOf, type PeriodFigure } from './effect'
import { verdictOf, wentWrong } from './verdict'

const VALUES = [0.21, 0.24, 0.22, 0.25, 0.27, 0.24, 0.23, 0.22, 0.17, 0.18, 0.16, 0.19]
const WEIGHTS = [120, 130, 90, 140, 150, 110, 100, 125, 130, 120, 140, 90]
const points = (at: readonly number[]): SeriesPoint[] => VALUES.map((value, i) => ({ at: at[i] as number, value, weight: WEIGHTS[i] as number }))
const WITHOUT_GAPS = VALUES.map((_, i) => i)

// numpy 2.4.6, scipy 1.17.1, with dense matrices: O = rho**|s-t|; P = inv(O)-inv(O)X inv(X'inv(O)X) X'inv(O); weights ∝
// |O|^-.5 |X'inv(O)X|^-.5 (y'Py)^-(df/2) over rho = -.3, -.25 … .95; brentq of the mixture of stats.t.sf(x/scale, df).
test.each([
  [WITHOUT_GAPS, 0.043508642096840314, 0.3190404718621376],
  [[0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 13], 0.0396357152620733, 0.26321228983203165],
])('the change of a series numbered %o is that of another implementation', (at, half, autocorrelation) => {
  const all = points(at)
  const found = changeOf(all.slice(0, 8), all.slice(8))
  expect(found?.difference).toBeCloseTo(-0.0635578583765112, 10)
  expect(found && found.high - found.difference).toBeCloseTo(half, 9)
  expect(found && found.difference - found.low).toBeCloseTo(half, 9)
  expect(found?.autocorrelation).toBeCloseTo(autocorrelation, 9)
})

test('too few periods say nothing; a constant series surely did not change; a large level keeps its digits', () => {
  const all = points(WITHOUT_GAPS)
  expect(changeOf(all.slice(0, 3), all.slice(8))).toBeNull()
  expect(changeOf(all.slice(0, 8), all.slice(8, 9))).toBeNull()
  const flat = all.map((p) => ({ ...p, value: 5 }))
  expect(changeOf(flat.slice(0, 8), flat.slice(8))).toMatchObject({ difference: 0, low: 0, high: 0 })
  const [low, high] = [0, 1e6].map((level) => changeOf(all.slice(0, 8).map((p) => ({ ...p, value: p.value + level })), all.slice(8).map((p) => ({ ...p, value: p.value + level }))))
  expect(high && high.high - high.difference).toBeCloseTo((low?.high ?? 0) - (low?.difference ?? 0), 6)
})

const counted = (values: number[], first = 0): PeriodFigure[] => values.map((value, i) => ({ at: first + i, value, numerator: null, denominator: null }))
const shares = (k: number[], n: number, first = 0): PeriodFigure[] => k.map((one, i) => ({ at: first + i, value: one / n, numerator: one, denominator: n }))

test('counts: the interval and the baseline’s drift', () => {
  // The same script: y = 51 48 55 60 52 50 | 61 66 63; slope with X = (1, t - mean t).
  const found = effectOf('other', { before: counted([51, 48, 55, 60, 52, 50]), after: counted([61, 66, 63], 6) }, null)
  expect(found?.difference).toBeCloseTo(10.666666666666668, 9)
  expect(found && found.high - found.difference).toBeCloseTo(10.511235023945067, 7)
  expect(found?.trend?.per_period).toBeCloseTo(0.34285714285714175, 9)
  expect(found?.trend && found.trend.high - found.trend.per_period).toBeCloseTo(4.85916530064913, 7)
  // As counts they scatter at least as Poisson: √(316/36 + 190/9) · 1.96 = 10.7.
  const count = effectOf('count', { before: counted([51, 48, 55, 60, 52, 50]), after: counted([61, 66, 63], 6) }, null)
  expect(count && count.high - count.difference).toBeCloseTo(1.959963985 * Math.sqrt(316 / 36 + 190 / 9), 6)
})

test('what happens to both groups is nobody’s effect; nothing is claimed beyond sampling error', () => {
  const season = [0, 8, 3, -6, 5, 1, 9, -4]
  const before = season.slice(0, 5).map((s) => 40 + s)
  const after = season.slice(5).map((s) => 40 + s)
  const found = effectOf('share', { before: shares(before, 200), after: shares(after.map((k) => k - 20), 200, 5) }, { before: shares(before.map((k) => 2 * k), 200), after: shares(after.map((k) => 2 * k), 200, 5) })
  expect(found?.method).toBe('differences')
  expect(found && found.after - found.before - ((found.comparison?.after ?? 0) - (found.comparison?.before ?? 0))).toBeCloseTo(found?.difference ?? 0, 12)
  const none = effectOf('share', { before: shares(before, 200), after: shares(after, 200, 5) }, { before: shares(before, 200), after: shares(after, 200, 5) })
  expect(none?.difference).toBeCloseTo(0, 12)
  // Equal to the last event, and still ± 5 points by sampling alone.
  expect(none?.high).toBeGreaterThan(0.05)
})

test('a comparison of another size is brought to the same level', () => {
  const found = effectOf('other', { before: counted([10, 12, 11, 13]), after: counted([11, 12], 4) }, { before: counted([100, 120, 110, 130]), after: counted([110, 120], 4) })
  expect(found?.difference).toBeCloseTo(0, 9)
  expect(effectOf('other', { before: counted([1, 2, 3, 4]), after: counted([1, 2], 4) }, { before: counted([0, 0, 0, 0]), after: counted([1, 2], 4) })).toBeNull()
})

test('what a test can find: (1.96 + .84) standard errors', () => {
  // scipy: (norm.ppf(.975)+norm.ppf(.8))*sqrt(.1*.9*(1/1000+1/1000)) = 0.0375877...
  expect(detectableShare(0.1, 1000, 1000)).toBeCloseTo(2.8015852181 * Math.sqrt(0.09 * 0.002), 9)
  expect(detectableMean(10, 50, 50)).toBeCloseTo(2.8015852181 * 2, 8)
})

test('the longer the plan runs, the smaller the change it finds; never less than sampling error', () => {
  const baseline = shares([21, 24, 22, 25, 27, 24, 23, 22, 26, 24, 22, 25], 100)
  const [three, twelve] = [detectableChange('share', baseline, null, 3), detectableChange('share', baseline, null, 12)]
  expect(three).toBeGreaterThan(twelve ?? 0)
  expect(twelve).toBeGreaterThanOrEqual(2.8 * Math.sqrt(0.2375 * 0.7625 * (2 / 1200)))
  expect(detectableChange('share', baseline.slice(0, 3), null, 3)).toBeNull()
})

test('the verdict is METRICS’ three words', () => {
  expect(verdictOf({ low: 0.01, high: 0.05 }, 'higher', 0.02)).toBe('moved')
  expect(verdictOf({ low: -0.05, high: -0.01 }, 'lower', 0.02)).toBe('moved')
  expect(verdictOf({ low: 0.001, high: 0.01 }, 'higher', 0.02)).toBe('moved')
  expect(verdictOf({ low: -0.01, high: 0.015 }, 'higher', 0.02)).toBe('no_change')
  expect(verdictOf({ low: -0.02, high: 0.02 }, 'higher', 0.02)).toBe('no_change')
  expect(verdictOf({ low: -0.01, high: 0.03 }, 'higher', 0.02)).toBe('cant_tell')
  expect(verdictOf({ low: -0.06, high: -0.03 }, 'higher', 0.02)).toBe('cant_tell')
  expect(wentWrong({ low: -0.06, high: -0.03 }, 'higher')).toBe(true)
  expect(wentWrong({ low: 0, high: 0.03 }, 'lower')).toBe(false)
})

test('so many periods after the start as find what matters, and not one fewer; none where two years would not', () => {
  const baseline = [3, -2, 1, -4, 2, 0, -1, 4, -3, 1, 2, -2].map((n, at): PeriodFigure => ({ at, value: 0.3 + n / 300, numerator: 300 + n, denominator: 1000 }))
  const found = (periods: number) => detectableChange('share', baseline, null, periods) ?? Number.NaN
  const wanted = (found(5) + found(6)) / 2
  expect(periodsNeeded('share', baseline, null, 'month', wanted)).toBe(6)
  expect(found(6)).toBeLessThanOrEqual(wanted)
  expect(found(5)).toBeGreaterThan(wanted)
  expect(periodsNeeded('share', baseline, null, 'month', found(24) / 10)).toBeNull()
  expect(periodsNeeded('share', baseline.slice(0, 3), null, 'month', wanted)).toBeNull()
})
