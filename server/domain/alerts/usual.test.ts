import { expect, test } from 'vitest'
import { isOutside, usualRange, type Seen } from './usual'
import { longerWindows, usualDays } from './usual-windows'

const counts = (...values: number[]): Seen[] => values.map((value) => ({ value, numerator: null, denominator: null }))
const shares = (...pairs: [number, number][]): Seen[] => pairs.map(([numerator, denominator]) => ({ value: numerator / denominator, numerator, denominator }))

test('whole days are held against earlier windows of their length, none from before the first record', () => {
  expect(usualDays('last_7_days', '2026-03-15', '2026-02-10')).toEqual({ looked: { from: '2026-03-08', to: '2026-03-15' }, earlier: [{ from: '2026-03-01', to: '2026-03-08' }, { from: '2026-02-22', to: '2026-03-01' }, { from: '2026-02-15', to: '2026-02-22' }] })
  expect(usualDays('yesterday', '2026-03-15', '2020-01-01')?.earlier.map(({ from }) => from).slice(0, 2)).toEqual(['2026-03-07', '2026-02-28'])
  expect(usualDays('last_28_days', '2026-03-15', null)?.earlier).toEqual([])
  expect(usualDays('this_week', '2026-03-15', '2020-01-01')).toBeNull()
})

test('a count that scatters like Poisson’s is expected within its range, and a burst is not', () => {
  const [now] = counts(160)
  const range = usualRange('count', counts(98, 104, 95, 101, 110, 92), now!)!
  expect(range.expected).toBe(100)
  // scipy.stats.nbinom has no say where the scatter is below Poisson's: variance 100·(1 + 1/6), tails at Student's t₅.
  expect(range.low).toBeGreaterThan(65)
  expect(range.high).toBeLessThan(135)
  expect([isOutside('unusual', 160, range), isOutside('unusually_low', 160, range), isOutside('unusually_high', 160, range), isOutside('unusual', 100, range)]).toEqual([true, false, true, false])
})

test('a share: the steadier the weeks, the narrower; all of them kept is no certainty', () => {
  const now = shares([70, 100])[0]!
  const steady = usualRange('share', shares([90, 100], [88, 100], [91, 100], [89, 100]), now)!
  const wild = usualRange('share', shares([99, 100], [70, 100], [98, 100], [91, 100]), now)!
  expect(steady.expected).toBeCloseTo(0.895, 10)
  expect(isOutside('unusually_low', 0.7, steady)).toBe(true)
  expect(wild.expected).toBeCloseTo(0.895, 10)
  expect(isOutside('unusually_low', 0.7, wild)).toBe(false)
  const all = usualRange('share', shares([50, 50], [50, 50], [50, 50], [50, 50]), shares([49, 50])[0]!)!
  expect(isOutside('unusual', 0.98, all)).toBe(false)
  expect(isOutside('unusual', 0.8, all)).toBe(true)
})

test('any other figure by Student’s prediction interval: mean ± t₃(0.975)·s·√(1 + 1/4)', () => {
  const range = usualRange('minutes', counts(10, 12, 14, 16), counts(30)[0]!)!
  // t₃ = 3.182446305284263 (any table), s = 2.581988897471611: 13 ± 9.186898…
  expect(range.low).toBeCloseTo(13 - 3.182446305284263 * 2.581988897471611 * Math.sqrt(1.25), 6)
  expect(range.high).toBeCloseTo(22.1869, 3)
})

test('too few earlier windows give no range', () => expect(usualRange('count', counts(1, 2, 3), counts(9)[0]!)).toBeNull())

test('longer windows are proposed from the shortest', () => {
  expect(longerWindows('last_7_days', 'below')).toEqual(['last_28_days', 'last_90_days', 'last_365_days'])
  expect(longerWindows('this_week', 'above')).toEqual(['last_7_days', 'last_28_days', 'last_90_days', 'last_365_days'])
  expect(longerWindows('last_28_days', 'unusual')).toEqual(['last_90_days'])
  expect(longerWindows('everything', 'below')).toEqual([])
})
