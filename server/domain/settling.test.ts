import { expect, test } from 'vitest'
import { COUNTED_TO, isPassing, passingInShort, settlingReason, SORTING, unsettled, waitingInShort, waitingReasons } from './settling'

test('who waits is said in full to some, in short to others, and only of those who are noticed', () => {
  expect(settlingReason(21_051)).toBe('21,051 customers are still being settled: moments, effects and relationships may lag behind.')
  expect(settlingReason(COUNTED_TO)).toContain('More than 100,000 customers')
  expect(passingInShort(settlingReason(3))).toBe('The newest records are still being counted in')
  expect([unsettled([]), unsettled([settlingReason(99)]), unsettled(['chat: nothing since 4 May 2026.'])]).toEqual([null, null, null])
  expect(unsettled([settlingReason(100)])).toBe('The newest records are still being counted in: figures on this page may still change.')
  expect(unsettled([settlingReason(COUNTED_TO)])).not.toBeNull()
})

test('a sample that is still coming in, or days counted anew, are said before anything else', () => {
  const said = (more: object) => waitingReasons({ coming: false, recounting: false, customers: 5_000, ...more })
  expect([said({ customers: 0 }), said({}).map(isPassing), said({ coming: true, recounting: true }).map(passingInShort)]).toEqual([[], [true], ['The sample is still coming in', 'Days are being counted anew in another time zone', 'The newest records are still being counted in']])
  expect([unsettled(said({ coming: true })), unsettled(said({ recounting: true }))]).toEqual(['The sample is still coming in: figures on this page may still change.', 'Days are being counted anew in another time zone: figures on this page may still change.'])
})

test('nothing is judged while what is half counted would be noticed', () => {
  const short = (more: object) => waitingInShort({ coming: false, recounting: false, customers: 99, ...more })
  expect([short({}), short({ customers: 100 }), short({ recounting: true }), short({ recounting: true, coming: true })]).toEqual([null, 'The newest records are still being counted in', 'Days are being counted anew in another time zone', 'The sample is still coming in'])
})

test('who is being sorted into segments is said beside who waits', () => {
  const sorting = `Figures by segment may still change: ${SORTING} “Value tiers”.`
  expect(isPassing(sorting)).toBe(true)
  expect(unsettled([sorting])).toBe('Customers are still being sorted into segments: figures on this page may still change.')
  expect(unsettled([settlingReason(5_000), sorting])).toBe('The newest records are still being counted in, and customers are still being sorted into segments: figures on this page may still change.')
})
