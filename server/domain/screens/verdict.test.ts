import { expect, test } from 'vitest'
import type { Picture } from './frame'
import { verdictOf } from './verdict'

const morning: Extract<Picture, { kind: 'expected' }> = { kind: 'expected', what: 'Contacts', soFar: 0, expected: 12, low: 6, high: 19, days: 8, until: '08:10', day: '2026-03-18', quiet: false, silent: null, away: null, without: null, rest: null }
const verdict = (more: Partial<typeof morning>, incomplete = false) => verdictOf({ ...morning, ...more }, incomplete)

test('a day so far lies below, within or above what is usual', () => {
  expect([5, 6, 19, 20].map((soFar) => verdict({ soFar }))).toEqual(['fewer', 'usual', 'usual', 'more'])
  expect(verdict({ soFar: 0, low: 0 })).toBe('nought')
  expect([verdict({ expected: null, low: null, high: null }), verdict({ soFar: null }), verdict({ soFar: null, expected: null, low: null, high: null })]).toEqual(['unknown', 'untold', 'untold'])
})

test('before anybody has recorded anything fewer is no alarm; while a feed is late it stays what it is', () => {
  expect(verdict({ quiet: true })).toBe('quiet')
  expect(verdict({ quiet: true, without: 'Chat', rest: { soFar: 0, expected: 9, low: 4, high: 15 } })).toBe('fewer')
  expect(verdict({ quiet: true, without: 'Chat' }, true)).toBe('unsure')
  expect(verdict({ quiet: true, low: 0 })).toBe('nought')
  expect(verdict({ quiet: true, expected: null, low: null, high: null })).toBe('unknown')
})

test('what has not all come may be more than usual, but neither fewer nor as usual; without what is late it can be told', () => {
  expect([0, 10, 30].map((soFar) => verdict({ soFar }, true))).toEqual(['unsure', 'unsure', 'more'])
  const rest = { expected: 9, low: 4, high: 15 }
  expect([2, 10, 30].map((soFar) => verdict({ without: 'Chat', rest: { soFar, ...rest } }, true))).toEqual(['fewer', 'usual', 'more'])
})

test('a silence of everything is said of each, whatever would be said of it alone', () => {
  const all = [{}, { low: 0 }, { expected: null, low: null, high: null }, { without: 'Chat' }, { without: 'Chat', rest: { soFar: 0, expected: 9, low: 4, high: 15 } }]
  expect(all.map((more) => verdict({ quiet: true, silent: 172, ...more }, true))).toEqual(all.map(() => 'silent'))
})
