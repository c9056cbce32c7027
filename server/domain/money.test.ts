import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencyDigits, toMajor, toMinor } from './money'

test('digits are those of ISO 4217', () => {
  expect(['JPY', 'EUR', 'KWD', 'XQQ', 'eur'].map(currencyDigits)).toEqual([0, 2, 3, null, null])
})

test.for<[number | string, string, number | RegExp]>([
  [19.99, 'EUR', 1999], ['19.99', 'EUR', 1999], [' +19.9 ', 'EUR', 1990], ['.5', 'EUR', 50], [-0.01, 'EUR', -1], [0, 'EUR', 0], ['-0', 'EUR', 0], [5, 'JPY', 5], [1.005, 'KWD', 1005],
  [139.12000000000001, 'EUR', 13912], [0.1 + 0.2, 'EUR', 30], [1.1 * 3, 'EUR', 330], [9_999_999_999.99, 'EUR', 999_999_999_999],
  [33.333, 'EUR', /more digits than EUR/], [0.5, 'JPY', /more digits than JPY/], ['1,000.00', 'EUR', /decimal/], ['1e3', 'EUR', /decimal/], ['', 'EUR', /decimal/], ['0x10', 'EUR', /decimal/],
  [Number.NaN, 'EUR', /decimal/], [Number.POSITIVE_INFINITY, 'EUR', /decimal/], [1e15, 'EUR', /too large/], [1, 'ZZZ', /ISO 4217/],
])('%s %s', ([amount, currency, expected]) => {
  const read = toMinor(amount, currency)
  if (typeof expected === 'number') expect(read).toEqual({ ok: true, minor: expected })
  else expect(read.ok ? '' : read.reason).toMatch(expected)
})

test('minor units survive the way out and back, as number and as text', () => {
  fc.assert(fc.property(fc.integer({ min: -1e14, max: 1e14 }), fc.constantFrom('JPY', 'EUR', 'KWD'), (minor, currency) => {
    const major = toMajor(minor, currency)
    expect(toMinor(major, currency)).toEqual({ ok: true, minor })
    expect(toMinor(major.toFixed(currencyDigits(currency) ?? 0), currency)).toEqual({ ok: true, minor })
  }))
})
