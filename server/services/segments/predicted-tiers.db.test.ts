import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db, Tx } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { tiers } from '@/server/domain/statistics/tiers'
import { handlers } from '@/server/jobs/handlers'
import { startWorker } from '@/server/jobs/worker'
import { previewRules } from '@/server/queries/segment-preview'
import { segmentationDetail } from '@/server/queries/segmentations'
import { previewValueTiers, segmentationRow } from '@/server/queries/segments'
import { workspaceOf } from '@/server/queries/workspace'
import { answerReport } from '@/server/reports/answer'
import { resolveSplit } from '@/server/reports/split'
import { fitStaying } from '@/server/reports/value-contract'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../recording/record-batch'
import { updateOrganisation } from '../settings/update-organisation'
import { defineRules } from './define-rules'
import { defineValueTiers } from './define-value-tiers'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const tenant = <T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>) => db.tenant({ organisationId: ctx.org.id }, work)
let clock = TEST_NOW
/** Runs what waits, and what falls due within an hour of rest. */
async function work(): Promise<void> {
  const worker = await startWorker(db, handlers, { clock: () => clock })
  await worker.idle()
  clock = new Date(clock.getTime() + 3_600_000)
  await worker.idle()
  await worker.stop()
}
type Member = { customer: string; segment: string; clv: number | null }
const members = async (ctx: OrgCtx, slug: string): Promise<Member[]> => (await tenant(ctx, (tx) => tx.execute<Member>(sql`
  select c.external_id as customer, s.slug as segment, p.clv::float8 as clv from memberships m join segmentations n on n.id = m.segmentation_id and n.slug = ${slug}
  join segments s on s.segmentation_id = m.segmentation_id and s.id = m.segment_id join customers c on c.id = m.customer_id left join customer_predictions p on p.customer_id = m.customer_id
  where m.to_day is null order by 1`))).rows
const NAMES = ['Top', 'Middle', 'Rest']
const CUT = { by: 'quantile' as const, tiers: [{ name: 'Top', share: 0.2 }, { name: 'Middle', share: 0.3 }, { name: 'Rest', share: 0.5 }] }
const inTiersOf = (rows: Member[]) => tiers(rows.map((r) => r.clv ?? 0), CUT)

