import { expect, test } from 'vitest'
import { parseAsDay, periodInUse, periods } from './filters'

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
