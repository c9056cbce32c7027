import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { recordAll } from './care.fixture'
import { compareCells } from './cells.fixture'
import { periodsAlike } from './periods.fixture'
import { reportNamed } from './registry'

// Small histories counted by hand; now is 15 March 2026, 10:00.
let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
const at = (id: string, customer: string, day: string, channel: string, more: Record<string, unknown> = {}) => ({ id, customer, occurred_at: `2026-${day}:00Z`, channel, touchpoint: 'Ask', direction: 'contact', ...more })
beforeAll(async () => {
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db))
  await recordAll(ctx, {
    interaction: [
      // A chat bot: settled; handed over in words; taken over ten minutes later; gave up and called the next day; failed; too young.
      at('b1', 'a', '02-01T10:00', 'Virtual agent', { cost: 0.4 }), at('b2', 'b', '02-01T10:00', 'Virtual agent', { handed_over_to: 'phone' }),
      at('b3', 'c', '02-01T10:00', 'Virtual agent', { duration_s: 60 }), at('c3', 'c', '02-01T10:11', 'Phone'), at('b4', 'd', '02-01T10:00', 'Virtual agent'), at('c4', 'd', '02-02T10:00', 'Phone'),
      at('b5', 'e', '02-01T10:00', 'Virtual agent', { result: 'failed' }), at('b6', 'f', '03-12T10:00', 'Virtual agent'),
      // Helped themselves on the web: fine; then called about something else; then called about it on day six.
      at('w1', 'g', '02-01T10:00', 'Web', { direction: 'lookup' }), at('c5', 'g', '02-01T10:05', 'Phone', { touchpoint: 'Order' }), at('w2', 'h', '02-01T10:00', 'Web', { direction: 'lookup' }), at('c6', 'h', '02-07T10:00', 'Phone'),
      // Unhappy: we wrote within a day; gave goodwill after three; nobody did, on 5 February; twice on one issue, resolved after two days.
      at('u1', 'p', '02-05T10:00', 'Branch', { touchpoint: 'Claim', result: 'failed' }), at('o1', 'p', '02-06T09:00', 'E-mail', { touchpoint: 'Claim', direction: 'message', initiative: 'ours' }), at('o0', 'p', '02-05T12:00', 'E-mail', { touchpoint: 'News', direction: 'message', initiative: 'ours' }),
      at('u2', 'q', '02-05T10:00', 'Branch', { touchpoint: 'Claim', impression: -1 }), at('o2', 'q', '02-08T11:00', 'Phone', { touchpoint: 'Other', direction: 'message', initiative: 'ours', goodwill_amount: 20 }),
      at('u3', 'r', '02-05T10:00', 'Branch', { touchpoint: 'Claim', result: 'failed' }), at('u4', 's', '02-05T10:00', 'Branch', { touchpoint: 'Claim', result: 'failed', issue: 'S' }), at('u5', 's', '02-06T10:00', 'Branch', { touchpoint: 'Claim', result: 'failed', issue: 'S' }),
    ],
    response: [
      // About the bot's session; about the call after it, not the bot's; about something else; too late; on another scale.
      { id: 'r1', customer: 'a', occurred_at: '2026-02-01T12:00:00Z', survey: 'csat', score: 5, scale_min: 1, scale_max: 5, touchpoint: 'Ask' }, { id: 'r2', customer: 'e', occurred_at: '2026-02-03T12:00:00Z', survey: 'csat', score: 2, scale_min: 1, scale_max: 5, touchpoint: 'Ask' },
      { id: 'r3', customer: 'c', occurred_at: '2026-02-01T12:00:00Z', survey: 'csat', score: 5, scale_min: 1, scale_max: 5, touchpoint: 'Ask' }, { id: 'r4', customer: 'b', occurred_at: '2026-02-01T12:00:00Z', survey: 'csat', score: 5, scale_min: 1, scale_max: 5, touchpoint: 'Order' },
      { id: 'r5', customer: 'b', occurred_at: '2026-02-20T12:00:00Z', survey: 'csat', score: 5, scale_min: 1, scale_max: 5, touchpoint: 'Ask' }, { id: 'r6', customer: 'a', occurred_at: '2026-02-01T12:00:00Z', survey: 'csat', score: 9, scale_min: 0, scale_max: 10, touchpoint: 'Ask' },
    ],
    issue: [{ id: 'S', customer: 's', opened_at: '2026-02-05T10:00:00Z', resolved_at: '2026-02-07T10:00:00Z' }],
    promise: [
      ...[1, 2, 3, 4, 5].map((n) => ({ id: `n${n}`, customer: 'a', made_at: '2026-02-01T10:00:00Z', due_at: '2026-02-03T10:00:00Z', kept_at: n < 4 ? '2026-02-02T10:00:00Z' : '2026-02-04T10:00:00Z', team: 'North', owner: `n${n}` })),
      { id: 's1', customer: 'b', made_at: '2026-02-01T10:00:00Z', due_at: '2026-02-03T10:00:00Z', team: 'South', owner: 'Sam' }, { id: 's2', customer: 'b', made_at: '2026-02-01T10:00:00Z', due_at: '2026-03-16T10:00:00Z', team: 'South', owner: 'Sam' },
      { id: 'mine', customer: 'b', made_at: '2026-02-01T10:00:00Z', due_at: '2026-02-03T10:00:00Z', kept_at: '2026-02-02T10:00:00Z', owner: 'Editor' },
      // Kept tomorrow has not happened; withdrawn by nobody is withdrawn by us.
      { id: 'ahead', customer: 'b', made_at: '2026-02-01T10:00:00Z', due_at: '2026-02-20T10:00:00Z', kept_at: '2026-03-16T10:00:00Z' }, { id: 'gone', customer: 'b', made_at: '2026-02-01T10:00:00Z', due_at: '2026-02-20T10:00:00Z', withdrawn_at: '2026-02-10T10:00:00Z' },
    ],
  })
})
afterAll(async () => { await db.close() })

