import { expect, test } from 'vitest'
import { countable, tooSoon } from './review-day'

test('only periods whose figure is final by the review count', () => {
  const days = { startOn: '2026-03-01', reviewOn: '2026-06-01', interval: 'month' as const, ripens: 0 }
  expect([countable(days), countable({ ...days, ripens: 30 }), countable({ ...days, ripens: 61 }), countable({ ...days, ripens: 91 })]).toEqual([3, 2, 1, 0])
  // Weeks and days that begin in the midst of one.
  expect(countable({ ...days, startOn: '2026-03-04', interval: 'week', ripens: 0 })).toBe(12)
})

test('a review that is too early names the first day that is not', () => {
  const days = { startOn: '2026-03-01', reviewOn: '2026-06-01', interval: 'month' as const, ripens: 61 }
  expect(tooSoon(days)).toBe('By the review only 1 whole month counts, as what this figure tells is final only 61 days after; it takes 2. Review it on 1 July 2026 or later.')
  expect(tooSoon({ ...days, reviewOn: '2026-07-01' })).toBeNull()
  expect(tooSoon({ ...days, startOn: '2026-03-02', reviewOn: '2026-04-20', ripens: 0 })).toBe('By the review no whole month counts; it takes 2. Review it on 1 June 2026 or later.')
  expect(tooSoon({ ...days, startOn: '2026-03-02', reviewOn: '2026-06-01', ripens: 0 })).toBeNull()
})
