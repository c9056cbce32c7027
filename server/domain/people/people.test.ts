import { describe, expect, test } from 'vitest'
import { currencyChoices, guessCurrency, timezoneChoices } from './choices'
import { askedPath, ownPath } from './own-path'
import { sessionEnd } from './session-time'
import { isReservedSlug, proposeSlug, SLUG } from './slug'
import { describeUserAgent } from './user-agent'

describe('an address for an organisation', () => {
  test.each([['Zürcher Bank AG', 'zurcher-bank-ag'], ['  Øre & Søn  ', 'ore-son'], ['Weiß/Łódź', 'weiss-lodz'], ['日本銀行', ''], ['API', 'api-1'], ['x', 'x-1']])('%s → %s', (name, slug) => {
    expect(proposeSlug(name)).toBe(slug)
  })
  test('what is proposed is allowed', () => {
    for (const name of ['a'.repeat(80), 'Screens', '--- What? ---', 'A.B.C.']) {
      expect(proposeSlug(name)).toMatch(SLUG)
      expect(isReservedSlug(proposeSlug(name))).toBe(false)
    }
  })
})

test('only our own pages are gone to after signing in', () => {
  expect(ownPath('/north-bank/churn?by=channel')).toBe('/north-bank/churn?by=channel')
  for (const to of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a\n/b']) expect(ownPath(to)).toBe('/')
})

test('a session ends after 7 idle days and after 30 in all', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n))
  expect(sessionEnd(day(0), day(0))).toEqual(day(7))
  expect(sessionEnd(day(0), day(20))).toEqual(day(27))
  expect(sessionEnd(day(0), day(29))).toEqual(day(30))
})

test('browsers are named as their owners know them', () => {
  expect(describeUserAgent('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0')).toBe('Edge on Windows')
  expect(describeUserAgent('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1')).toBe('Safari on iPhone')
  expect(describeUserAgent('Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36')).toBe('Chrome on Android')
  expect(describeUserAgent('')).toBe('Unknown browser')
})

test('choices offer what is common, and a guess from the language', () => {
  expect(timezoneChoices().map((c) => c.value)).toEqual(expect.arrayContaining(['UTC', 'Europe/London', 'Asia/Kathmandu']))
  for (const { value } of timezoneChoices()) expect(() => new Intl.DateTimeFormat('en', { timeZone: value })).not.toThrow()
  expect(currencyChoices()).toContainEqual({ value: 'CHF', label: 'CHF, Swiss Franc' })
  expect([guessCurrency('en-GB'), guessCurrency('de-CH'), guessCurrency('fr')]).toEqual(['GBP', 'CHF', 'EUR'])
})

test('whoever must sign in first is led back to the page they asked for, of that organisation alone', () => {
  expect(askedPath('/sample/screens', 'sample')).toBe('/sample/screens')
  expect(askedPath('/sample/churn?by=channel&_rsc=1x2&from=2026-01-01', 'sample')).toBe('/sample/churn?by=channel&from=2026-01-01')
  expect(askedPath('/sample?_rsc=1x2', 'sample')).toBe('/sample')
  for (const asked of [null, '', '/samples', '//evil.example', '/other/churn', 'https://evil.example/sample']) expect(askedPath(asked, 'sample')).toBe('/sample')
})
