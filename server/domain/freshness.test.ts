import { describe, expect, test } from 'vitest'
import { addDays } from './time/local-day'
import { isLateByHour, rhythm } from './freshness'

const every = (step: number, n: number, from = '2026-01-01') => Array.from({ length: n }, (_, i) => addDays(from, i * step))

test('a daily source is late after two silent days', () => {
  const days = every(1, 30)
  expect(rhythm(days, '2026-01-30')).toMatchObject({ last: '2026-01-30', usualGapDays: 1, silentDays: 0, late: false })
  expect(rhythm(days, '2026-02-01')).toMatchObject({ silentDays: 2, late: false })
  expect(rhythm(days, '2026-02-02')).toMatchObject({ silentDays: 3, late: true })
})

test('a weekly source is not late on the sixth day, and is after a week more', () => {
  const days = every(7, 12)
  expect(rhythm(days, addDays(days.at(-1) ?? '', 6))?.late).toBe(false)
  expect(rhythm(days, addDays(days.at(-1) ?? '', 9))?.late).toBe(true)
})

test('a source of working days is not late on Monday morning', () => {
  const days = every(1, 60, '2026-01-05').filter((_, i) => i % 7 < 5)
  const friday = days.at(-1) ?? ''
  expect(rhythm(days, addDays(friday, 3))?.late).toBe(false)
})

test('too few days say nothing; days after `until` wait; no days are no rhythm', () => {
  expect(rhythm(every(1, 3), '2026-12-31')?.late).toBe(false)
  expect(rhythm([...every(1, 10), '2027-01-01'], '2026-01-10')).toMatchObject({ last: '2026-01-10', silentDays: 0 })
  expect(rhythm([], '2026-01-01')).toBeNull()
})

describe('within a day', () => {
  const all = Array.from({ length: 28 }, (_, n) => n + 1)
  const weekdays = all.filter((back) => back % 7 !== 1 && back % 7 !== 2)
  test('late where at these hours something always came, one day in twenty apart', () => {
    expect([isLateByHour(all, all), isLateByHour(all, all.filter((back) => back !== 3)), isLateByHour(all, all.filter((back) => back !== 3 && back !== 4))]).toEqual([true, true, false])
  })
  test('by night, and on a weekday that is always quiet then, it is not', () => {
    expect([isLateByHour(all, []), isLateByHour(all, all.filter((back) => back % 7 !== 0))]).toEqual([false, false])
  })
  test('closed days do not count; three weeks of days are needed', () => {
    expect([isLateByHour(weekdays, weekdays), isLateByHour(all.slice(0, 14), all), isLateByHour(weekdays, weekdays.filter((back) => back !== 14))]).toEqual([true, false, false])
  })
})
