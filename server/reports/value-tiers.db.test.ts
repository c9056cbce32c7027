import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { defineValueTiers } from '../services/segments/define-value-tiers'
import { resegment } from '../services/segments/resegment'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

let n = 0
const buy = (ctx: OrgCtx, ...sales: [customer: string, day: string, amount: number, currency?: string][]) => recordBatch(ctx, {
  kind: 'transaction', records: sales.map(([customer, day, amount, currency]) => ({ id: String(++n), customer, occurred_at: `${day}T12:00:00Z`, amount, currency })) })
/** Tiers as a person would define them, cut by the job's own verb. */
async function cut(ctx: OrgCtx, input: Parameters<typeof defineValueTiers>[1]): Promise<void> {
  await settleOrganisation(ctx)
  const { slug } = await defineValueTiers(ctx, input)
  const ids = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ id: string }>(sql`select id::text from segmentations where slug = ${slug}`))
  await resegment(ctx, ids.rows[0]?.id ?? '')
}

describe('value tiers', () => {
  test('present members with what they brought in the window; the rows add up', async () => {
    const { ctx } = await testOrganisation(db)
    await buy(ctx, ['a', '2026-01-10', 700], ['b', '2026-01-10', 100], ['c', '2026-01-11', 80], ['d', '2026-01-12', 15.5], ['d', '2026-02-10', -20], ['e', '2026-01-12', 0], ['a', '2026-02-10', 33, 'USD'])
    await recordBatch(ctx, { kind: 'customer', records: [{ id: 'f', acquired_at: '2026-03-10T00:00:00Z' }] })
    await cut(ctx, { name: 'Value', window_days: null, cut: 'thresholds', tiers: [{ name: 'Top', at: 500 }, { name: 'Good', at: 50 }, { name: 'Rest', at: 0 }] })
    const answer = await answerReport(ctx, 'value-tiers', {})
    expect(answer.rows).toEqual([
      { segment: 'total', label: 'Total', customers: 6, share_of_customers: 1, value: 875.5, share_of_value: 1, median_value: 40, least_value: -4.5 },
      { segment: 'top', label: 'Top', customers: 1, share_of_customers: 1 / 6, value: 700, share_of_value: 700 / 875.5, median_value: 700, least_value: 700 },
      { segment: 'good', label: 'Good', customers: 2, share_of_customers: 1 / 3, value: 180, share_of_value: 180 / 875.5, median_value: 90, least_value: 80 },
      { segment: 'rest', label: 'Rest', customers: 2, share_of_customers: 1 / 3, value: -4.5, share_of_value: -4.5 / 875.5, median_value: -2.25, least_value: -4.5 },
      // Came after the last cut.
      { segment: 'none', label: 'No tier', customers: 1, share_of_customers: 1 / 6, value: 0, share_of_value: 0, median_value: 0, least_value: 0 },
    ])
    expect(answer.notes.join(' ')).toContain('1 transactions in USD')
    expect((await compareCells(ctx, 'value-tiers', {})).compared).toEqual({ customers: 5, share_of_customers: 5, value: 5, share_of_value: 5 })
    // Another window does not move anybody; cut anew over it, the same tiers hold other people.
    const february = await answerReport(ctx, 'value-tiers', { from: '2026-02-01', to: '2026-03-01' })
    expect(february.rows.map((r) => [r.segment, r.customers, r.value, r.share_of_value])).toEqual([['total', 6, -20, null], ['top', 1, 0, null], ['good', 2, 0, null], ['rest', 2, -20, null], ['none', 1, 0, null]])
    const anew = { from: '2026-02-01', to: '2026-03-01', members: 'window' }
    expect((await answerReport(ctx, 'value-tiers', anew)).rows.map((r) => [r.segment, r.customers])).toEqual([['total', 6], ['top', 0], ['good', 0], ['rest', 5], ['none', 1]])
    await compareCells(ctx, 'value-tiers', anew)
  })

  test('cut anew by quantiles over the window asked for', async () => {
    const { ctx } = await testOrganisation(db)
    const names = Array.from({ length: 10 }, (_, i) => `c${i}`)
    await buy(ctx, ...names.map((c, i) => [c, '2026-01-10', 100 - i] as [string, string, number]), ...names.map((c, i) => [c, '2026-02-10', 1000 * i + 1] as [string, string, number]))
    await cut(ctx, { name: 'Value', window_days: 365, cut: 'quantiles', tiers: [{ name: 'Top', at: 0.2 }, { name: 'Rest', at: 1 }] })
    const january = { from: '2026-01-01', to: '2026-02-01', members: 'window' }
    expect((await answerReport(ctx, 'value-tiers', january)).rows.map((r) => [r.segment, r.customers, r.value, r.least_value])).toEqual([['total', 10, 955, 91], ['top', 2, 199, 99], ['rest', 8, 756, 91]])
    await compareCells(ctx, 'value-tiers', january)
    // Without from, the tiers' own year.
    expect((await answerReport(ctx, 'value-tiers', {})).parameters).toMatchObject({ to: '2026-02-11', from: '2025-02-11' })
  })

  test('finance’s own figures; no tiers; an unknown segmentation', async () => {
    const { ctx } = await testOrganisation(db)
    expect(await answerReport(ctx, 'value-tiers', {})).toMatchObject({ rows: [], notes: [expect.stringContaining('no value tiers yet')] })
    await expect(answerReport(ctx, 'value-tiers', { segmentation: 'nowhere' })).rejects.toThrow('nowhere')
    await buy(ctx, ['a', '2026-01-10', 700], ['b', '2026-01-10', 100])
    await recordBatch(ctx, { kind: 'customer_value', records: [{ id: 'v', customer: 'a', period: '2026-02', amount: 28 }] })
    await cut(ctx, { name: 'Value', window_days: null, cut: 'thresholds', tiers: [{ name: 'Top', at: 50 }, { name: 'Rest', at: 0 }] })
    const ask = { from: '2026-01-01', to: '2026-02-15' }
    const { rows } = await answerReport(ctx, 'value-tiers', ask)
    expect(rows.map((r) => [r.segment, r.customers, r.value])).toEqual([['total', 2, 114], ['top', 1, 100], ['rest', 1, 14]])
    await compareCells(ctx, 'value-tiers', ask)
  })
})
