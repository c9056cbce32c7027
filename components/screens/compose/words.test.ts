import { expect, test } from 'vitest'
import { sinceWords } from './words'

test('a window that a view brought along is said in words', () => {
  expect(['{-90d}', '{-1m}', '{-6m}', '{week}', '2026-03-01'].map(sinceWords)).toEqual(['Last 90 days', 'Last month and this', 'Last 6 months and this', 'This week', 'Since 1 Mar 2026'])
})
