import { expect, test } from 'vitest'
import { COMING_REASON, COUNTED_TO, isPassing, passingInShort, settlingReason, SORTING, unsettled } from './settling'

test('who waits is said in full to some, in short to others, and only of those who are noticed', () => {
  expect(settlingReason(21_051)).toBe('21,051 customers are still being settled: moments, effects and relationships may lag behind.')
  expect(settlingReason(COUNTED_TO)).toContain('More than 100,000 customers')
  expect(passingInShort(settlingReason(3))).toBe('The newest records are still being counted in')
  expect([unsettled([]), unsettled([settlingReason(99)]), unsettled(['chat: nothing since 4 May 2026.'])]).toEqual([null, null, null])
  expect(unsettled([settlingReason(100)])).toBe('The newest records are still being counted in: figures on this page may still change.')
  expect(unsettled([settlingReason(COUNTED_TO)])).not.toBeNull()
})

test('a sample that is still coming in is said before anything else', () => {
  expect([isPassing(COMING_REASON), passingInShort(COMING_REASON)]).toEqual([true, 'The sample is still coming in'])
  expect(unsettled([settlingReason(5_000), COMING_REASON])).toBe('The sample is still coming in: figures on this page may still change.')
})

test('who is being sorted into segments is said beside who waits', () => {
  const sorting = `Figures by segment may still change: ${SORTING} “Value tiers”.`
  expect(isPassing(sorting)).toBe(true)
  expect(unsettled([sorting])).toBe('Customers are still being sorted into segments: figures on this page may still change.')
  expect(unsettled([settlingReason(5_000), sorting])).toBe('The newest records are still being counted in, and customers are still being sorted into segments: figures on this page may still change.')
})