test('tiers of predicted value follow the predictions kept, and new predictions cut them again', async () => {
  const { ctx, as } = await testOrganisation(db, { margin: 0.5, discountRate: 0 })
  const people = Array.from({ length: 20 }, (_, i) => `c${String(i).padStart(2, '0')}`)
  await recordBatch(ctx, { kind: 'transaction', settle: true, records: people.flatMap((customer, i) => [0, 1, 2].map((k) => ({ id: `${customer}-${k}`, customer, occurred_at: `2026-0${k + 1}-${10 + (i % 9)}T10:00:00Z`, amount: 10 + i * 7 }))) })
  await recordBatch(ctx, { kind: 'interaction', settle: true, records: [{ id: 'i', customer: 'talks', occurred_at: '2026-03-01T10:00:00Z', channel: 'phone' }] })
  await defineValueTiers(ctx, { name: 'Expected', window_days: null, cut: 'quantiles', basis: 'predicted', tiers: [{ name: 'Top', at: 0.2 }, { name: 'Middle', at: 0.5 }, { name: 'Rest', at: 1 }] })
  await defineRules(ctx, { name: 'Promising', segments: [{ name: 'Promising', when: { fact: 'predicted_value', op: 'at_least', value: 500 } }], rest: 'Others' })
  await work()

  const first = await members(ctx, 'expected')
  // Who never bought is predicted nothing, and is in no tier.
  expect(first.map((m) => m.customer)).toEqual(people)
  expect(first.map((m) => m.segment)).toEqual(inTiersOf(first).map((name) => name.toLowerCase()))
  expect(new Set(first.map((m) => m.segment)).size).toBe(NAMES.length)
  const promising = async () => (await members(ctx, 'promising')).filter((m) => m.segment === 'promising').map((m) => m.customer)
  expect(await promising()).toEqual(first.filter((m) => (m.clv ?? 0) >= 50_000).map((m) => m.customer))
  expect((await promising()).length).toBeGreaterThan(0)
  const preview = await previewValueTiers(ctx, { window_days: null, cut: 'quantiles', basis: 'predicted', tiers: [{ name: 'Top', at: 0.2 }, { name: 'Rest', at: 1 }] })
  expect(preview.tiers.map((t) => t.customers)).toEqual([4, 16])

  // Predictions of earlier days are not kept: nobody was judged then, and that is said wherever the segment is asked about.
  const begins = '2026-03-16'
  expect((await workspaceOf(ctx)).segments.filter((s) => s.begins === begins).map((s) => s.segmentation)).toEqual(['expected', 'expected', 'expected', 'promising', 'promising'])
  expect(await segmentationDetail(ctx, 'expected')).toMatchObject({ begins, versions: [{ from: null, by_predictions: true }] })
  expect(await previewRules(ctx, { segments: [{ name: 'A', when: { fact: 'predicted_value', op: 'at_least', value: 5 } }] })).toMatchObject({ by_predictions: true, begins })
  const flow = await answerReport(ctx, 'segment-migration', { segmentation: 'expected', from: '2026-02-01', to: '2026-03-16' })
  expect(flow.statistics).toMatchObject({ came: null, not_judged: 20, on_first_day: 0, begins, judged_by: 'predictions' })
  const churn = await answerReport(ctx, 'churn-rate', { segment: 'expected:top', from: '2026-01-01', to: '2026-03-01' })
  expect(churn.notes).toContain('“Top” (Expected) holds nobody before 16 March 2026: it goes by predictions, which are kept from then on. What goes by the segment of an earlier day counts nobody.')

  const staying = await tenant(ctx, async (tx) => fitStaying(tx, ctx, '2026-03-15', await resolveSplit(tx, ctx, { segment: 'expected:top' })))
  expect(staying.fallback).toBe('Nobody was in “Top” on the day from which leaving can be watched, and a model of staying needs 30 who left.')

  // One purchase makes the last one the first; then nothing more is to be done.
  const last = first.find((m) => m.segment === 'rest')?.customer ?? ''
  await recordBatch(ctx, { kind: 'transaction', settle: true, records: [0, 1, 2, 3].map((k) => ({ id: `late${k}`, customer: last, occurred_at: `2026-03-0${k + 2}T10:00:00Z`, amount: 9000 })) })
  await work()
  const second = await members(ctx, 'expected')
  expect(second.find((m) => m.customer === last)?.segment).toBe('top')
  expect(second.map((m) => m.segment)).toEqual(inTiersOf(second).map((name) => name.toLowerCase()))
  expect(await promising()).toContain(last)

  // No record arrives: the margin alone changes what everybody is expected to bring, and so who is promising.
  await updateOrganisation(as('admin'), { margin: 0.05 })
  await work()
  const third = await members(ctx, 'promising')
  expect(third.filter((m) => m.segment === 'promising').map((m) => m.customer)).toEqual(third.filter((m) => (m.clv ?? 0) >= 50_000).map((m) => m.customer))
  expect((await promising()).length).toBeLessThan((await members(ctx, 'expected')).length)

  const seen = async () => [(await tenant(ctx, (tx) => segmentationRow(tx, ctx, 'expected')))?.predictionChanges, (await tenant(ctx, (tx) => tx.execute<{ n: number }>(sql`select count(*)::int as n from jobs where kind = 'resegment' and state = 'queued' and run_at < ${clock.toISOString()}::timestamptz`))).rows[0]?.n]
  const [changes] = await seen()
  await work()
  expect(await seen()).toEqual([changes, 0])
}, 120_000)
