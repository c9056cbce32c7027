import { describe, expect, test } from 'vitest'
import * as f from './format'
import * as d from './format-date'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('shares', () => {
  test.each([
    [3, 8, '3 of 8'],
    [0, 0, 'no data'],
    [29, 29, '29 of 29'],
    [0, 30, '0 % (0 of 30)'],
    [12, 310, '3.9 % (12 of 310)'],
    [1, 3, '1 of 3'],
    [5000, 10_000, '50 % (5,000 of 10,000)'],
    [4, 590_856, 'under 0.1 % (4 of 590,856)'],
    [55_826, 55_968, '99.7 % (55,826 of 55,968)'],
    [590_852, 590_856, 'over 99.9 % (590,852 of 590,856)'],
    [40, 40, '100 % (40 of 40)'],
    [994, 1000, '99 % (994 of 1,000)'],
  ])('%i of %i', (k, n, text) => expect(plain(f.formatShare(k, n))).toBe(text))
  test('no percentage under thirty, ever', () => {
    for (let n = 0; n < 30; n++) for (let k = 0; k <= n; k++) expect(f.formatShare(k, n) + f.formatRate(k, n)).not.toContain('%')
  })
  test('interval says its unit once', () => {
    expect(plain(f.formatShareInterval(0.022, 0.067))).toBe('2.2–6.7 %')
    expect(plain(f.formatShareInterval(0.1, 0.42))).toBe('10–42 %')
    expect(plain(f.formatShareInterval(-0.02, 0.03))).toBe('−2.0 to 3.0 %')
  })
  test('an interval says nought and a hundred only of none and all, and holds its own share', () => {
    expect(plain(f.formatShareInterval(0.9973, 0.9997))).toBe('99.7 to over 99.9 %')
    expect(plain(f.formatShareInterval(0.99955, 0.9999))).toBe('over 99.9 %')
    expect(plain(f.formatShareInterval(0.9912, 0.9971))).toBe('99.0–99.7 %')
    expect(plain(f.formatShareInterval(0.9, 1))).toBe('90–100 %')
    expect(plain(f.formatShareInterval(0.997, 1))).toBe('99.7–100.0 %')
    expect(plain(f.formatShareInterval(0.0003, 0.004))).toBe('under 0.1 to 0.4 %')
    expect(plain(f.formatShareInterval(0.003, 0.12))).toBe('under 1 to 12 %')
    expect(plain(f.formatShareInterval(0, 0.12))).toBe('0–12 %')
  })
})

describe('figures', () => {
  test('intervals', () => {
    expect(f.formatInterval(2, 7)).toBe('2–7')
    expect(f.formatInterval(-2, 7)).toBe('−2 to 7')
    expect(f.formatInterval(2, 7, f.formatChange)).toBe('+2 to +7')
    expect(f.formatInterval(0.86, 2.3)).toBe('0.86–2.30')
    // A figure and its unit are not parted at a line's end.
    expect(f.formatInterval(0.5, 2, (v) => `${f.formatNumber(v)} days`)).toBe('0.5\u00a0days–2.0\u00a0days')
    expect([f.formatFixed(3.78), f.formatFixed(-2.4), f.formatFixed(11.977, 1), f.formatFixed(-0.0001), f.formatFixed(null)]).toEqual(['3.780', '−2.400', '12.0', '0.000', 'no data'])
    expect(f.formatInterval(900.5, 1200, (v) => f.formatMoney(v, 'GBP'))).toBe('£900.50–£1,200')
  })
  test.each([[0, '0'], [950, '950'], [9999, '9,999'], [12_345, '12.3 k'], [1_300_000, '1.3 m'], [-42_000, '−42 k'], [2.345, '2.35']])(
    'compact %d',
    (value, text) => expect(plain(f.formatCompact(value))).toBe(text),
  )
  test('missing is no data, never nought', () => {
    expect([f.formatCount(null), f.formatNumber(undefined), f.formatShareOf(null), f.formatMoney(null, 'EUR'), f.formatDuration(null)]).toEqual(
      Array(5).fill('no data'),
    )
    expect(f.formatShareOf(Number.NaN)).toBe('no data')
  })
  test('money', () => {
    expect(f.formatMoney('12.5', 'GBP')).toBe('£12.50')
    expect(f.formatMoney(48_200, 'EUR')).toBe('€48,200')
    expect(f.formatMoney(1000, 'JPY')).toBe('¥1,000')
    expect(f.formatMoney('-3', 'USD')).toBe('−$3.00')
  })
  test('changes carry their sign', () => {
    expect([f.formatChange(12), f.formatChange(-3), f.formatChange(0), plain(f.formatPoints(0.014))]).toEqual(['+12', '−3', '0', '+1.4 pts'])
    expect([plain(f.formatPoints(-0.02)), plain(f.formatPoints(0)), f.formatPointsInterval(-0.052, 0.01)]).toEqual(['−2.0 pts', '0.0 pts', '−5.2 to +1.0'])
  })
  test.each([[40, '40 s'], [720, '12 min'], [12_000, '3 h 20 min'], [7200, '2 h'], [345_600, '4 days']])('%d seconds', (s, text) =>
    expect(plain(f.formatDuration(s))).toBe(text),
  )
})

describe('dates', () => {
  test('days never shift with the machine’s zone', () => {
    expect([d.formatDay('2025-03-01'), d.formatPeriod('2025-03-01', 'month'), d.formatPeriod('2025-03-03', 'week')]).toEqual([
      '1 Mar 2025',
      'Mar 2025',
      'w/c 3 Mar',
    ])
  })
  test('windows are half-open', () => {
    expect(d.formatWindow('2025-01-01', '2025-04-01')).toBe('1 Jan – 31 Mar 2025')
    expect(d.formatWindow('2024-12-01', '2025-02-01')).toBe('1 Dec 2024 – 31 Jan 2025')
    expect(d.formatWindow('2025-01-01', '2025-01-02')).toBe('1 Jan 2025')
  })
  test('instants are read on the organisation’s clock', () =>
    expect(d.formatInstant('2025-03-03T23:30:00Z', 'Europe/Berlin')).toBe('4 Mar 2025, 00:30'))
  test.each([[10, 'just now'], [240, '4 min ago'], [3 * 86_400, '3 days ago'], [86_400, '1 day ago'], [-7200, 'in 2 h']])('%d s', (s, text) => {
    const now = new Date('2025-06-01T12:00:00Z')
    expect(d.formatAgo(new Date(now.getTime() - s * 1000), now)).toBe(text)
  })
})
