import { expect, test } from 'vitest'
import { sayClaimed, sayCounted, sayDifference, sayEnds, sayLift, sayLiftEnds, sayOwn, sayRelative, sayReturn, sayTest, sayTrouble, standing } from './words'

test('an action that is stuck and late is told once', () => {
  const said = (stuck: number, late: number, either: number) => sayTrouble({ stuck, late, late_or_stuck: either })
  expect([said(0, 0, 0), said(1, 0, 1), said(0, 2, 2), said(1, 1, 1), said(1, 1, 2), said(2, 3, 4)]).toEqual(['', '1 stuck', '2 late', '1 stuck and late', '2 stuck or late', '4 stuck or late'])
})

test('one’s own figure is told with its unit, its days and what it divides by; a claim in the same unit', () => {
  const own = (more: Partial<Parameters<typeof sayOwn>[0]>) => sayOwn({ own: 0.123, unit: 'share', months: null, n: null, from: '2025-06-01', to: '2026-06-01', ...more }, 'GBP')
  expect(own({ n: 1203 })).toEqual({ figure: '12\u202f%', of: '1 Jun 2025 – 31 May 2026, n = 1,203' })
  expect(own({ own: 3210.4, unit: 'count', months: 12 })).toEqual({ figure: '3,210.4 a month', of: 'the mean of 12 whole months, 1 Jun 2025 – 31 May 2026' })
  expect(own({ own: 4.2, unit: 'minutes', from: null, to: null })).toEqual({ figure: '4.2 min', of: '' })
  const claimed = (low: number | null, high: number | null, unit: string | null = 'share') => sayClaimed({ claimed_low: low, claimed_high: high, unit }, 'GBP')
  expect([claimed(0.38, 0.38), claimed(0.19, 0.226), claimed(0.9, null), claimed(null, 0), claimed(1, 2, null)]).toEqual(['38\u202f%', '19\u202f% to 22.6\u202f%', 'at least 90\u202f%', 'at most 0\u202f%', ''])
})

test('a “moved” that is not its own doing does not look like one that is', () => {
  const as = (tempered: Parameters<typeof standing>[0]['tempered']) => standing({ status: 'reviewed', verdict: 'moved', tempered })
  expect(as(null)).toEqual({ label: 'Moved', tone: 'good' })
  expect([as('comparison').tone, as('shared').tone, as('unsaid').tone]).not.toContain('good')
  expect(standing({ status: 'running', verdict: null, tempered: null }).label).toBe('Running')
})

test('what an action should bring is told by the ends that are known', () => {
  const money = (value: number) => `£${value}`
  const said = (low: number | null, high: number | null) => sayReturn({ returnLow: low, returnHigh: high }, money)
  expect([said(null, null), said(1, 2), said(1, null), said(null, 2)]).toEqual(['', '£1–£2', 'at least £1', 'at most £2'])
})

test('two groups by lot are read to three decimals, noughts and all; what a test nearly rules out is not nothing', () => {
  expect(sayTest({ z: 22.486, p: 0, unit: 'share' })).toBe('z = 22.486, p < 0.001')
  expect(sayTest({ z: 3.78, p: 0.0507, unit: 'share' })).toBe('z = 3.780, p = 0.051')
  expect(sayTest({ z: -2.4, p: 0.001, unit: 'number' })).toBe('t = −2.400, p = 0.001')
  expect([sayTest({ z: null, p: null, unit: 'share' }), sayTest({ z: 1, p: null, unit: 'share' })]).toEqual(['', 'z = 1.000, p = –'])
  expect([sayLift(0.0765859, 'share', 'GBP'), sayLift(-0.02, 'share', 'GBP'), sayLift(2.4, 'number', 'GBP'), sayLift(null, 'share', 'GBP')]).toEqual(['+7.659\u00a0points', '−2.000\u00a0points', '+2.400', '–'])
  expect([sayLiftEnds(0.0699, 0.0832, 'share', 'GBP'), sayLiftEnds(-1, 2.5, 'number', 'GBP'), sayLiftEnds(null, 1, 'share', 'GBP')]).toEqual(['6.990–8.320\u00a0points', '−1.000 to 2.500', '–'])
  expect([sayCounted(0.10617, 'share', 'GBP'), sayRelative({ value: 0.31313, low: 0.0178, high: 0.6941 }), sayRelative({ value: 0.5, low: null, high: null })]).toEqual(['10.617\u202f%', '31.313\u202f% (1.780–69.410\u202f%)', '50.000\u202f%'])
})

test('a figure and its unit stay on one line', () => {
  expect([sayDifference(0.0766, 'share', 'GBP'), sayEnds(0.07, 0.083, 'share', 'GBP')]).toEqual(['+7.66\u00a0points', '7.0–8.3\u00a0points'])
})
