import { expect, test } from 'vitest'
import { partsOf, readable, sumOf, together, yearOnYear, type VolumeRow } from './figures'

const row = (period: string, key: string, contacts: number, lookups: number): VolumeRow => ({ period, key, label: key.toUpperCase(), interactions: contacts + lookups, contacts, lookups, messages: 0, customers: 1, partial: false })
const rows = [row('2026-01-01', 'total', 3, 9), row('2026-01-01', 'phone', 3, 0), row('2026-01-01', 'web', 0, 9), row('2026-02-01', 'phone', 4, 0), row('2026-02-01', 'web', 1, 2), row('2026-02-01', 'ivr', 0, 0)]

test('parts are summed over periods, largest first, the whole and the empty left out', () => {
  expect(partsOf(rows).map((part) => [part.key, part.sums.interactions])).toEqual([['web', 12], ['phone', 7]])
  expect(partsOf(rows, 'contacts').map((part) => part.key)).toEqual(['phone', 'web'])
  expect(sumOf(rows.filter((one) => one.key === 'total'))).toEqual({ interactions: 12, contacts: 3, lookups: 9, messages: 0 })
})

test('several parts add up period by period', () => {
  expect(together(rows, new Set(['phone', 'web']), (one) => one.interactions)).toEqual([{ period: '2026-01-01', value: 12, partial: false }, { period: '2026-02-01', value: 7, partial: false }])
})

test('a year is compared with the year before from 24 whole months on', () => {
  const months = (n: number, value: (index: number) => number) => Array.from({ length: n }, (_, index) => ({ value: value(index), partial: false }))
  expect(yearOnYear(months(23, () => 10))).toBeNull()
  expect(yearOnYear([...months(24, (index) => (index < 12 ? 10 : 11)), { value: 1, partial: true }])).toBeCloseTo(0.1)
  expect(yearOnYear(months(24, (index) => (index < 12 ? 0 : 5)))).toBeNull()
})

test('rates are read where there are enough customers, and not where the window begins midway', () => {
  const rate = (active: number | null, partial = false) => ({ active_customers: active, partial })
  expect(readable([rate(100, true), rate(100), rate(12), rate(200, true)])).toEqual([rate(100), rate(200, true)])
  expect(readable([rate(3), rate(null)])).toHaveLength(2)
})
