import { expect, test } from 'vitest'
import { dueWordsIn, readDue } from './due-words'

// Saturday 21 November 2026, 10:30 in London.
const now = Date.parse('2026-11-21T10:30:00Z')
const due = (words: string, timezone = 'Europe/London') => {
  const read = readDue(words, { now, timezone })
  return read.ok ? new Date(read.at).toISOString().slice(0, 16) : read.reason
}

test.each([
  ['today', '2026-11-21T17:00'], ['Tomorrow 5pm', '2026-11-22T17:00'], ['tomorrow at 9.30 am', '2026-11-22T09:30'], ['friday', '2026-11-27T17:00'], ['by next mon noon', '2026-11-23T12:00'],
  ['saturday', '2026-11-28T17:00'], ['in 2 hours', '2026-11-21T12:30'], ['in an hour', '2026-11-21T11:30'], ['in 3 days', '2026-11-24T17:00'], ['in a week 14:00', '2026-11-28T14:00'], ['next week', '2026-11-28T17:00'],
  ['30 Nov 14:00', '2026-11-30T14:00'], ['3rd march', '2027-03-03T17:00'], ['2026-12-01', '2026-12-01T17:00'], ['5pm', '2026-11-21T17:00'], ['9am', '2026-11-22T09:00'], ['12am tomorrow', undefined], ['tomorrow 12 am', '2026-11-22T00:00'],
])('%s', (words, expected) => {
  if (expected === undefined) expect(due(words)).toContain('is not understood')
  else expect(due(words)).toBe(expected)
})

test('read in the organisation’s zone', () => {
  expect(due('tomorrow 5pm', 'Asia/Kathmandu')).toBe('2026-11-22T11:15')
  expect(due('today 23:00', 'America/New_York')).toBe('2026-11-22T04:00')
})

test('says why not', () => {
  expect(due('')).toContain('By when?')
  expect(due('soonish')).toContain('“soonish” is not understood')
  expect(due('today 9am')).toBe('That is over already.')
  expect(due('tomorrow 25:00')).toContain('no such time')
  expect(due('31 feb')).toContain('does not exist')
})

test.each([
  ['Call back by friday noon', 'friday noon'], ['Refund within 2 days, and write to them', 'within 2 days'], ['Call tomorrow 10am about the credit.', 'tomorrow 10am'], ['Send it before 30 Nov 14:00!', '30 Nov 14:00'], ['Look again in 3 hours', 'in 3 hours'],
  ['Call back about the credit', null], ['Ask who stood by them', null], ['Refund what was charged twice today', null], ['Answer by 2026-11-01', null], ['Explain the next bill', null], ['by', null],
])('in “%s” the time is %s', (sentence, words) => { expect(dueWordsIn(sentence, { now, timezone: 'Europe/London' })).toBe(words) })
