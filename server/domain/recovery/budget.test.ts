import { expect, test } from 'vitest'
import { leftOf, periodStart } from './budget'

test('periods begin with the day, Monday, the first', () => {
  expect([periodStart('day', '2026-03-15'), periodStart('week', '2026-03-15'), periodStart('week', '2026-03-16'), periodStart('month', '2026-03-15')]).toEqual(['2026-03-15', '2026-03-09', '2026-03-16', '2026-03-01'])
})

test('the tightest budget decides, and none is none', () => {
  expect(leftOf([{ period: 'day', amount: 50, spent: 20 }, { period: 'month', amount: 100, spent: 90 }])).toBe(10)
  expect(leftOf([{ period: 'day', amount: 50, spent: 70 }])).toBe(0)
  expect(leftOf([])).toBeNull()
})
