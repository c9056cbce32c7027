import { expect, test } from 'vitest'
import { figureCondition } from './draft'
import { conditionWords, standing } from './words'

const about = {
  reports: [
    { name: 'today-against-expected', title: 'Today', ofNow: false, figures: [{ field: 'so_far', label: 'Recorded so far', unit: 'count', usual: true }] },
    { name: 'unhappy-now', title: 'Who waits', ofNow: true, figures: [{ field: 'customers', label: 'Customers waiting', unit: 'count', usual: false }] },
    { name: 'follow-through', title: 'Kept', ofNow: false, figures: [{ field: 'rate', label: 'Follow-through', unit: 'share', usual: false }] },
  ],
  segments: [], touchpoints: [], currency: 'GBP',
}

test('an alert says the days its figure is of: the running one, now, or those that were chosen', () => {
  const today = { cell: { measure: 'contacts' }, window: 'last_28_days' } as const
  expect(conditionWords(figureCondition('today-against-expected', 'so_far', { ...today, comparison: 'unusually_high' }), about)).toBe('Contacts is above what was expected today so far')
  expect(conditionWords(figureCondition('today-against-expected', 'so_far', { ...today, comparison: 'below', threshold: 20 }), about)).toBe('Contacts is below 20 today')
  expect(conditionWords(figureCondition('today-against-expected', 'so_far', { ...today, comparison: 'below', threshold: 20, window: 'yesterday' }), about)).toBe('Contacts is below 20 yesterday')
  expect(conditionWords(figureCondition('unhappy-now', 'customers', { comparison: 'above', threshold: 50 }), about)).toBe('Customers waiting is above 50 now')
  expect(conditionWords(figureCondition('follow-through', 'rate', { threshold: 0.8 }), about)).toBe('Follow-through is below 80% in the last 28 days')
})

test('all right is said only where all of it has come', () => {
  const condition = figureCondition('follow-through', 'rate')
  expect(standing({ condition, state: 'clear', remark: '' })).toEqual({ label: 'all right', tone: 'good' })
  expect(standing({ condition, state: 'clear', remark: 'Chat (desk): nothing since 7 May 2026, usually every day.' })).toEqual({ label: 'as far as recorded, all right', tone: 'warning' })
  expect(standing({ condition, state: 'firing', remark: 'Chat (desk): nothing since 7 May 2026, usually every day.' }).label).toBe('firing')
  expect(standing({ condition: { kind: 'promise_overdue', hours: 1, segment: null }, state: 'clear', remark: '' }).label).toBe('waiting for the next')
})
