import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { addDays, addMonths, dayRange, daysInPeriod, isLocalDay, isPartial, listPeriods, localDayOf, mondayOf, periodStart, startOfDay } from './local-day'

const ZONES = ['UTC', 'Asia/Kathmandu', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'America/Havana', 'Pacific/Apia']
const second = fc.integer({ min: Date.UTC(1920, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 })

test('local day, Monday, month and their starts agree with luxon', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), second, fc.integer({ min: -40, max: 40 }), (zone, s, months) => {
      const luxon = DateTime.fromSeconds(s, { zone })
      const day = localDayOf(s * 1000, zone)
      expect(day).toBe(luxon.toISODate())
      expect(mondayOf(day)).toBe(luxon.startOf('week').toISODate())
      expect(periodStart(day, 'month')).toBe(luxon.startOf('month').toISODate())
      expect(addMonths(day, months)).toBe(DateTime.fromISO(day, { zone: 'UTC' }).plus({ months }).toISODate())
    }),
    { numRuns: 1000 },
  )
})

test('an instant lies in the range of its day, and days tile time', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), second, (zone, s) => {
      const day = localDayOf(s * 1000, zone)
      const { start, end } = dayRange(day, zone)
      expect(start).toBeLessThanOrEqual(s * 1000)
      expect(end).toBeGreaterThan(s * 1000)
      expect(end).toBe(startOfDay(addDays(day, 1), zone))
      expect(localDayOf(start, zone)).toBe(day)
    }),
    { numRuns: 1000 },
  )
})

test('days without a midnight, with two, and a day that was skipped', () => {
  expect(startOfDay('2017-10-15', 'America/Sao_Paulo')).toBe(Date.UTC(2017, 9, 15, 3))
  expect(startOfDay('2021-11-07', 'America/Havana')).toBe(Date.UTC(2021, 10, 7, 4))
  expect(dayRange('2021-03-28', 'Europe/London')).toEqual({ start: Date.UTC(2021, 2, 28), end: Date.UTC(2021, 2, 28, 23) })
  const skipped = dayRange('2011-12-30', 'Pacific/Apia')
  expect(skipped.start).toBe(skipped.end)
})

test('periods of a window', () => {
  expect(listPeriods('2024-01-30', '2024-03-01', 'month')).toEqual([
    { start: '2024-01-01', end: '2024-02-01', partial: true },
    { start: '2024-02-01', end: '2024-03-01', partial: false },
  ])
  expect(listPeriods('2024-01-01', '2024-01-09', 'week').map((p) => p.partial)).toEqual([false, true])
  expect(listPeriods('2024-01-02', '2024-01-02', 'week')).toEqual([])
  expect(isPartial('2024-01-01', 'week', '2024-01-01', '2024-01-08')).toBe(false)
  expect([daysInPeriod('2024-02-01', 'month'), daysInPeriod('2023-02-01', 'month'), daysInPeriod('2024-01-01', 'week')]).toEqual([29, 28, 7])
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(mondayOf('1969-12-31')).toBe('1969-12-29')
})

test('what is no day', () => {
  for (const text of ['2021-02-29', '2021-2-1', '2021-13-01', 'today', '', '2021-01-01T00:00']) expect(isLocalDay(text)).toBe(false)
  expect(isLocalDay('2024-02-29')).toBe(true)
})
