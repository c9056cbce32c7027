import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport, reportRows } from './answer'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

/** Four customers all of January, two in the north; eight contacts, six about loans. */
async function organisation() {
  const { ctx } = await testOrganisation(db, { dimensions: ['branch', 'product'], observedFrom: '2025-01-01' })
  await recordBatch(ctx, { kind: 'customer', records: [0, 1, 2, 3].map((i) => ({ id: `c${i}`, acquired_at: '2025-06-01T00:00:00Z', attributes: { branch: i < 2 ? 'north' : 'south' } })) })
  await recordBatch(ctx, { kind: 'interaction', records: [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({
    id: `i${i}`, customer: `c${i % 4}`, occurred_at: `2026-01-1${i}T10:00:00Z`, channel: 'phone', direction: 'contact', cost: 5, attributes: { product: i < 6 ? 'loan' : 'card' },
  })) })
  await settleOrganisation(ctx)
  return ctx
}
const window = { from: '2026-01-01', to: '2026-02-01' }

test('parts by an attribute of customers stand against their own, by one of interactions against everybody', async () => {
  const ctx = await organisation()
  const of = async (by: string) => (await answerReport(ctx, 'interactions-per-customer', { ...window, by })).rows.map((r) => [r.key, r.active_customers, r.per_customer_month])
  expect(await of('attribute:branch')).toEqual([['total', 4, 2], ['north', 2, 2], ['south', 2, 2]])
  expect(await of('attribute:product')).toEqual([['total', 4, 2], ['card', 4, 0.5], ['loan', 4, 1.5]])
  const cost = await answerReport(ctx, 'cost-to-serve', { ...window, by: 'attribute:product' })
  expect(cost.rows.map((r) => [r.key, r.active_customers, r.cost])).toEqual([['total', 4, 40], ['card', 4, 10], ['loan', 4, 30]])
  expect(cost.notes.join(' ')).toContain('product is said of interactions')
})

test('an attribute filters, and the rows behind a figure with it', async () => {
  const ctx = await organisation()
  const rows = async (parameters: Record<string, string>, name = 'interactions-per-customer') => (await answerReport(ctx, name, { ...window, ...parameters })).rows.map((r) => [r.key, r.active_customers ?? null, r.interactions ?? r.contacts])
  expect(await rows({ attribute: 'branch:north' })).toEqual([['total', 2, 4]])
  expect(await rows({ 'attribute:branch': 'north', by: 'channel' })).toEqual([['total', 2, 4], ['phone', 2, 4]])
  expect(await rows({ 'attribute:product': 'loan' })).toEqual([['total', 4, 6]])
  expect(await rows({ 'attribute:product': 'loan', by: 'attribute:branch' })).toEqual([['total', 4, 6], ['north', 2, 4], ['south', 2, 2]])
  expect(await rows({ 'attribute:product': 'card' }, 'contact-rate')).toEqual([['total', 4, 2]])
  for (const by of ['channel', 'touchpoint', 'attribute:branch']) expect((await rows({ attribute: 'product:loan', by }, 'cost-to-serve'))[0]).toEqual(['total', 4, 6])
  expect(await rows({ attribute: 'product:loan' }, 'interactions-over-time')).toEqual([['total', null, 6]])
  expect(await rows({ attribute: 'branch:nowhere' }, 'interactions-over-time')).toEqual([])
  const behind = await reportRows(ctx, 'interactions-over-time', { ...window, 'attribute:product': 'loan' }, { row: { period: '2026-01-01', key: 'total' }, field: 'interactions' }, { limit: 1, offset: 0 })
  expect(behind.total).toBe(6)
  await expect(rows({ attribute: 'colour:red' })).rejects.toMatchObject({ fault: 'invalid' })
  await expect(rows({ attribute: 'branch' })).rejects.toMatchObject({ fault: 'invalid' })
  await expect(rows({ 'attribute:branch': 'north', 'attribute:product': 'loan' })).rejects.toMatchObject({ fault: 'invalid' })
  // Growth reads months; two are needed.
  const growth = (await answerReport(ctx, 'growth', { from: '2025-12-01', to: '2026-02-01', attribute: 'product:loan' })).rows
  expect(growth.map((r) => [r.key, r.end])).toEqual([['total', 6], ['human', 6], ['phone', 6]])
  expect((await answerReport(ctx, 'recovery', { ...window, attribute: 'branch:north' })).notes).toContainEqual(expect.stringContaining('attribute=branch:north is not used'))
})

test('behind active customers stand days, so no records are shown as theirs', async () => {
  const ctx = await organisation()
  const behind = (name: 'interactions-per-customer' | 'contact-rate', field: string) => reportRows(ctx, name, window, { row: { period: '2026-01-01', key: 'total' }, field }, { limit: 1, offset: 0 })
  expect((await behind('contact-rate', 'contact_rate')).total).toBe(8)
  expect((await behind('interactions-per-customer', 'per_customer_month')).total).toBe(8)
  await expect(behind('contact-rate', 'active_customers')).rejects.toMatchObject({ fault: 'not_found' })
  await expect(behind('interactions-per-customer', 'active_customers')).rejects.toMatchObject({ fault: 'not_found' })
})
