import { expect, test } from 'vitest'
import { attemptText, careDetail, careText, dueText, issueText, lately, moodText, owedText, pressingFirst, quietText, ruleText } from './story-text'

const now = new Date('2026-03-15T10:00:00Z')
const names = { now, channels: [{ slug: 'web', name: 'Website', kind: 'web' as const, human: false }, { slug: 'phone', name: 'Phone', kind: 'phone' as const, human: true }], touchpoints: [{ slug: 'pay', name: 'Pay a bill', class: 'efficient' as const, critical: false }] }
const attempt = { at: '2026-03-15T08:00:00Z', since: '2026-03-14T08:00:00Z', channel: 'web', touchpoint: 'pay', direction: 'contact' as const, result: 'failed' as const, issue: 'Billed twice', times: 3, ours: false, summary: null, impression: null }

test('an attempt says what, where, how often, when and about what', () => {
  expect(attemptText(attempt, names)).toBe('Pay a bill on Website, 3 times, last 2 h ago, about “Billed twice”')
  expect(attemptText({ ...attempt, times: 1, channel: null, touchpoint: null, issue: null }, names)).toBe('A contact, 2 h ago')
  expect(attemptText({ ...attempt, times: 1, impression: -2 }, names)).toBe('Pay a bill on Website, 2 h ago, about “Billed twice”, left a very bad impression')
  expect(attemptText({ ...attempt, ours: true, channel: 'phone', summary: 'The customer said it was not put right.' }, names)).toBe('We came to them on Phone, 2 h ago: The customer said it was not put right')
})

test('a long silence is said first', () => {
  expect(quietText([], now)).toBe('No attempt on any channel is recorded.')
  expect(quietText([attempt], now)).toBeNull()
  expect(quietText([{ ...attempt, at: '2025-12-15T08:00:00Z' }], now)).toBe('Nothing for 3 months.')
})

test('who has taken them on, since when, why, and what was done', () => {
  const care = { taken_at: '2026-03-15T08:00:00Z', taken_by: 'Bo', mine: false, because: 'A failed moment: Pay a bill', closed_at: null, outcome: null, last_act: null }
  const when = { timezone: 'Europe/London', now }
  expect(careText(care, when)).toMatch(/^Bo has taken this on, since 15 Mar( 2026)?, 08:00\.$/)
  expect(careText({ ...care, mine: true }, when)).toMatch(/^You have taken this on, since /)
  expect(careText({ ...care, closed_at: '2026-03-12T10:00:00Z', outcome: 'put_right' }, when)).toBe('Bo took this on and closed it 3 days ago: put right.')
  expect(careDetail(care, now)).toBe('A failed moment: Pay a bill. Nothing was done about it yet.')
  expect(careDetail({ ...care, last_act: { at: '2026-03-15T09:00:00Z', what: 'Called back.' } }, now)).toBe('A failed moment: Pay a bill. Last act 1 h ago: Called back.')
})

test('mood and impressions, or nothing', () => {
  expect(moodText({ mood: null, impressions: [] }, names)).toBeNull()
  expect(moodText({ mood: { at: attempt.at, mood: -2, channel: 'phone' }, impressions: [{ at: attempt.at, impression: -1, channel: 'phone', touchpoint: null }, { at: '2026-03-12T08:00:00Z', impression: 2, channel: null, touchpoint: null }] }, names))
    .toBe('Came in a very bad mood (Phone, 2 h ago). Last impressions: bad (Phone, 2 h ago), very good (3 days ago).')
})

test('what is open, and since when', () => {
  expect(issueText({ id: '', title: '', touchpoint: null, opened_at: '2026-03-05T10:00:00Z', contacts: 7, channels: ['phone', 'web'], asked_for: ['e-mail'] }, names)).toBe('open for 10 days, 7 contacts on Phone and Website, asked for e-mail already')
  const promise = { id: '', source: '', text: null, made_at: attempt.at, due_at: '2026-03-14T10:00:00Z', owner: 'Ada', team: null, overdue: true }
  expect(dueText(promise, now)).toBe('overdue by 1 day, Ada')
  expect(dueText({ ...promise, due_at: '2026-03-15T13:00:00Z', overdue: false, owner: null }, now)).toBe('due in 3 h, nobody’s')
  expect(dueText({ ...promise, owner: null, team: 'North' }, now)).toBe('overdue by 1 day, team North')
  expect(owedText(2, 1)).toBe('2 promises open, 1 overdue')
  expect(owedText(0, 0)).toBe('We owe nothing.')
})

test('a channel rule in words', () => {
  expect(ruleText({ touchpoint: 'pay', required: ['phone'], forbidden: ['web'], note: 'bad news' }, names)).toBe('Pay a bill: to be handled on Phone; no messages on Website (bad news).')
})

test('what is due today comes first, then the newest that is overdue, then the rest', () => {
  const due = (due_at: string, overdue = false) => ({ due_at, overdue })
  const order = pressingFirst([due('2026-04-01T10:00:00Z'), due('2025-01-01T10:00:00Z', true), due('2026-03-15T18:00:00Z'), due('2026-03-14T10:00:00Z', true), due('2026-03-20T10:00:00Z')], { now, timezone: 'UTC' })
  expect(order.map(({ due_at }) => due_at.slice(0, 10))).toEqual(['2026-03-15', '2026-03-14', '2025-01-01', '2026-03-20', '2026-04-01'])
})

test('attempts of last year are not told as if they were of yesterday', () => {
  const [fresh, old] = [attempt, { ...attempt, at: '2025-01-15T08:00:00Z' }]
  expect(lately([fresh, old], now)).toEqual({ fresh: [fresh], old: [old] })
})
