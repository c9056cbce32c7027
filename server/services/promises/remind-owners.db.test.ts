import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, members, notifications, users } from '@/db/schema'
import type { OrgCtx } from '@/server/context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { remindOwners } from './remind-owners'

let db: Db
let ctx: OrgCtx
let ada: string
// 06:30, 09:00 and 18:00 of 15 March in Kathmandu (UTC+5:45).
const night = new Date('2026-03-15T00:45:00Z')
const morning = new Date('2026-03-15T03:15:00Z')
const evening = new Date('2026-03-15T12:15:00Z')
const run = (at: Date) => remindOwners({ ...ctx, now: at }, { clock: at })
const told = async () => (await db.maintenance((tx) => tx.select({ kind: notifications.kind, title: notifications.title, to: notifications.userId }).from(notifications).where(eq(notifications.organisationId, ctx.org.id)).orderBy(notifications.createdAt, notifications.title))).map((one) => `${one.kind}: ${one.title}`)
const promise = (id: string, due: string, more: object = {}) => ({ id, customer: 'c1', made_at: '2026-03-10T10:00:00Z', due_at: due, owner: 'Ada Lovelace', text: `Call about ${id}`, ...more })
const record = (records: object[]) => recordBatch({ ...ctx, now: evening }, { kind: 'promise', records, mode: 'replace' })

beforeAll(async () => { setErasureKey('x'.repeat(32)); db = await testDb() })
afterAll(() => db.close())
beforeEach(async () => {
  ;({ ctx } = await testOrganisation(db, { timezone: 'Asia/Kathmandu' }))
  ada = randomUUID()
  await db.door((tx) => tx.insert(users).values({ id: ada, email: `${ada}@example.org`, name: 'Ada Lovelace' }))
  await db.maintenance((tx) => tx.insert(members).values({ organisationId: ctx.org.id, userId: ada, role: 'editor' }))
})

test('an owner is told in the morning of what is due today, and when it is overdue, once each', async () => {
  await record([
    promise('today', '2026-03-15T11:00:00Z'), promise('tomorrow', '2026-03-15T19:00:00Z'), promise('kept', '2026-03-15T11:00:00Z', { kept_at: '2026-03-14T11:00:00Z' }),
    promise('nobody', '2026-03-15T11:00:00Z', { owner: 'Somebody Else' }), promise('ancient', '2026-01-15T11:00:00Z'), promise('mine', '2026-03-15T12:00:00Z', { owner: 'ADA LOVELACE', made_at: '2026-03-15T04:00:00Z' }),
  ])
  expect(await run(night)).toEqual({ told: 0 })
  expect(await run(morning)).toEqual({ told: 1 })
  expect(await run(morning)).toEqual({ told: 0 })
  expect(await told()).toEqual(['promise_due: Due today, 16:45: Call about today'])
  expect(await run(evening)).toEqual({ told: 2 })
  expect(await run(evening)).toEqual({ told: 0 })
  expect((await told()).slice(1).toSorted()).toEqual(['promise_overdue: Overdue: Call about mine', 'promise_overdue: Overdue: Call about today'])
})

test('a new due time is a new promise to keep; many are told as one', async () => {
  await record([promise('a', '2026-03-15T11:00:00Z')])
  await run(evening)
  await record([promise('a', '2026-03-15T11:30:00Z')])
  expect(await run(evening)).toEqual({ told: 1 })
  expect(await told()).toEqual(['promise_overdue: Overdue: Call about a', 'promise_overdue: Overdue: Call about a'])
  await record(['b', 'c', 'd', 'e'].map((id) => promise(id, '2026-03-15T11:00:00Z')))
  expect(await run(evening)).toEqual({ told: 4 })
  expect(await told()).toContain('promise_overdue: 4 of your promises are overdue')
})

test('it runs again when the next one becomes overdue, at the latest in the morning', async () => {
  const next = async () => (await db.maintenance((tx) => tx.select({ at: jobs.runAt }).from(jobs).where(sql`organisation_id = ${ctx.org.id} and kind = 'remind'`)))[0]?.at.toISOString()
  await record([promise('far', '2026-04-15T11:00:00Z')])
  await run(morning)
  expect(await next()).toBe('2026-03-16T01:15:00.000Z')
  await record([promise('near', '2026-03-15T09:00:00Z')])
  await run(morning)
  expect(await next()).toBe('2026-03-15T09:00:01.000Z')
})
