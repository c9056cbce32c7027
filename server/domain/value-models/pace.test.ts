import { expect, test } from 'vitest'
import { random } from '../statistics/random.fixture'
import { monthlyValue, paceOf, type PaceSums } from './pace'

/** Sums of customers whose months are given. */
function sumsOf(record: readonly (readonly number[])[]): PaceSums {
  const each = record.map((months) => ({ n: months.length, v: months.reduce((sum, m) => sum + m, 0), s: months.reduce((sum, m) => sum + m * m, 0) }))
  const sum = (of: (c: (typeof each)[number]) => number) => each.reduce((total, c) => total + of(c), 0)
  return { customers: each.length, months: sum(({ n }) => n), value: sum(({ v }) => v), squares: sum(({ n }) => n * n), weighted: sum(({ n, v }) => (v * v) / n), within: sum(({ n, v, s }) => s - (v * v) / n), freedom: sum(({ n }) => n - 1), scatter: 0.1, record: 36 }
}

test('between-customer and within-customer variance are found again in a simulated record', () => {
  const { normal } = random(20261122)
  // Means about 100 with a standard deviation of 30, months about them with 60: credible after (60 ÷ 30)² = 4 months.
  const record = Array.from({ length: 4000 }, (_, i) => {
    const mean = 100 + 30 * normal()
    return Array.from({ length: 3 + (i % 20) }, () => mean + 60 * normal())
  })
  const pace = paceOf(sumsOf(record))
  expect(pace?.mean).toBeCloseTo(100, -0.5)
  expect(Math.abs((pace?.credible ?? 0) / 4 - 1)).toBeLessThan(0.1)
})

test('who has only just come is expected to bring what customers bring; a long record speaks for itself', () => {
  const pace = { mean: 100, credible: 4, scatter: 0.1, record: 36 }
  expect(monthlyValue(pace, { value: 0, months: 0 })).toBe(100)
  expect(monthlyValue(pace, { value: 0, months: 36 })).toBe(10)
  expect(monthlyValue(pace, { value: 4000, months: 4 })).toBe(550)
  expect(monthlyValue(pace, { value: -50, months: 4 })).toBe(50)
})

test('customers who do not differ are all expected the same; too few, or none that bring anything, tell nothing', () => {
  const alike = sumsOf(Array.from({ length: 40 }, () => [10, 20, 10, 20]))
  const pace = paceOf(alike)
  expect(pace && monthlyValue(pace, { value: 0, months: 4 })).toBeCloseTo(15, 3)
  expect(paceOf(sumsOf([[1, 2], [3, 4]]))).toBeNull()
  expect(paceOf(sumsOf(Array.from({ length: 40 }, () => [0, 0])))).toBeNull()
})
