import { expect, test } from 'vitest'
import { tiers } from '../statistics/tiers'
import { cutDays, cutsOf, DEFAULT_TIERS, faultsOf, horizon } from './definition'

test('cumulative shares become shares per tier', () => {
  expect(faultsOf(DEFAULT_TIERS)).toEqual([])
  const names = tiers([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], cutsOf(DEFAULT_TIERS))
  expect(names).toEqual(['Top', 'High', 'High', 'Middle', 'Middle', 'Middle', 'Low', 'Low', 'Low', 'Low'])
})

test('thresholds: the last tier is open below', () => {
  expect(cutsOf({ kind: 'value_tiers', windowDays: null, cut: 'thresholds', tiers: [{ name: 'A', at: 500 }, { name: 'B', at: 0 }] })).toEqual({ by: 'threshold', tiers: [{ name: 'A', atLeast: 500 }, { name: 'B', atLeast: null }] })
})

test('what cannot be cut says where', () => {
  const paths = (cut: 'quantiles' | 'thresholds', ...ats: [string, number][]) => faultsOf({ cut, tiers: ats.map(([name, at]) => ({ name, at })) }).map((f) => f.path.join('.'))
  expect(paths('quantiles', ['A', 0.5], ['B', 0.4])).toEqual(['tiers.1.at', 'tiers.1.at'])
  expect(paths('quantiles', ['A', 0.5], ['a ', 1])).toEqual(['tiers.1.name'])
  expect(paths('quantiles', ['A', 0], ['B', 1])).toEqual(['tiers.0.at'])
  expect(paths('thresholds', ['A', 5], ['B', 5], ['C', 99])).toEqual(['tiers.1.at'])
})

test('cut at month starts with something recorded before them, to the present month', () => {
  expect(cutDays({ earliest: '2025-12-01', newest: '2026-03-14' }, null, '2026-03-15')).toEqual(['2026-01-01', '2026-02-01', '2026-03-01'])
  expect(cutDays({ earliest: null, newest: '2026-03-14' }, null, '2026-03-15')).toEqual([])
})

test('after a redefinition: its day, then month starts', () => {
  expect(cutDays({ earliest: '2025-01-01', newest: '2026-03-14' }, '2026-01-20', '2026-03-15')).toEqual(['2026-01-20', '2026-02-01', '2026-03-01'])
  expect(cutDays({ earliest: '2025-01-01', newest: '2026-03-14' }, '2026-03-01', '2026-03-15')).toEqual(['2026-03-01'])
})

test('where the data ended, cutting ends with it', () => {
  expect(cutDays({ earliest: '1998-04-03', newest: '1998-06-30' }, null, '2026-03-15')).toEqual(['1998-05-01', '1998-06-01', '1998-07-01'])
  expect(horizon({ earliest: null, newest: '1998-06-30' }, '2026-03-15')).toBe('1998-07-01')
  expect(horizon({ earliest: null, newest: '2026-03-15' }, '2026-03-15')).toBe('2026-03-15')
})

test('an organisation of a few days is cut once', () => {
  expect(cutDays({ earliest: '2026-03-10', newest: '2026-03-15' }, null, '2026-03-15')).toEqual(['2026-03-15'])
  expect(cutDays({ earliest: '2026-03-02', newest: '2026-03-08' }, null, '2026-03-15')).toEqual(['2026-03-09'])
})
