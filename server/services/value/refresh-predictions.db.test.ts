import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../../context'
import { handlers } from '../../jobs/handlers'
import { startWorker } from '../../jobs/worker'
import { answerReport } from '../../reports/answer'
import { TEST_NOW, testDb, testOrganisation } from '../../testing/database'
import { eraseCustomer } from '../recording/erase-customer'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { runSettle } from '../settle/run-settle'
import { refreshPredictions } from './refresh-predictions'

let db: Db
beforeAll(async () => { setErasureKey('a secret of this test only'); db = await testDb() })
afterAll(() => db.close())

type Stored = { customer: string; as_of: string; model: string; horizon_weeks: number; p_alive: number | null; expected_transactions: number | null; expected_value: number; clv: number }
const stored = async (ctx: OrgCtx) => (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<Stored>(sql`
  select c.external_id as customer, p.as_of::text as as_of, p.model, p.horizon_weeks, p.p_alive, p.expected_transactions, p.expected_value::float8 as expected_value, p.clv::float8 as clv
  from customer_predictions p join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id order by 1`))).rows
const settle = (ctx: OrgCtx) => runSettle(ctx, { since: null, clock: ctx.now })
let serial = 0
const buy = (ctx: OrgCtx, rows: { customer: string; day: string; amount: number; currency?: string; kind?: string }[]) =>
  recordBatch(ctx, { kind: 'transaction', records: rows.map(({ day, ...r }) => ({ id: `t${serial++}`, occurred_at: `${day}T12:00:00Z`, ...r })) })

test('too few to model: everybody goes on as so far, by name; refunds and other currencies lower or add nothing wrongly', async () => {
  const { ctx, as } = await testOrganisation(db, { margin: 0.5, discountRate: 0 })
  await buy(ctx, [
    { customer: 'a', day: '2026-01-01', amount: 100 }, { customer: 'a', day: '2026-03-12', amount: 100 }, { customer: 'a', day: '2026-03-12', amount: 40 }, { customer: 'a', day: '2026-03-13', amount: -40 },
    { customer: 'b', day: '2026-03-01', amount: 30 }, { customer: 'c', day: '2026-02-01', amount: -30 }, { customer: 'd', day: '2026-02-01', amount: 30, currency: 'USD' },
  ])
  await settle(ctx)
  expect(await refreshPredictions(ctx)).toBe(3)
  // a: one repeat day in 10.43 weeks to 15 March; 200 over two days; half of it margin.
  const pace = 52 / (73 / 7)
  const [a, b, c] = await stored(ctx)
  expect(a).toMatchObject({ customer: 'a', as_of: '2026-03-15', model: 'historic_average', horizon_weeks: 52, p_alive: null, expected_value: Math.round(pace * 10000), clv: Math.round(pace * 5000) })
  expect(a?.expected_transactions).toBeCloseTo(pace, 9)
  expect(b).toMatchObject({ customer: 'b', expected_transactions: 0, expected_value: 0, clv: 0 })
  expect(c).toMatchObject({ customer: 'c', expected_transactions: null, expected_value: 0, clv: 0 })
  await expect(refreshPredictions(as('viewer'))).rejects.toThrow(/editing/)
  // Models that an earlier version kept said less.
  const listed = async () => (await answerReport(ctx, 'most-valuable', {})).rows.map((row) => [row.customer, row.range_low])
  expect(await listed()).toEqual([['a', null], ['b', null], ['c', null]])
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`update prediction_models set models = jsonb_set(models, '{counts}', '{"name": "historic_average"}')`))
  expect(await listed()).toHaveLength(3)
})

test('finance’s own figures are used as they are; who has left brings nothing; erased customers have no prediction', async () => {
  const { ctx } = await testOrganisation(db, { margin: 0.5, discountRate: 0 })
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'gone', acquired_at: '2025-01-01T00:00:00Z', left_at: '2026-02-01T00:00:00Z' }, { id: 'here', acquired_at: '2025-01-01T00:00:00Z' }] })
  await recordBatch(ctx, { kind: 'customer_value', records: ['gone', 'here'].map((customer) => ({ id: customer, customer, period: '2025', amount: 365 })) })
  await buy(ctx, [{ customer: 'here', day: '2025-06-01', amount: 9999 }])
  await settle(ctx)
  await refreshPredictions(ctx)
  const rows = await stored(ctx)
  expect(rows[0]).toMatchObject({ customer: 'gone', model: 'finance', p_alive: 0, expected_value: 0, clv: 0 })
  // A unit a day, 52 weeks, margin already.
  expect(rows[1]).toMatchObject({ customer: 'here', model: 'finance', p_alive: 1, expected_value: 36400, clv: 36400 })
  await eraseCustomer(ctx, 'here')
  expect((await stored(ctx)).map((r) => r.customer)).toEqual(['gone'])
})

test('settling brings predictions by itself; another organisation’s are not seen', async () => {
  const { ctx } = await testOrganisation(db)
  const other = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'transaction', settle: true, records: [{ id: 'x', customer: 'x', occurred_at: '2026-03-01T10:00:00Z', amount: 5 }] })
  const worker = await startWorker(db, handlers, { clock: () => TEST_NOW })
  await worker.idle()
  await worker.stop()
  expect((await stored(ctx)).map((r) => r.customer)).toEqual(['x'])
  expect(await stored(other.ctx)).toEqual([])
})
