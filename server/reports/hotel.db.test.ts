import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { writing, type OrgCtx } from '../context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { hotel, recordAll, settleWithMoments } from './care.fixture'
import { compareCells } from './cells.fixture'

// The mistake was small; the follow-through was the story (STORIES 20).
let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  await recordAll(ctx, hotel)
  await settleWithMoments(db, ctx, ['billing_question'])
})
afterAll(async () => { await db.close() })

test('nine promises fell due and none was kept: three call-backs, three credits, three confirmations', async () => {
  const { rows } = await answerReport(ctx, 'follow-through', {})
  expect(rows).toMatchObject([{ key: 'total', label: 'Total', due: 9, kept: 0, late: 0, broken: 9, rate: 0, low: 0, high: expect.closeTo(0.2991, 4), withdrawn_by_customer: 0 }])
  expect((await answerReport(ctx, 'promises', {})).rows[0]).toMatchObject({ owner: 'total', promises: 9, overdue: 9, due_today: 0, due_later: 0, kept: 0, customers_overdue: 1 })
  const team = await answerReport(ctx, 'follow-through', { by: 'team' })
  expect(team.rows.map((r) => [r.key, r.due, r.broken])).toEqual([['total', 9, 9], ['Front desk', 9, 9]])
  const channel = await answerReport(ctx, 'follow-through', { by: 'channel' })
  expect(channel.rows.map((r) => [r.key, r.due])).toEqual([['total', 9], ['phone', 9]])
  for (const by of ['team', 'channel', 'touchpoint', 'owner']) await compareCells(ctx, 'follow-through', { by })
})

test('one issue, seven calls on one channel, nothing resolved, six of seven about what was told before', async () => {
  expect((await answerReport(ctx, 'channels-per-issue', {})).rows).toMatchObject([{ key: 'total', issues: 1, contacts: 7, contacts_per_issue: 7, channels_per_issue: 1, switches: 0, resolved: 0, median_hours: null, reopened: 0 }])
  expect((await answerReport(ctx, 'repeat-contacts', {})).rows).toMatchObject([{ key: 'total', contacts: 7, repeats: 6, linked: 6, inferred: 0 }])
  const fcr = await answerReport(ctx, 'first-contact-resolution', {})
  expect(fcr.rows).toMatchObject([{ key: 'total', kind: 'linked', issues: 1, resolved_first: 0, fcr: 0 }, { key: 'total', kind: 'inferred', issues: 0, fcr: null }])
})

test('asked for the booking number seven times: six times again', async () => {
  const { rows } = await answerReport(ctx, 'asked-again', { seconds_per_field: 60 })
  // Six contacts of ten minutes, at five a contact: 11 fields asked again cost 11 minutes at 0.5.
  expect(rows).toMatchObject([
    { asked_for: 'total', hand_over: 'total', issues: 1, asked_again: 1, rate: 1, times: 11, contact_minutes: 60, minutes: 11, money: 5.5 },
    { asked_for: 'booking number', asked_again: 1, times: 6, contact_minutes: 60 }, { asked_for: 'card number', times: 5, contact_minutes: 50 }, { asked_for: 'total', hand_over: 'phone:phone', times: 11 },
  ])
  await compareCells(ctx, 'asked-again', {})
  // Where contacts say no cost of their own, the channel's stands for it: ten a contact of ten minutes.
  await writing(ctx, async (tx) => { await tx.execute(sql`update interactions set cost = null where organisation_id = ${ctx.org.id}`); await tx.execute(sql`update channels set cost_per_contact = 1000 where organisation_id = ${ctx.org.id}`) })
  expect((await answerReport(ctx, 'asked-again', { seconds_per_field: 60 })).rows[0]).toMatchObject({ minutes: 11, money: 11 })
})

test('still waiting for the first act', async () => {
  const { statistics } = await answerReport(ctx, 'time-to-action', { min_at_risk: 1 })
  expect(statistics).toMatchObject({ unhappy: 1, acted: 0, still_waiting: 1, median: null })
})
