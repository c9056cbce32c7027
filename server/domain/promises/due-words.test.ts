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
  ['30 Nov 14:00', '2026-11-30T14:00'], ['3rd march', '2027-03-03T17:00'], ['2026-12-01', '2026-12-01T17:00'], ['5pm', '2026-11-21T17:00'], ['9am', '2026-11-22T09:00'], ['12am tomorrow', '2026-11-22T00:00'], ['tomorrow 12 am', '2026-11-22T00:00'],
  ['5pm tomorrow', '2026-11-22T17:00'], ['4pm tomorrow', '2026-11-22T16:00'], ['noon friday', '2026-11-27T12:00'], ['9:30 on 30 Nov', '2026-11-30T09:30'], ['end of day tomorrow', '2026-11-22T17:00'],
  ['end of month', '2026-11-30T17:00'], ['the end of the month noon', '2026-11-30T12:00'], ['end of next month', '2026-12-31T17:00'], ['month end', '2026-11-30T17:00'], ['end of June', '2027-06-30T16:00'], ['end of february 2028', '2028-02-29T17:00'],
  ['end of the week', '2026-11-27T17:00'], ['end of next week', '2026-12-04T17:00'], ['by end of year', '2026-12-31T17:00'],
  ['within two weeks', '2026-12-05T17:00'], ['within a few days', '2026-11-24T17:00'], ['in a couple of hours', '2026-11-21T12:30'], ['in 2 months', '2027-01-21T17:00'], ['in a fortnight', '2026-12-05T17:00'], ['15 June', '2027-06-15T16:00'], ['June 15th', '2027-06-15T16:00'], ['15 june 2028', '2028-06-15T16:00'],
])('%s', (words, expected) => {
  expect(due(words)).toBe(expected)
})

test('read in the organisation’s zone', () => {
  expect(due('tomorrow 5pm', 'Asia/Kathmandu')).toBe('2026-11-22T11:15')
  expect(due('today 23:00', 'America/New_York')).toBe('2026-11-22T04:00')
})

test('says why not', () => {
  expect(due('')).toContain('By when?')
  expect(due('soonish')).toContain('“soonish” is not understood')
  expect(due('today 9am')).toContain('That is over already.')
  expect(due('tomorrow 25:00')).toContain('no such time')
  expect(due('31 feb')).toContain('does not exist')
  expect(due('yesterday')).toContain('is over already')
  expect(due('3 days ago')).toContain('is over already')
  expect(due('30/2')).toContain('Write the month as a word')
  expect(due('5 Nov')).toContain('just passed')
  expect(due('in several days')).toContain('not understood')
})

test('says how vague words are taken', () => {
  expect(readDue('within a few days', { now, timezone: 'Europe/London' })).toMatchObject({ taken: '“a few” is taken for 3' })
  expect(readDue('end of week', { now, timezone: 'Europe/London' })).toMatchObject({ taken: 'the end of a week is taken for Friday' })
})

test.each([
  ['Call back by friday noon', 'friday noon'], ['Refund within 2 days, and write to them', 'within 2 days'], ['Call tomorrow 10am about the credit.', 'tomorrow 10am'], ['Send it before 30 Nov 14:00!', '30 Nov 14:00'], ['Look again in 3 hours', 'in 3 hours'],
  ['Call back about the credit', null], ['Ask who stood by them', null], ['Refund what was charged twice today', null], ['Call 4pm tomorrow about it', '4pm tomorrow'], ['Refund by end of June', 'end of June'], ['Refund by the end of the month, in full', 'the end of the month'], ['Write within a few days', 'within a few days'], ['Call within two weeks', 'within two weeks'], ['Letter next monday', 'next monday'], ['Answer by 15 June', '15 June'], ['Call back friday', 'friday'], ['Send it 30 Nov.', '30 Nov'], ['Call back at 4pm', '4pm'],
  // What is over, does not exist or is not understood is no other time: it is asked about.
  ['Answer by 2026-11-01', '2026-11-01'], ['Answer by 15 June 2020', '15 June 2020'], ['Call back yesterday', 'yesterday'], ['Send form by 30/2', '30/2'], ['Send form by 30 Feb', '30 Feb'], ['Call by friday 25:00', 'friday 25:00'], ['Call today 9am', 'today 9am'], ['Write in several weeks', 'several weeks'], ['Refund by next month', 'next month'], ['Ring by 5', '5'],
  ['Pay the next two bills', null], ['Look into the order in full', null], ['Call about the June bill', null], ['Explain the charge of 12 pounds', null], ['Pay by card', null], ['Explain the next bill', null], ['by', null],
])('in “%s” the time is %s', (sentence, words) => { expect(dueWordsIn(sentence, { now, timezone: 'Europe/London' })).toBe(words) })
