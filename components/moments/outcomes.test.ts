import { expect, test } from 'vitest'
import { effectFinding } from './effect-finding'
import { byTouchpoint, onlyFailuresNote, type Outcome } from './outcomes'

const row = (touchpoint: string, result: Outcome['result'], moments: number, more: Partial<Outcome> = {}): Outcome => ({
  touchpoint, label: touchpoint, result, moments, all_moments: moments, share: null, share_low: null, share_high: null, known: moments, share_of_known: null, share_of_known_low: null, share_of_known_high: null, coverage: null, pending: 0, left: 0, spent_less: 0, stayed: 0, not_measurable: 0, advocated: 0,
  index_moments: moments, closed: moments, index_left: 0, left_rate: null, left_low: null, left_high: null, comparable: 0, index_spent_less: 0, spent_less_rate: null, spent_less_low: null, spent_less_high: null, ...more,
})

test('the most often failed comes first, one too small to rank last', () => {
  const { whole, parts } = byTouchpoint([
    row('total', 'failed', 35), row('few', 'failed', 3), row('few', 'met', 1), row('calm', 'failed', 2), row('calm', 'met', 98), row('bad', 'failed', 30), row('bad', 'met', 30), row('bad', 'not_recorded', 40),
  ])
  expect(whole?.failed).toBe(35)
  expect(parts.map(({ key, moments, known, failed }) => [key, moments, known, failed])).toEqual([['bad', 100, 60, 30], ['calm', 100, 100, 2], ['few', 4, 4, 3]])
})

test('the whole says what it is without touchpoints that know of failures only', () => {
  const { whole, parts } = byTouchpoint([row('total', 'failed', 60), row('total', 'met', 60), row('Pay', 'failed', 20), row('Other', 'failed', 40), row('Other', 'met', 60)])
  if (!whole) throw new Error('no whole')
  expect(onlyFailuresNote(whole, [])).toBe('')
  expect(onlyFailuresNote(whole, parts.filter(({ key }) => key === 'Pay'))).toBe(' Pay: only failures are recorded there as moments, so its share of failures says nothing. Without it, 40\u202f% (40 of 100) of the moments with a known result failed.')
})

test('the finding says counts where there are few, and asks where nothing has closed', () => {
  const finding = (rows: Outcome[]) => effectFinding(byTouchpoint(rows).whole)
  expect(finding([row('total', 'failed', 8, { index_left: 3 }), row('total', 'met', 200, { index_left: 8 })])).toBe('3 of 8 customers left after a failed moment, 4.0\u202f% after one that was met')
  expect(finding([row('total', 'failed', 8, { closed: 0 })])).toBe('What follows a moment?')
})
