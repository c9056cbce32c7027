import { expect, test } from 'vitest'
import { nextOwed, stateAfter } from './doing'

const row = (id: string, state: 'overdue' | 'due_later' | 'kept' = 'overdue') => ({ id, source: 's', state }) as const

test('what is kept by its clock is on time, after it late; withdrawn says by whom', () => {
  const due = { due_at: '2026-03-15T17:00:00Z' }
  expect(stateAfter(due, 'kept', '2026-03-15T17:00:00.000Z')).toBe('kept')
  expect(stateAfter(due, 'kept', '2026-03-15T17:00:01.000Z')).toBe('kept_late')
  expect(stateAfter(due, 'not_needed', '2026-03-15T10:00:00Z')).toBe('withdrawn_by_customer')
  expect(stateAfter(due, 'cannot', '2026-03-15T10:00:00Z')).toBe('withdrawn_by_us')
})

test('the hand goes to the next one owed, then back to what was left above, then nowhere', () => {
  const rows = [row('a'), row('b', 'kept'), row('c'), row('d', 'due_later')]
  expect(nextOwed(rows, 0)).toBe(2)
  expect(nextOwed(rows, 2, new Set(['s d']))).toBe(0)
  expect(nextOwed(rows, 3)).toBe(2)
  expect(nextOwed([row('a', 'kept')], 0)).toBeNull()
  expect(nextOwed([], 0)).toBeNull()
})
