import { expect, test } from 'vitest'
import { lastYearFrom } from '@/server/domain/time/last-year'
import { lastYear, parseAsDay, periodInUse, periods } from './filters'

test('windows are half-open and end after the last day with data', () => {
  const offered = Object.fromEntries(periods('2024-02-29').map((period) => [period.key, [period.from, period.to]]))
  expect(offered).toEqual({
    '28d': ['2024-02-02', '2024-03-01'],
    '91d': ['2023-12-01', '2024-03-01'],
    '12m': ['2023-03-01', '2024-03-01'],
    year: ['2024-01-01', '2024-03-01'],
    'last-year': ['2023-01-01', '2024-01-01'],
  })
})

test('twelve months are the front page’s, and say when they begin', () => {
  for (const day of ['2025-11-22', '2025-11-30', '2025-12-01', '2024-02-29']) {
    const year = periods(day).find(({ key }) => key === '12m')
    expect(year?.from).toBe(lastYearFrom(day))
    expect(year?.label).toContain('Last 12 months, from ')
  }
  expect(lastYear('2025-11-22')).toBe('Last 12 months, from 1 Nov 2024')
  expect(lastYear('2025-11-30')).toBe('Last 12 months, from 1 Dec 2024')
})

test('the window in use is recognised', () => {
  const offered = periods('2024-02-29')
  expect(periodInUse({ from: null, to: null }, offered)).toBe('default')
  expect(periodInUse({ from: '2024-01-01', to: '2024-03-01' }, offered)).toBe('year')
  expect(periodInUse({ from: '2024-01-02', to: null }, offered)).toBe('custom')
})

test('only days are days', () => {
  expect(parseAsDay.parse('2024-02-29')).toBe('2024-02-29')
  expect([parseAsDay.parse('2024-13-01'), parseAsDay.parse('today'), parseAsDay.parse('2024-1-1')]).toEqual([null, null, null])
})
