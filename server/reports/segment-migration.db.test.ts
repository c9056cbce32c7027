import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { segmentationRow } from '../queries/segments'
import { recordBatch } from '../services/recording/record-batch'
import { defineRules } from '../services/segments/define-rules'
import { resegment } from '../services/segments/resegment'
import { runSettle } from '../services/settle/run-settle'
import { testDb, testOrganisation } from '../testing/database'
import { answerReport, reportRows } from './answer'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

test('who moved between two days, who came and who left, each with the customers behind it', async () => {
  const { ctx } = await testOrganisation(db)
  const buy = (customer: string, day: string, amount: number) => ({ id: `${customer}${day}`, customer, occurred_at: `${day}T12:00:00Z`, amount })
  await recordBatch(ctx, { kind: 'transaction', records: [buy('rises', '2025-12-10', 10), buy('rises', '2026-02-10', 90), buy('stays', '2025-12-10', 90), buy('comes', '2026-02-10', 10), buy('goes', '2025-12-10', 10)] })
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'goes', left_at: '2026-01-20T12:00:00Z' }] })
  await runSettle(ctx, { since: null, clock: ctx.now })
  const { slug } = await defineRules(ctx, { name: 'Spend', segments: [{ name: 'Big', when: { fact: 'value', op: 'at_least', value: 50, days: null } }], rest: 'Small' })
  await resegment(ctx, (await db.tenant({ organisationId: ctx.org.id }, (tx) => segmentationRow(tx, ctx, slug)))?.id ?? '')
  const parameters = { segmentation: slug, from: '2026-01-10', to: '2026-03-10' }
  const { rows, statistics } = await answerReport(ctx, 'segment-migration', parameters)
  expect(rows.map((r) => [r.from, r.to, r.customers, r.share])).toEqual([
    ['total', 'total', 4, 1], ['big', 'big', 1, 0.25], ['small', 'big', 1, 0.25], ['small', 'none', 1, 0.25], ['none', 'small', 1, 0.25],
  ])
  expect(statistics).toEqual({ stayed: 1, moved: 1, came: 1, gone: 1, on_first_day: 3 })
  const behind = await reportRows(ctx, 'segment-migration', parameters, { row: { from: 'small', to: 'big' }, field: 'customers' }, { limit: 10, offset: 0 })
  expect(behind.rows.map((r) => r.id)).toEqual(['rises'])
  // Splitting by it, and filtering by one of its segments, works like the value tiers.
  const split = await answerReport(ctx, 'churn-rate', { by: `segmentation:${slug}`, from: '2026-01-15', to: '2026-02-01' })
  expect(split.rows.find((r) => r.key === 'small')).toMatchObject({ at_start: 2, lost: 1 })
  const churned = await answerReport(ctx, 'churn-rate', { segment: `${slug}:small`, from: '2026-01-01', to: '2026-02-01' })
  expect(churned.rows[0]).toMatchObject({ lost: 1 })
})
