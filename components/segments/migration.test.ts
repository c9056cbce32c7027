import { expect, test } from 'vitest'
import { sentence } from './migration'

const counted = { stayed: 80, moved: 20, moved_themselves: 20, came: 3, gone: 0, on_first_day: 100, redefined: 0, redefined_on: null, not_judged: 0, begins: '2024-01-01', judged_by: 'records' }

test('whom a new definition moved is no movement', () => {
  expect(sentence(counted)).toBe('20\u202f% of customers moved to another segment (20 of 100)')
  expect(sentence({ ...counted, moved_themselves: 8, redefined: 12, redefined_on: '2026-11-22' })).toBe('8.0\u202f% of customers moved to another segment (8 of 100); the new definition of 22 Nov 2026 moved 12')
})

test('who was not judged did not come in', () => {
  expect(sentence({ ...counted, on_first_day: 0, moved: 0, moved_themselves: 0, came: null, not_judged: 3522, begins: '2026-11-22', judged_by: 'predictions' })).toBe('Nobody was judged before 22 Nov 2026, since when predictions are kept')
})
