import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { compileTime, parseTime } from './parse'

const ZONES = ['UTC', 'Asia/Kathmandu', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo']
const FORMATS = ['yyyy-MM-dd HH:mm:ss', 'dd/MM/yyyy HH:mm', 'M/d/yyyy h:mm a', 'yyyyMMddHHmmss', 'd MMM yyyy H:mm:ss', 'MMMM d, yyyy hh:mm a', "yyyy-MM-dd'T'HH:mm:ss.SSS", 'dd.MM.yy HH:mm']
const second = fc.integer({ min: Date.UTC(1970, 0, 1) / 1000, max: Date.UTC(2059, 0, 1) / 1000 })
const reason = (text: string, zone = 'UTC', format?: string): string => {
  const result = parseTime(text, zone, format)
  return result.ok ? `read as ${new Date(result.instant).toISOString()}` : result.reason
}
const iso = (text: string, zone = 'UTC', format?: string): string => {
  const result = parseTime(text, zone, format)
  return result.ok ? new Date(result.instant).toISOString() : result.reason
}

describe('against luxon', () => {
  test.each(FORMATS)('%s reads what luxon writes, or says that it happened twice', (format) => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), second, (zone, s) => {
        const there = DateTime.fromSeconds(s, { zone })
        const text = there.setLocale('en-US').toFormat(format)
        const back = DateTime.fromFormat(text, format, { zone, locale: 'en-US' })
        const result = parseTime(text, zone, format)
        if (result.ok) {
          expect(result.instant).toBe(back.toMillis())
          expect(back.getPossibleOffsets()).toHaveLength(1)
        } else {
          expect(back.getPossibleOffsets()).toHaveLength(2)
          expect(result.reason).toContain('twice')
        }
      }),
      { numRuns: 300 },
    )
  })

  test('wall times that luxon shifts are refused, all others agree', () => {
    const local = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), local, (zone, date) => {
        const text = date.toISOString().slice(0, 19)
        const back = DateTime.fromISO(text, { zone })
        const result = parseTime(text, zone)
        if (back.toISO({ includeOffset: false })?.slice(0, 19) !== text) expect(result.ok).toBe(false)
        else if (back.getPossibleOffsets().length === 1) expect(result).toEqual({ ok: true, instant: back.toMillis() })
        else expect(result.ok).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('ISO with any offset and fraction', () => {
    const offsets = fc.constantFrom('Z', '+05:45', '-0330', '+14', ' +01:00')
    fc.assert(
      fc.property(second, offsets, fc.integer({ min: 0, max: 999 }), (s, offset, ms) => {
        const text = `${DateTime.fromSeconds(s, { zone: 'UTC' }).toFormat("yyyy-MM-dd HH:mm:ss")}.${String(ms).padStart(3, '0')}${offset}`
        const back = DateTime.fromISO(text.replace(' ', 'T').replace(' ', ''))
        expect(parseTime(text, 'Asia/Kathmandu')).toEqual({ ok: true, instant: back.toMillis() })
      }),
    )
  })
})

test('the quick way for UTC reads what the general one reads, and refuses what it refuses', () => {
  const part = (most: number, digits: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(digits, '0'))
  const clock = fc.tuple(part(25, 2), part(61, 2), part(61, 2)).map((parts) => parts.join(':'))
  const fraction = fc.oneof(fc.constant(''), part(999, 3).map((ms) => `.${ms}`), fc.constantFrom('.12x', ',123', '.1 3', ' 123'))
  fc.assert(fc.property(fc.integer({ min: 1898, max: 2202 }), part(13, 2), part(32, 2), clock, fraction, (year, month, day, time, ms) => {
    const text = `${year}-${month}-${day}T${time}${ms}`
    const [quick, general] = [parseTime(`${text}Z`, 'Asia/Kathmandu'), parseTime(`${text}+00:00`, 'Asia/Kathmandu')]
    expect(quick.ok ? quick.instant : null).toBe(general.ok ? general.instant : null)
  }), { numRuns: 3000 })
  expect(['2026-03-29T01:30:00Z', '2026-03-29T01:30:00.25xZ', '2026-0a-29T01:30:00Z', '2024-02-29T24:00:00.000Z'].map((text) => iso(text))).toEqual([
    '2026-03-29T01:30:00.000Z', '"2026-03-29T01:30:00.25xZ" is not an ISO 8601 time', '"2026-0a-29T01:30:00Z" is not an ISO 8601 time', '2024-03-01T00:00:00.000Z'])
})

