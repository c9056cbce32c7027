import { expect, test } from 'vitest'
import { elapsed, windowBefore, type Comparison } from './compare'

test.each<[from: string, to: string, how: Comparison, interval: 'day' | 'week' | 'month' | undefined, before: string]>([
  ['2026-01-01', '2026-03-01', 'previous', 'month', '2025-11-01 2026-01-01'],
  ['2026-01-01', '2026-03-01', 'year', 'month', '2025-01-01 2025-03-01'],
  // A month that is not over stands beside the same days of the month before, not beside the whole of it.
  ['2026-02-01', '2026-03-13', 'previous', 'month', '2025-12-01 2026-01-13'],
  // The 31st has no other in February: the elapsed days end with the month.
  ['2026-03-01', '2026-04-01', 'previous', 'month', '2026-02-01 2026-03-01'],
  ['2026-03-01', '2026-03-31', 'previous', 'month', '2026-02-01 2026-03-01'],
  ['2024-02-01', '2024-03-01', 'year', 'month', '2023-02-01 2023-03-01'],
  ['2026-03-02', '2026-03-16', 'previous', 'week', '2026-02-16 2026-03-02'],
  ['2026-03-02', '2026-03-13', 'previous', 'week', '2026-02-16 2026-02-27'],
  ['2026-03-04', '2026-03-16', 'year', 'week', '2025-03-05 2025-03-17'],
  ['2026-03-10', '2026-03-13', 'previous', 'day', '2026-03-07 2026-03-10'],
  ['2026-03-10', '2026-03-13', 'previous', undefined, '2026-03-07 2026-03-10'],
  ['2026-01-01', '2026-04-01', 'previous', undefined, '2025-10-01 2026-01-01'],
  ['2026-01-10', '2026-04-01', 'year', undefined, '2025-01-10 2025-04-01'],
])('%s to %s, %s by %s', (from, to, how, interval, before) => {
  const { from: a, to: b } = windowBefore({ from, to }, how, interval)
  expect(`${a} ${b}`).toBe(before)
})

test('today counts once something of it is recorded, and where there is no other day', () => {
  const until = (from: string, to: string, newest: string | null) => elapsed({ from, to, newest, today: '2026-06-01' }).to
  expect([until('2026-04-01', '2026-06-02', '2026-05-31'), until('2026-04-01', '2026-06-02', '2026-06-01'), until('2026-04-01', '2026-05-20', '2026-05-31'), until('2026-06-01', '2026-06-02', '2026-05-31'), until('2026-04-01', '2026-06-02', null)])
    .toEqual(['2026-06-01', '2026-06-02', '2026-05-20', '2026-06-02', '2026-06-02'])
})
