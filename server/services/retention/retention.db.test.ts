import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { RetentionKind } from '@/db/vocabulary'
import type { OrgCtx } from '@/server/context'
import { nextNight } from '@/server/domain/retention'
import { listAudit } from '@/server/queries/audit'
import { listExpirations, previewRetention } from '@/server/queries/retention'
import { rollupLaws } from '@/server/queries/rollup-law'
import { answerReport } from '@/server/reports/answer'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { deleteRecord } from '../recording/delete-record'
import { setErasureKey } from '../recording/erasure-key'
import { rebuild } from '../recording/rebuild'
import { recordBatch } from '../recording/record-batch'
import { takeBackImport } from '../recording/take-back-import'
import { updateOrganisation } from '../settings/update-organisation'
import { settleOrganisation } from '../settle/settle'
import { expire } from './expire'
import { runExpire } from './schedule'

let db: Db
beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
})
afterAll(() => db.close())

const ago = (days: number) => new Date(TEST_NOW.getTime() - days * 86_400_000).toISOString()
const kept = (ctx: OrgCtx, retention: Partial<Record<RetentionKind, number>>): OrgCtx => ({ ...ctx, org: { ...ctx.org, retention } })
const laws = async (ctx: OrgCtx) => Object.entries(await db.tenant({ organisationId: ctx.org.id }, (tx) => rollupLaws(tx, ctx.org.id))).filter(([, law]) => !law.holds)
const count = async (ctx: OrgCtx, table: string) => (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${table}`)))).rows[0]?.n
const IMPORT = '11111111-1111-4111-8111-111111111111'

async function organisation(): Promise<OrgCtx> {
  const { ctx } = await testOrganisation(db, { lapseDays: 90 })
  const both = (n: number) => [ago(n), ago(400 + n)]
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'c1', acquired_at: ago(900) }, { id: 'c2' }, { id: 'gone', acquired_at: ago(900), left_at: ago(500), leave_kind: 'voluntary' }] })
  await recordBatch(ctx, { kind: 'interaction', importId: IMPORT, records: [0, 1, 2, 3, 4].flatMap((n) => both(n).map((occurred_at, i) => ({ id: `n${n}-${i}`, customer: n % 2 ? 'c1' : 'c2', occurred_at, channel: 'phone', duration_s: 60, cost: 2, result: 'failed' }))) })
  await recordBatch(ctx, { kind: 'interaction', records: both(5).map((occurred_at, i) => ({ id: `o${i}`, customer: 'c1', occurred_at, channel: 'web', form: 'observation' })) })
  await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'a1', anonymous_id: 'nobody', occurred_at: ago(600), channel: 'web' }] })
  await recordBatch(ctx, { kind: 'transaction', records: both(1).map((occurred_at, i) => ({ id: `t${i}`, customer: 'c1', occurred_at, amount: 10 })) })
  await recordBatch(ctx, { kind: 'response', records: both(1).map((occurred_at, i) => ({ id: `r${i}`, customer: 'c1', occurred_at, survey: 'nps', score: 9, comment: 'said' })) })
  await recordBatch(ctx, { kind: 'promise', records: [{ id: 'kept', customer: 'c1', made_at: ago(500), due_at: ago(499), kept_at: ago(499) }, { id: 'owed', customer: 'c1', made_at: ago(500), due_at: ago(-10) }] })
  await settleOrganisation(ctx)
  return ctx
}
const interactions = async (ctx: OrgCtx) => (await answerReport(ctx, 'interactions-over-time', { from: '2024-01-01', to: '2026-03-16', interval: 'month' })).rows.map((row) => [row.period, row.key, row.interactions])

test('what is old enough goes, what happened stays counted, and the laws hold before, after and rebuilt', async () => {
  const ctx = kept(await organisation(), { interaction: 365, observation: 30, transaction: 365, response: 365, promise: 365 })
  const before = await interactions(ctx)
  expect(await previewRetention(ctx, ctx.org.retention)).toMatchObject({ kinds: [{ kind: 'observation', records: 1 }, { kind: 'interaction', records: 6 }, { kind: 'transaction', records: 1 }, { kind: 'promise', records: 1 }, { kind: 'response', records: 1 }], beginnings: 1 })
  expect(await count(ctx, 'interactions')).toBe(13)
  expect(await expire(ctx)).toEqual({ observation: 1, interaction: 6, transaction: 1, response: 1, promise: 1 })
  expect([await count(ctx, 'interactions'), await count(ctx, 'transactions'), await count(ctx, 'responses'), await count(ctx, 'promises')]).toEqual([6, 1, 1, 1])
  expect(await laws(ctx)).toEqual([])
  expect(await interactions(ctx)).toEqual(before)
  await settleOrganisation(ctx)
  await rebuild(ctx)
  expect(await laws(ctx)).toEqual([])
  expect(await interactions(ctx)).toEqual(before)
  expect(await expire(ctx)).toEqual({})
  expect((await listExpirations(ctx)).map(({ kind, records }) => [kind, records])).toEqual([['interaction', 6], ['observation', 1], ['promise', 1], ['response', 1], ['transaction', 1]])
  expect((await listAudit(ctx)).entries.filter((e) => e.action === 'retention.applied').map((e) => e.detail)).toContainEqual({ kind: 'interaction', before: '2025-03-15', records: 6 })
  // Of somebody nobody knew, nothing at all is left; of what went, no row says whose it was.
  expect(await count(ctx, "profiles where external_id = 'nobody'")).toBe(0)
  expect(await count(ctx, 'records r where not exists (select from profiles p where p.organisation_id = r.organisation_id and p.id = r.profile_id) and profile_id <> \'00000000-0000-0000-0000-000000000000\'')).toBe(0)
})

test('what went is a duplicate when it is sent again, and can be neither replaced, deleted nor taken back', async () => {
  const ctx = kept(await organisation(), { interaction: 365 })
  await expire(ctx)
  const old = { id: 'n1-1', customer: 'c1', occurred_at: ago(401), channel: 'phone', duration_s: 60, cost: 2, result: 'failed' }
  expect(await recordBatch(ctx, { kind: 'interaction', records: [old] })).toMatchObject({ accepted: 0, duplicates: 1 })
  const replaced = await recordBatch(ctx, { kind: 'interaction', mode: 'replace', records: [{ ...old, occurred_at: ago(1) }] })
  expect(replaced).toMatchObject({ accepted: 0, rejected: 1, errors: [{ reason: expect.stringContaining('stays counted') }] })
  await expect(deleteRecord(ctx, { kind: 'interaction', id: 'n1-1' })).rejects.toMatchObject({ fault: 'not_found' })
  expect((await takeBackImport(ctx, IMPORT)).records).toBe(5)
  expect(await recordBatch(ctx, { kind: 'interaction', records: [old] })).toMatchObject({ duplicates: 1 })
  expect(await laws(ctx)).toEqual([])
})

test('who has left and was not heard of is erased; who is there, or owes an answer, stays', async () => {
  const ctx = kept(await organisation(), { customer: 365 })
  expect((await previewRetention(ctx, ctx.org.retention)).kinds).toEqual([{ kind: 'customer', before: '2025-03-15', records: 1 }])
  expect(await expire(ctx)).toEqual({ customer: 1 })
  expect(await count(ctx, "customers where external_id = 'gone'")).toBe(0)
  expect(await count(ctx, 'customers')).toBe(2)
  expect(await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'again', customer: 'gone', occurred_at: ago(1), channel: 'web' }] })).toMatchObject({ rejected: 1 })
  expect(await laws(ctx)).toEqual([])
})

test('more than one transaction holds, and a run that is stopped goes on the next time', async () => {
  const { ctx: plain } = await testOrganisation(db)
  const ctx = kept(plain, { interaction: 365 })
  await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: 4500 }, (_, n) => ({ id: `n${n}`, customer: `c${n % 50}`, occurred_at: ago(400 + (n % 30)), channel: 'web' })) })
  const stop = new AbortController()
  let transactions = 0
  const stopping: OrgCtx = { ...ctx, db: { ...db, tenant: (...given) => { if (++transactions === 2) stop.abort(new Error('The server is stopping.')); return db.tenant(...given) } } }
  await expect(expire(stopping, { signal: stop.signal })).rejects.toThrow('stopping')
  expect(await count(ctx, 'interactions')).toBe(500)
  expect(await laws(ctx)).toEqual([])
  expect(await expire(ctx)).toEqual({ interaction: 500 })
  expect((await listExpirations(ctx))[0]?.records).toBe(4500)
  expect(await laws(ctx)).toEqual([])
})

test('a clock that has jumped ahead removes nothing at once', async () => {
  const { ctx: plain } = await testOrganisation(db)
  await recordBatch(plain, { kind: 'interaction', records: [{ id: 'n1', customer: 'c1', occurred_at: ago(10), channel: 'web' }] })
  const jumped = new Date(TEST_NOW.getTime() + 3000 * 86_400_000)
  const ctx: OrgCtx = { ...kept(plain, { interaction: 365 }), now: jumped }
  await runExpire(ctx, { clock: jumped, due: ago(-1) })
  expect(await count(ctx, 'interactions')).toBe(1)
  const [next] = (await db.maintenance((tx) => tx.execute<{ payload: { due: string } }>(sql`select payload from jobs where organisation_id = ${ctx.org.id} and kind = 'expire'`))).rows
  // Still so a night later: then it is the time.
  await runExpire(ctx, { clock: new Date(jumped.getTime() + 86_400_000), due: next?.payload.due })
  expect(await count(ctx, 'interactions')).toBe(0)
})

test('it is set by admins, begins the next night, and comes every night until nothing is set', async () => {
  const { ctx, as } = await testOrganisation(db, { timezone: 'Europe/Berlin' })
  await expect(updateOrganisation(as('editor'), { retention_days: { note: 30 } })).rejects.toMatchObject({ fault: 'forbidden' })
  await expect(updateOrganisation(ctx, { retention_days: { interaction: 29 } })).rejects.toThrow('must be at least 30 days')
  await updateOrganisation(ctx, { retention_days: { note: 30 } })
  const queued = () => count(ctx, "jobs where kind = 'expire' and state = 'queued'")
  expect(await queued()).toBe(1)
  await db.maintenance((tx) => tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id}`))
  await runExpire(kept(ctx, { note: 30 }), { clock: TEST_NOW })
  expect(await queued()).toBe(1)
  await updateOrganisation(kept(ctx, { note: 30 }), { retention_days: {} })
  expect(await queued()).toBe(0)
  expect(nextNight(new Date('2026-03-28T23:00:00Z'), 'Europe/Berlin').toISOString()).toBe('2026-03-29T02:00:00.000Z')
  expect(nextNight(new Date('2026-03-15T00:30:00Z'), 'Europe/Berlin').toISOString()).toBe('2026-03-15T02:00:00.000Z')
})