test('ISO 8601 without a format', () => {
  expect(iso('2021-06-01', 'Asia/Kathmandu')).toBe('2021-05-31T18:15:00.000Z')
  expect(iso('2017-10-15', 'America/Sao_Paulo')).toBe('2017-10-15T03:00:00.000Z')
  expect(iso('2021-06-01 10:00', 'Europe/London')).toBe('2021-06-01T09:00:00.000Z')
  expect(iso('20210601T101500Z')).toBe('2021-06-01T10:15:00.000Z')
  expect(iso('2021-06-01T10:00:00.123456789+02:00')).toBe('2021-06-01T08:00:00.123Z')
  expect(iso('2021-06-01 10:00:00 UTC', 'Europe/London')).toBe('2021-06-01T10:00:00.000Z')
  expect(iso('2021-06-01T24:00', 'UTC')).toBe('2021-06-02T00:00:00.000Z')
})

test('formats', () => {
  expect(iso('12/1/2010 8:26 PM', 'Europe/London', 'M/d/yyyy h:mm a')).toBe('2010-12-01T20:26:00.000Z')
  expect(iso('12/1/2010 12:00 am', 'UTC', 'M/d/yyyy h:mm a')).toBe('2010-12-01T00:00:00.000Z')
  expect(iso('19970101', 'America/New_York', 'yyyyMMdd')).toBe('1997-01-01T05:00:00.000Z')
  expect(iso('2021-06-01T10:00+02:00', 'UTC', 'yyyy-MM-ddTHH:mmZZ')).toBe('2021-06-01T08:00:00.000Z')
  expect(iso('1291191960', 'UTC', 'unix')).toBe('2010-12-01T08:26:00.000Z')
  expect(iso('1291191960.5', 'UTC', 'unix')).toBe('2010-12-01T08:26:00.500Z')
  expect(iso('1291191960000', 'UTC', 'unix_ms')).toBe('2010-12-01T08:26:00.000Z')
})

test('reasons', () => {
  expect(reason('2021-02-30')).toContain('2021-02-30 does not exist')
  expect(reason('30/02/2021', 'UTC', 'dd/MM/yyyy')).toContain('2021-02-30 does not exist')
  expect(reason('2021-03-28 01:30', 'Europe/London')).toContain('set forward')
  expect(reason('2021-10-31 01:30', 'Europe/London')).toContain('(+01:00 or Z)')
  expect(reason('2011-12-30', 'Pacific/Apia')).toContain('skipped that day')
  expect(reason('1899-12-31')).toContain('outside 1900 to 2200')
  expect(reason('2201-01-01')).toContain('outside 1900 to 2200')
  expect(reason('99999999999999', 'UTC', 'unix')).toContain('outside the years')
  expect(reason('2021-01-01 25:00')).toContain('not a time of day')
  expect(reason('2021-01-01 13:60')).toContain('not a time of day')
  expect(reason('2021-01-01T10:00:60Z')).toContain('not a time of day')
  expect(reason('2021-01-01T10:00+19:00')).toContain('offset')
  for (const text of ['', 'yesterday', '2021-01', '2021-W05-1', '2021-01-01T', '2021-01-01T10:00 banana', '01/02/2021', '2021-1-1', '١٢٣٤-٠١-٠١']) {
    expect(reason(text)).toContain('not an ISO 8601 time')
  }
  expect(reason('13/13/2021', 'UTC', 'dd/MM/yyyy')).toContain('no month 13')
  expect(reason('1/1/2021 13:00 PM', 'UTC', 'd/M/yyyy h:mm a')).toContain('hour outside 1 to 12')
  expect(reason('2021-01-01 10:00', 'UTC', 'yyyy-MM-dd')).toContain('goes on after')
  expect(reason('NaN', 'UTC', 'unix')).toContain('not a Unix time')
})

test.each([
  ['yyyy-mm-dd', 'lacks the month'],
  ['HH:mm', 'lacks the year, month, day'],
  ['yyyy-MM-dd mm', 'minutes without hours'],
  ['yyyy-MM-dd hh:mm', 'needs both h and a'],
  ['YYYY-MM-DD', '"YYYY"'],
  ["yyyy-MM-dd'T", 'not closed'],
  ['yyyy-MM-dd dd', 'twice'],
])('the format %s is refused', (format, why) => {
  const compiled = compileTime(format, 'UTC')
  expect(compiled.ok ? 'accepted' : compiled.reason).toContain(why)
})
