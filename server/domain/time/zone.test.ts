import fc from 'fast-check'
import { DateTime, IANAZone } from 'luxon'
import { describe, expect, test } from 'vitest'
import { instantsOf, isZone, offsetAt, offsetText, zone, placeOf } from './zone'

const ZONES = ['UTC', 'Asia/Kathmandu', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Pacific/Apia', 'Africa/Casablanca']
const instant = fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(2200, 0, 1) / 1000 })

describe('offsets', () => {
  test('agree with luxon at any instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (name, second) => {
        expect(offsetAt(second * 1000, name)).toBe(Math.round(IANAZone.create(name).offset(second * 1000) * 60_000))
      }),
      { numRuns: 2000 },
    )
  })

  test('agree with luxon to the second around every change since 1970', () => {
    for (const name of ZONES) {
      const ours = zone(name)
      const luxon = IANAZone.create(name)
      for (let at = 0; at < Date.UTC(2030, 0, 1); at += 4 * 86_400_000) {
        if (ours.offset(at) === ours.offset(at + 4 * 86_400_000)) continue
        let low = at
        let high = at + 4 * 86_400_000
        while (high - low > 1000) {
          const middle = Math.floor((low + high) / 2000) * 1000
          if (ours.offset(middle) === ours.offset(low)) low = middle
          else high = middle
        }
        for (const second of [low, high]) expect(ours.offset(second)).toBe(Math.round(luxon.offset(second) * 60_000))
      }
    }
  })

  test('a wall time is found back from its instants, and luxon agrees on those', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (name, second) => {
        const ms = second * 1000
        const z = zone(name)
        const all = instantsOf(ms + z.offset(ms), z)
        expect(all).toContain(ms)
        for (const at of all) {
          expect(DateTime.fromMillis(at, { zone: name }).toFormat('yyyy-MM-dd HH:mm:ss')).toBe(
            DateTime.fromMillis(ms, { zone: name }).toFormat('yyyy-MM-dd HH:mm:ss'),
          )
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('gaps have no instant, doubled hours two', () => {
    expect(instantsOf(Date.UTC(2021, 2, 28, 1, 30), zone('Europe/London'))).toEqual([])
    expect(instantsOf(Date.UTC(2021, 9, 31, 1, 30), zone('Europe/London'))).toEqual([Date.UTC(2021, 9, 31, 0, 30), Date.UTC(2021, 9, 31, 1, 30)])
    expect(instantsOf(Date.UTC(2011, 11, 30, 12), zone('Pacific/Apia'))).toEqual([])
    // Lord Howe moves by half an hour.
    expect(instantsOf(Date.UTC(2021, 9, 3, 2, 15), zone('Australia/Lord_Howe'))).toEqual([])
    expect(instantsOf(Date.UTC(2021, 9, 3, 2, 30), zone('Australia/Lord_Howe'))).toHaveLength(1)
  })
})

test('names', () => {
  for (const name of [...ZONES, 'EST5EDT', 'Etc/GMT+5']) expect(isZone(name)).toBe(true)
  for (const name of ['', 'Mars/Olympus', '+05:30', 'Europe/London ', 'local']) expect(isZone(name)).toBe(false)
  expect(() => zone('Mars/Olympus')).toThrow(RangeError)
  expect([0, 20_700_000, -10_800_000].map(offsetText)).toEqual(['Z', '+05:45', '-03:00'])
})

test('a zone is read aloud by its place', () => {
  expect(['America/New_York', 'UTC', 'America/Argentina/Buenos_Aires'].map(placeOf)).toEqual(['New York', 'UTC', 'Buenos Aires'])
})
