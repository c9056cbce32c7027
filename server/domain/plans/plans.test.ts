import { expect, test } from 'vitest'
import { CLAIMS, holds } from './claims'
import { circle } from './dependencies'
import { mentioned } from '../mentions'
import { minutesOf } from './minutes'
import { periodNumber } from './period-number'
import { bothAnswers, progressOf, QUESTIONS, sameAnswer } from './steps'

test('who waits for whom may not be a circle', () => {
  const waits = new Map([['a', ['b']], ['b', ['c']], ['c', []]])
  expect(circle(waits, 'a')).toBe(false)
  expect(circle(new Map([...waits, ['c', ['a']]]), 'c')).toBe(true)
  expect(circle(new Map([['a', ['a']]]), 'a')).toBe(true)
})

test('the longest name that fits is meant', () => {
  const people = [{ id: '1', name: 'Ann' }, { id: '2', name: 'Ann Lee' }, { id: '3', name: '' }, { id: '4', name: 'Ann' }]
  expect(mentioned('ask @Ann Lee, please', people)).toEqual(['2'])
  expect(mentioned('@ann: yes. mail me@annex.org', people)).toEqual(['1', '4'])
  expect(mentioned('nobody @', people)).toEqual([])
})

test('weeks and months are numbered without a jump over the year', () => {
  expect(periodNumber('2026-01-01', 'month') - periodNumber('2025-12-01', 'month')).toBe(1)
  expect(periodNumber('2026-01-05', 'week') - periodNumber('2025-12-29', 'week')).toBe(1)
  expect(periodNumber('2025-12-29', 'week')).toBe(periodNumber('2026-01-04', 'week'))
})

test('a claim agrees, does not, or cannot be told', () => {
  expect(holds({ value: 0.4, low: 0.35, high: 0.45 }, 0.38, 0.38)).toBe('holds')
  expect(holds({ value: 0.1, low: 0.05, high: 0.2 }, 0.38, 0.38)).toBe('does_not_hold')
  expect(holds({ value: 0.3, low: 0.1, high: 0.6 }, 0.15, 0.25)).toBe('cant_tell')
  // Without an interval nothing is judged, whichever way the figure lies.
  expect(holds({ value: 0.2, low: null, high: null }, 0.15, 0.25)).toBeNull()
  expect(holds({ value: 1, low: 0.5, high: 2 }, null, null)).toBeNull()
  // The arithmetic the notes speak of.
  expect(((197 / 14) ** (1 / 13) - 1).toFixed(3)).toBe('0.226')
  expect((1 - 6.1 / 6.4).toFixed(3)).toBe('0.047')
  expect((1 - (6.1 / 6.4) ** (1 / 4)).toFixed(3)).toBe('0.012')
  expect(90 + 75 + 67 + 47 + 22 + 22).toBe(323)
  expect(new Set(CLAIMS.map(({ key }) => key)).size).toBe(CLAIMS.length)
})

test('“don’t know yet” is an answer, and counted apart', () => {
  expect(progressOf({})).toEqual({ answered: 0, unknown: 0, open: QUESTIONS.length, of: QUESTIONS.length })
  expect(progressOf({ 'target.who': { text: '', unknown: false, picks: ['value:top'] }, 'us.promise': { text: '', unknown: true, picks: [] }, 'us.listen': { text: '', unknown: false, picks: [] } })).toMatchObject({ answered: 1, unknown: 1 })
})

test('two answers are the same by what they say, and together lose no word', () => {
  const [theirs, mine] = [{ text: 'late', unknown: false, picks: ['bill', 'call'], by: 'Ben' }, { text: 'wrong', unknown: false, picks: ['call', 'post'] }]
  expect(sameAnswer(theirs, { text: 'late', unknown: false, picks: ['bill', 'call'] })).toBe(true)
  expect(sameAnswer(theirs, { ...theirs, picks: ['bill'] })).toBe(false)
  expect(sameAnswer(undefined, { text: '', unknown: false, picks: [] })).toBe(true)
  expect(sameAnswer(undefined, { text: '', unknown: true, picks: [] })).toBe(false)
  expect(bothAnswers(theirs, mine)).toEqual({ text: 'late\nwrong', unknown: false, picks: ['bill', 'call', 'post'] })
  expect(bothAnswers({ text: '', unknown: false, picks: ['bill'] }, { text: 'wrong', unknown: false, picks: [] }).text).toBe('wrong')
})

test('the minutes say what was judged since the last meeting', () => {
  const none = { day: '1 June 2026', lastTime: [], measures: [], stuck: [], done: [], evidence: [], decisions: [] }
  expect(minutesOf({ ...none, judged: [{ plan: 'Call back', verdict: 'cant_tell', tempered: null }] })).toContain('## Judged since\n\n- Call back: can’t tell\n')
  expect(minutesOf({ ...none, judged: [] })).toContain('No plan was judged.')
})
