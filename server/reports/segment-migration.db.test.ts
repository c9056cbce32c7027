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
  expect(statistics).toEqual({ stayed: 1, moved: 1, came: 1, gone: 1, on_first_day: 3, moved_themselves: 1, redefined: 0, redefined_on: null, not_judged: 0, begins: '2026-01-01', judged_by: 'records' })
  const behind = await reportRows(ctx, 'segment-migration', parameters, { row: { from: 'small', to: 'big' }, field: 'customers' }, { limit: 10, offset: 0 })
  expect(behind.rows.map((r) => r.id)).toEqual(['rises'])
  // Splitting by it, and filtering by one of its segments, works like the value tiers.
  const split = await answerReport(ctx, 'churn-rate', { by: `segmentation:${slug}`, from: '2026-01-15', to: '2026-02-01' })
  expect(split.rows.find((r) => r.key === 'small')).toMatchObject({ at_start: 2, lost: 1 })
  const churned = await answerReport(ctx, 'churn-rate', { segment: `${slug}:small`, from: '2026-01-01', to: '2026-02-01' })
  expect(churned.rows[0]).toMatchObject({ lost: 1 })
})

test('whom a new definition moved is counted apart, and who was never judged did not come in', async () => {
  const { ctx } = await testOrganisation(db)
  const buy = (customer: string, day: string, amount: number) => ({ id: `${customer}${day}`, customer, occurred_at: `${day}T12:00:00Z`, amount })
  await recordBatch(ctx, { kind: 'transaction', records: [buy('rises', '2025-12-10', 10), buy('rises', '2026-02-10', 90), buy('redefined', '2025-12-10', 60), buy('bounced', '2025-12-10', 60), buy('bounced', '2026-01-12', -50), buy('bounced', '2026-02-12', 50), buy('both', '2025-12-10', 10), buy('both', '2026-02-10', 50), buy('stays', '2025-12-10', 5), buy('new', '2026-03-14', 5)] })
  await runSettle(ctx, { since: null, clock: ctx.now })
  const rule = (value: number) => [{ name: 'Big', when: { fact: 'value' as const, op: 'at_least' as const, value, days: null } }, { name: 'Some', when: { fact: 'value' as const, op: 'at_least' as const, value: 20, days: null } }]
  const { slug } = await defineRules(ctx, { name: 'Spend', segments: rule(50), rest: 'Small' })
  const cut = async () => resegment(ctx, (await db.tenant({ organisationId: ctx.org.id }, (tx) => segmentationRow(tx, ctx, slug)))?.id ?? '')
  await cut()
  await defineRules(ctx, { slug, name: 'Spend', segments: rule(70), rest: 'Small' })
  await cut()
  const parameters = { segmentation: slug, from: '2026-01-10', to: '2026-03-16' }
  const { rows, statistics, notes } = await answerReport(ctx, 'segment-migration', parameters)
  // “both” rose in February and was put lower by the definition in March: both are said, and neither is taken for the other.
  expect(rows.filter((r) => r.from !== r.to).map((r) => [r.from, r.to, r.customers, r.redefined, r.own])).toEqual([['big', 'some', 2, 2, 0], ['small', 'big', 1, 0, 1], ['small', 'some', 1, 1, 0], ['none', 'small', 1, 0, 1]])
  expect(statistics).toMatchObject({ moved: 4, moved_themselves: 2, redefined: 3, redefined_on: '2026-03-15', came: 1 })
  expect(notes.join(' ')).toContain('The definition changed on 15 March 2026: it moved 3 of those who stand elsewhere now')
  const behind = async (field: string) => (await reportRows(ctx, 'segment-migration', parameters, { row: { from: 'total', to: 'total' }, field }, { limit: 10, offset: 0 })).rows.map((r) => r.id)
  expect(new Set(await behind('redefined'))).toEqual(new Set(['redefined', 'bounced', 'both']))
  expect(new Set(await behind('own'))).toEqual(new Set(['new', 'rises', 'stays']))
  const declined = await answerReport(ctx, 'segment-decline', parameters)
  expect(declined.rows[0]).toMatchObject({ key: 'total', customers: 5, lower: 2 })
  expect(declined.notes.join(' ')).toContain('2 of those in a lower segment are there only by that')

  const early = await answerReport(ctx, 'segment-migration', { ...parameters, from: '2025-12-20' })
  expect(early.statistics).toMatchObject({ came: null, not_judged: 6, begins: '2026-01-01', on_first_day: 0 })
  expect(early.rows.slice(1).every((r) => r.from_label === 'Not judged yet')).toBe(true)
})
