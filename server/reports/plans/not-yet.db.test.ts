import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb } from '@/server/testing/database'
import type { OrgCtx } from '../../context'
import { createPlan } from '../../services/plans/create-plan'
import { setMeasure } from '../../services/plans/set-measure'
import { smallOrganisation } from '../organisation.fixture'
import { notYet } from './not-yet'
import { planRow } from './plan-row'

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await smallOrganisation(db))
})
afterAll(() => db.close())

const figure = (parameters: Record<string, string>) => ({ report: 'contact-rate', parameters, cell: { key: 'total' }, field: 'contact_rate' })
const planOn = async (measure: Record<string, string>, comparison: Record<string, string> | null = null) => {
  const { id: plan } = await createPlan(ctx, { name: 'Judged' })
  await setMeasure(ctx, { plan, design: comparison ? 'comparison' : 'before_after', measure: figure(measure), comparison: comparison && figure(comparison), better: 'lower', smallest: 0.1, interval: 'month', picked_from: null, picked_to: null, baseline_from: '2025-06-01', baseline_to: '2026-01-01', start_on: '2026-01-01', review_on: '2026-06-01' })
  return plan
}
const waits = (plan: string, of = ctx) => db.tenant({ organisationId: ctx.org.id }, async (tx) => notYet(of, tx, await planRow(tx, of, plan)))
const during = async <T>(kind: string, key: string, work: () => Promise<T>): Promise<T> => {
  await db.maintenance((tx) => tx.execute(sql`insert into jobs (organisation_id, id, kind, key, payload, run_at, state) values (${ctx.org.id}, gen_random_uuid(), ${kind}, ${key}, '{}'::jsonb, now(), 'running')`))
  try { return await work() } finally { await db.maintenance((tx) => tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id} and kind = ${kind}`)) }
}

test('a verdict waits while customers are being sorted into what its figure or its comparison goes by, and for nothing else', async () => {
  const [segment, compared, whole] = [await planOn({ segment: 'rest' }), await planOn({}, { segment: 'rest' }), await planOn({})]
  const value = (await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ id: string }>(sql`select id::text from segmentations where organisation_id = ${ctx.org.id} and slug = 'value'`))).rows[0]?.id ?? ''
  const sorting = { reason: 'Customers are still being sorted into segments: the verdict waits until that is done, in a few minutes.', passing: true }
  expect(await during('resegment', value, () => Promise.all([waits(segment), waits(compared), waits(whole)]))).toEqual([sorting, sorting, null])
  expect(await Promise.all([waits(segment), waits(compared), waits(whole)])).toEqual([null, null, null])
})

test('nor is half of a sample judged, nor a history whose days are counted anew', async () => {
  const plan = await planOn({})
  expect(await during('rebuild', 'org', () => waits(plan))).toMatchObject({ reason: expect.stringContaining('Days are being counted anew in another time zone: the verdict waits') as string, passing: true })
  expect(await during('sample', 'org', () => waits(plan, { ...ctx, org: { ...ctx.org, sample: true } }))).toMatchObject({ reason: expect.stringContaining('The sample is still coming in: the verdict waits') as string, passing: true })
})
