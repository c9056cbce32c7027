import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { LiveHub } from '../live'
import { shownOf } from '../routers/screen-frames'
import { lateFeeds, sayLateFeeds } from '../routers/screen-standing'
import { recordBatch } from '../services/recording/record-batch'
import { createScreen } from '../services/screens/create-screen'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport } from './answer'

/** Kathmandu is 5:45 ahead: a Wednesday. */
const day = (back: number, hour: number, minute = 0) => new Date(Date.UTC(2026, 2, 18 - back, hour, minute - 345)).toISOString()
const HOURS = Array.from({ length: 11 }, (_, n) => n + 8)

let db: Db
const live = new LiveHub()
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  await live.start(db)
  const made = await testOrganisation(db, { timezone: 'Asia/Kathmandu' })
  as = made.as
  const one = (back: number, hour: number, channel: string, minute = 0) => ({ id: `${channel}${back}.${hour}`, customer: `c${hour}`, occurred_at: day(back, hour, minute), channel, direction: 'contact' })
  // The phone rings every hour from eight to six, letters come at eight; today both until twenty to ten.
  await recordBatch(made.ctx, { kind: 'interaction', records: [
    ...Array.from({ length: 30 }, (_, n) => n + 1).flatMap((back) => [...HOURS.map((hour) => one(back, hour, 'Phone')), one(back, 8, 'Post')]), one(0, 8, 'Phone'), one(0, 9, 'Phone', 40), one(0, 8, 'Post'),
  ] })
  await settleOrganisation(made.ctx)
})
afterAll(async () => { await live.close(); await db.close() })

const late = async (hour: number, minute = 0, back = 0) => {
  const ctx = as('owner', new Date(day(back, hour, minute)))
  return { ctx, rows: (await answerReport(ctx, 'freshness', {})).rows.filter((row) => row.late) }
}

test('a feed of every hour is late within hours, one of the morning is not', async () => {
  const { ctx, rows } = await late(13)
  expect(rows).toMatchObject([{ channel: 'phone', silent_days: 0, silent_since: day(0, 9, 40) }])
  expect(rows[0]?.silent_hours).toBeCloseTo(20 / 6, 5)
  const told = await answerReport(ctx, 'today-against-expected', { measure: 'contacts' })
  expect(told.incomplete).toContain('Phone (default): nothing since 09:40, always heard of by this hour.')
  expect(told.rows).toMatchObject([{ without: 'Phone' }])
  // Of weeks nothing is missing.
  expect((await answerReport(ctx, 'findings', {})).incomplete).toEqual([])
  expect(sayLateFeeds(ctx, await lateFeeds(ctx, live, []))).toBe('Phone late since 09:40')
})

test('not within an hour, and not by night', async () => {
  expect((await late(10, 30)).rows).toEqual([])
  // Yesterday it rang until six: at three in the morning nobody expects it.
  expect((await late(3)).rows).toEqual([])
})

test('what is promised says which of its feeds are late, and of no other', async () => {
  const { as: of } = await testOrganisation(db)
  const on = (iso: string) => of('owner', new Date(iso))
  const days = (until: number) => Array.from({ length: 20 }, (_, n) => new Date(Date.UTC(2026, 2, until - n, 9)).toISOString())
  const promised = (desk: string, until: number) => recordBatch(on('2026-03-18T12:00:00Z'), { kind: 'promise', source: desk, records: days(until).map((at, n) => ({ id: `${desk}${n}`, customer: `c${n}`, made_at: at, due_at: at })) })
  await promised('phone_desk', 18)
  await promised('chat_desk', 8)
  await recordBatch(on('2026-03-18T12:00:00Z'), { kind: 'interaction', source: 'crm', records: days(6).map((at, n) => ({ id: `i${n}`, customer: `c${n}`, occurred_at: at, channel: 'Web', direction: 'contact' })) })
  const own = on('2026-03-18T12:00:00Z')
  await settleOrganisation(own)
  for (const report of ['promises', 'follow-through']) {
    expect((await answerReport(own, report, {})).incomplete, report).toEqual(['Promises of chat_desk: nothing since 8 March 2026, usually every day.'])
    expect((await answerReport(on('2026-03-08T12:00:00Z'), report, {})).incomplete, report).toEqual([])
  }
  const { id } = await createScreen(own, { name: 'What we owe', starter: 'care' })
  expect((await shownOf(own, live, id, {}, own.now)).frames.find(({ kind }) => kind === 'promises')).toMatchObject({ incomplete: 'Promises of Chat desk late since 8 March', known: true })
  // In its first week it is news, and said as such.
  const early = on('2026-03-14T12:00:00Z')
  const frame = (await shownOf(early, live, id, {}, early.now)).frames.find(({ kind }) => kind === 'promises')
  expect(frame).toMatchObject({ incomplete: 'Promises of Chat desk late since 8 March' })
  expect(frame?.known).toBeUndefined()
})
