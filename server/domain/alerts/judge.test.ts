import { describe, expect, test } from 'vitest'
import type { AlertState } from '@/db/vocabulary'
import { isDue, observe, passes, rowOf, stepOf, windowDays } from './judge'
import { figureSentence, momentSentence, promiseSentence, usualSentence } from './words'

test('windows end today, whatever the day', () => {
  expect(windowDays('today', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-02' })
  expect(windowDays('yesterday', '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-03-01' })
  expect(windowDays('this_week', '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-02' })
  expect(windowDays('last_7_days', '2026-03-01')).toEqual({ from: '2026-02-23', to: '2026-03-02' })
  expect(windowDays('last_28_days', '2026-03-01')).toEqual({ from: '2026-02-02', to: '2026-03-02' })
  expect(windowDays('this_month', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-02' })
  expect(windowDays('everything', '2026-03-01')).toEqual({})
})

test('the row is the named part, else the whole, and the last period', () => {
  const rows = [{ key: 'total', period: '2026-02-01', n: 1 }, { key: 'web', period: '2026-02-01', n: 2 }, { key: 'total', period: '2026-03-01', n: 3 }, { key: 'web', period: '2026-03-01', n: 4 }]
  expect(rowOf(rows, ['period', 'key'], {})?.n).toBe(3)
  expect(rowOf(rows, ['period', 'key'], { key: 'web' })?.n).toBe(4)
  expect(rowOf(rows, ['period', 'key'], { key: 'phone' })).toBeNull()
  expect(rowOf([], ['key'], {})).toBeNull()
})

test('a rate with fewer than thirty behind it is not judged; a count is', () => {
  const figure = { label: 'Rate', unit: 'share', numerator: 'k', denominator: 'n' }
  expect(observe({ rate: 0.5, k: 14, n: 28 }, 'rate', figure)).toMatchObject({ value: null, why: expect.stringContaining('28') })
  expect(observe({ rate: 0.5, k: 15, n: 30 }, 'rate', figure)).toEqual({ value: 0.5, numerator: 15, denominator: 30 })
  expect(observe({ lost: 3, n: 5 }, 'lost', { label: 'Lost', unit: 'count', denominator: 'n' })).toMatchObject({ value: 3 })
  expect(observe({ rate: null }, 'rate', figure)).toMatchObject({ value: null })
  expect(observe(null, 'rate', figure)).toMatchObject({ value: null })
})

test('comparisons at the border', () => {
  expect([passes('above', 5, 5), passes('at_least', 5, 5), passes('below', 5, 5), passes('at_most', 5, 5)]).toEqual([false, true, false, true])
  expect([passes('above', 6, 5), passes('at_least', 6, 5), passes('below', 6, 5), passes('at_most', 6, 5)]).toEqual([true, true, false, false])
})

describe('firing', () => {
  const at = (hours: number) => new Date(Date.UTC(2026, 2, 1, hours))
  /** Looks once an hour; answers the hours at which it fired and cleared. */
  function story(quietHours: number | null, looks: (boolean | null)[]) {
    let rule: { state: AlertState; firedAt: Date | null; quietHours: number | null } = { state: 'waiting', firedAt: null, quietHours }
    return looks.flatMap((holds, hour) => {
      const { step, state } = stepOf(rule, holds, at(hour))
      rule = { ...rule, state, firedAt: step === 'fire' ? at(hour) : rule.firedAt }
      return step === 'stay' ? [] : [`${step} ${hour}`]
    })
  }
  test('once while it stays true', () => expect(story(null, [false, true, true, true, true, true])).toEqual(['fire 1']))
  test('again after it has cleared', () => expect(story(null, [true, false, false, true])).toEqual(['fire 0', 'clear 1', 'fire 3']))
  test('again after the quiet time', () => expect(story(2, [true, true, true, true, true, true])).toEqual(['fire 0', 'fire 2', 'fire 4']))
  test('not knowing neither fires, nor clears, nor forgets', () => expect(story(null, [null, true, null, true, null, false])).toEqual(['fire 1', 'clear 5']))
  test('at most every so many minutes', () => {
    expect(isDue({ checkedAt: null, everyMinutes: 15, takeover: false }, at(1))).toBe(true)
    expect(isDue({ checkedAt: new Date(at(1).getTime() - 14 * 60_000), everyMinutes: 15, takeover: false }, at(1))).toBe(false)
    // What everybody must see at once does not wait for a quarter of an hour.
    expect(isDue({ checkedAt: new Date(at(1).getTime() - 60_000), everyMinutes: 15, takeover: true }, at(1))).toBe(true)
    expect(isDue({ checkedAt: new Date(at(1).getTime() - 15 * 60_000), everyMinutes: 15, takeover: false }, at(1))).toBe(true)
  })
})

test('it is said in plain words', () => {
  expect(figureSentence({ label: 'Follow-through', unit: 'share', of: '', value: 0.742, threshold: 0.8, comparison: 'below', window: 'this_week', numerator: 37, denominator: 50, currency: 'EUR' })).toBe('Follow-through 74.2% is below 80% this week (37 of 50)')
  expect(figureSentence({ label: 'Cost', unit: 'money', of: 'Phone', value: 1234.5, threshold: 1000, comparison: 'above', window: 'last_28_days', numerator: null, denominator: null, currency: 'EUR' })).toBe('Cost, Phone, €1,235 is above €1,000 in the last 28 days')
  const unusual = { label: 'Contacts', unit: 'count', of: '', value: 160, low: 75, high: 130, window: 'last_7_days' as const, numerator: null, denominator: null, currency: 'EUR' }
  expect(usualSentence(unusual)).toBe('Contacts 160 is above what was expected (75 to 130) in the 7 days until yesterday')
  expect(usualSentence({ ...unusual, value: 100, window: 'today' })).toBe('Contacts 100 is as expected (75 to 130) today so far')
  expect(momentSentence(1, { touchpoint: null, critical: true, segment: 'Gold' })).toBe('A critical moment failed: Gold customers')
  expect(momentSentence(1200, { touchpoint: 'Dispute a charge', critical: true, segment: null })).toBe('1,200 moments failed: Dispute a charge')
  const critical = { touchpoint: null, critical: true, segment: null }
  expect(momentSentence(3, { ...critical, places: ['Dispute a charge', 'Pay a bill'] })).toBe('3 critical moments failed: Dispute a charge and Pay a bill')
  expect(momentSentence(3, { ...critical, places: ['a', 'b', 'c'] })).toBe('3 critical moments failed')
  expect(promiseSentence(1, { hours: 0, segment: null })).toBe('A promise is overdue')
  expect(promiseSentence(3, { hours: 48, segment: 'Gold' })).toBe('3 promises are overdue by 2 days: Gold customers')
})