test('what ended without a person, and what that settled: giving up is no success', async () => {
  const { rows } = await answerReport(ctx, 'containment', { by: 'channel' })
  // Bot: b2 and b3 went to a person. Of the five old ones b1 alone settled it. Web: w1; h came again about it.
  expect(rows.find((r) => r.key === 'virtual_agent')).toMatchObject({ sessions: 6, contained: 4, escalated: 2, watched: 5, resolved: 1, resolved_containment: 0.2, answers: 2, satisfied: 1, satisfaction: 0.5, priced: 1, cost: 0.4, per_session: 0.4 })
  expect(rows.find((r) => r.key === 'web')).toMatchObject({ sessions: 2, contained: 2, watched: 2, resolved: 1, answers: 0, satisfaction: null, cost: null, per_session: null })
  expect(rows[0]).toMatchObject({ key: 'total', sessions: 8, contained: 6, containment: 0.75, cost: 0.4 })
  await compareCells(ctx, 'containment', { by: 'channel' })
})

test('how long the unhappy wait, those still waiting included', async () => {
  const { rows, statistics } = await answerReport(ctx, 'time-to-action', { touchpoint: 'claim', min_at_risk: 1 })
  expect(statistics).toMatchObject({ unhappy: 4, acted: 3, still_waiting: 1, median: 2 })
  expect(rows.slice(0, 4).map((r) => [r.t, r.at_risk, r.events, r.waiting])).toEqual([[0, 4, 1, 0.75], [1, 3, 0, 0.75], [2, 3, 1, 0.5], [3, 2, 1, 0.25]])
  await compareCells(ctx, 'time-to-action', { touchpoint: 'claim', min_at_risk: 1 })
})

test('follow-through of teams of five and more; of single people only one’s own', async () => {
  const team = await answerReport(ctx, 'follow-through', { by: 'team' })
  expect(team.rows.map((r) => [r.key, r.due, r.kept, r.late, r.broken])).toEqual([['total', 9, 4, 2, 3], ['North', 5, 3, 2, 0], ['none', 3, 1, 0, 2], ['small_teams', 1, 0, 0, 1]])
  const own = await answerReport(as('editor'), 'follow-through', { by: 'owner' })
  expect(own.rows.map((r) => [r.key, r.due, r.kept])).toEqual([['total', 9, 4], ['own', 1, 1]])
  const { rows } = await answerReport(as('editor'), 'promises', {})
  expect(rows.map((r) => [r.owner, r.promises, r.overdue, r.due_later, r.kept])).toEqual([['total', 10, 2, 1, 4], ['none', null, 1, 0, null], ['Sam', null, 1, 1, null], ['Editor', 1, 0, 0, 1]])
  for (const by of ['team', 'owner']) await compareCells(as('editor'), 'follow-through', { by })
  await compareCells(as('editor'), 'promises', {})
})

test('all weeks are read at once, and each says what it says alone', async () => {
  const report = reportNamed('containment')
  expect(report?.byPeriod).toBeDefined()
  for (const parameters of [{}, { by: 'channel' }]) expect(report && await periodsAlike(ctx, report, parameters, [{ interval: 'week', from: '2026-01-26', to: '2026-03-16' }, { interval: 'month', from: '2026-01-01', to: '2026-03-01' }])).toBeGreaterThan(2)
})
