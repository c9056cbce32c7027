import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db, Tx } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import type { OrgCtx } from '../../context'
import { against } from '../../domain/plans/comparability'
import { addDays, addMonths } from '../../domain/time/local-day'
import { planOf } from '../../queries/plans/plan'
import { rollupLaws } from '../../queries/rollup-law'
import { allSegmentations } from '../../queries/segmentations'
import { workspaceOf } from '../../queries/workspace'
import { comparisonsFor } from '../../reports/plans/comparisons'
import type { MeasureInput } from '../../schemas/plans'
import { recordBatch } from '../recording/record-batch'
import { settleOrganisation } from '../settle/settle'
import { createPlan } from './create-plan'
import { reviewPlan } from './review-plan'
import { setMeasure } from './set-measure'
import { startPlan } from './start-plan'

let db: Db
let ctx: OrgCtx
const tenant = <T>(work: (tx: Tx) => Promise<T>) => db.tenant({ organisationId: ctx.org.id }, work)

/** Forty in the north and sixty in the south ring twice a month; from January the north only once. Five northerners ring far oftener: nobody is like them. */
const PEOPLE = [...Array.from({ length: 45 }, (_, i) => ({ id: `n${i}`, region: 'North', often: i >= 40 })), ...Array.from({ length: 60 }, (_, i) => ({ id: `s${i}`, region: 'South', often: false })), ...Array.from({ length: 20 }, (_, i) => ({ id: `w${i}`, region: 'West', often: false }))]
const MONTHS = Array.from({ length: 20 }, (_, i) => addMonths('2024-08-01', i))

beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db, { dimensions: ['region'] }))
  await recordBatch(ctx, { kind: 'customer', records: PEOPLE.map(({ id, region }) => ({ id, acquired_at: '2024-06-15T10:00:00Z', attributes: { region } })) })
  await recordBatch(ctx, { kind: 'interaction', records: PEOPLE.flatMap(({ id, region, often }, person) => MONTHS.flatMap((month, m) => {
    // West rings more every month, by whatever happens elsewhere.
    const times = often ? 9 : region === 'West' ? 1 + Math.floor(m / 3) : region === 'North' && month >= '2026-01-01' ? 1 : 2 + ((m + person) % 5 === 0 ? 1 : 0)
    return Array.from({ length: times }, (_, i) => ({ id: `${id}-${m}-${i}`, customer: id, occurred_at: `${addDays(month, (person + 3 * i) % 27)}T10:00:00Z`, channel: 'phone', touchpoint: 'Pay a bill', direction: 'contact' }))
  }).filter(({ occurred_at }) => occurred_at < '2026-03-15')) })
  await settleOrganisation(ctx)
}, 120_000)
afterAll(async () => { await db.close() })

const measure = { report: 'interactions-over-time', parameters: { attribute: 'region:North' }, cell: { key: 'total' }, field: 'contacts' }
const days = { baseline_from: '2025-01-01', baseline_to: '2025-11-01', start_on: '2026-01-01', review_on: '2026-03-01' }
const asked = (plan: string, more: Partial<MeasureInput> = {}): MeasureInput => ({ plan, design: 'comparison', measure, comparison: null, matched: true, better: 'lower', interval: 'month', smallest: 5, picked_from: '2025-11-01', picked_to: '2025-12-01', ...days, ...more })

test('other regions are proposed by how they moved before, and customers like them by what they were before', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'North' })
  const found = await comparisonsFor(ctx, { plan, measure, interval: 'month', ...days })
  expect(found.candidates.map((c) => c.label)).toEqual(['region South', 'region West'])
  expect(found.candidates[0]).toMatchObject({ drifts: false, periods: 10, figure: { parameters: { attribute: 'region:South' } } })
  expect(found.candidates[1]?.drifts).toBe(true)
  expect(found.candidates[0]?.detectable).toBeLessThan(found.candidates[1]?.detectable ?? 0)
  // Forty of forty-five have a like; as long with us, and about as many records in the half year before.
  expect(found.matched.groups).toMatchObject({ group: 45, matched: 40, unmatched: 5, notDrawn: 0, asOf: '2025-01-01', on: ['time with us', 'records in the year before'] })
  const [tenure, records] = found.matched.groups?.balance ?? []
  expect(tenure?.plan).toBe(tenure?.matched)
  expect(Math.abs((records?.plan ?? 0) - (records?.matched ?? 9))).toBeLessThan(2)
  const everybody = await comparisonsFor(ctx, { plan, measure: { ...measure, parameters: {} }, interval: 'month', ...days })
  expect(everybody.candidates).toEqual([])
  expect(everybody.reason).toContain('everybody')
  expect((await comparisonsFor(ctx, { plan, measure: { ...measure, parameters: { touchpoint: 'pay_a_bill' } }, interval: 'month', ...days })).matched.reason).toContain('a place they all come to')
})

test('matched customers are fixed, counted by every report, and the verdict is theirs', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'North rings less' })
  await setMeasure(ctx, asked(plan))
  const members = () => tenant((tx) => tx.execute<{ segment: string; region: string; n: number }>(sql`select s.slug as segment, c.attributes->>'region' as region, count(*)::int as n from memberships m
    join segmentations sn on sn.id = m.segmentation_id and sn.plan_id = ${plan} join segments s on s.segmentation_id = m.segmentation_id and s.id = m.segment_id join customers c on c.id = m.customer_id group by 1, 2 order by 1, 2`))
  const fixed = (await members()).rows
  expect(fixed.find((r) => r.segment === 'in_the_plan')).toEqual({ segment: 'in_the_plan', region: 'North', n: 40 })
  expect(fixed.filter((r) => r.segment === 'matched').reduce((n, r) => n + r.n, 0)).toBe(40)
  expect((await tenant((tx) => rollupLaws(tx, ctx.org.id))).rollup_segment_daily).toMatchObject({ holds: true })
  // Nobody else meets them.
  expect(await allSegmentations(ctx)).toEqual([])
  expect((await workspaceOf(ctx)).segments).toEqual([])
  // Said again they are the same people; without matching they are let go.
  await setMeasure(ctx, asked(plan))
  expect((await members()).rows).toEqual(fixed)
  await setMeasure(ctx, asked(plan, { matched: false, comparison: { ...measure, parameters: { attribute: 'region:South' } } }))
  expect((await members()).rows).toEqual([])
  expect((await tenant((tx) => rollupLaws(tx, ctx.org.id))).rollup_segment_daily).toMatchObject({ holds: true })
  await setMeasure(ctx, asked(plan))
  await startPlan(ctx, { plan })
  const running = await planOf(ctx, plan)
  expect(running.matched).toMatchObject({ matched: 40, of: measure })
  expect(running.impact.measure).toBe('Contacts, 40 of region North')
  expect(running.baseline.filter((b) => b.side === 'comparison')).toHaveLength(10)
  // What a matched customer does later is counted for the group, and the roll-ups know.
  await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'late', customer: 'n1', occurred_at: '2026-02-20T10:00:00Z', channel: 'phone', touchpoint: 'Pay a bill', direction: 'contact' }] })
  expect((await tenant((tx) => rollupLaws(tx, ctx.org.id))).rollup_segment_daily).toMatchObject({ holds: true })
  expect(await reviewPlan(ctx, { plan })).toEqual({ verdict: 'moved' })
  const { lines } = (await planOf(ctx, plan)).impact
  expect(lines[0]?.after).toBe((await tenant((tx) => tx.execute<{ n: number }>(sql`select (count(*) / 2.0)::float8 as n from interactions i join profiles p on p.id = i.profile_id join memberships m on m.customer_id = p.customer_id
    join segmentations sn on sn.id = m.segmentation_id and sn.plan_id = ${plan} join segments s on s.segmentation_id = m.segmentation_id and s.id = m.segment_id and s.slug = 'in_the_plan' where i.day >= '2026-01-01' and i.day < '2026-03-01'`))).rows[0]?.n)
  expect(lines.at(-1)?.high).toBeLessThan(0)
})

test('who cannot be matched is said, and nobody is compared with oneself', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'No' })
  expect(await fault(() => setMeasure(ctx, asked(plan, { measure: { ...measure, parameters: {} } })))).toBe('invalid')
  expect(await fault(() => setMeasure(ctx, asked(plan, { measure: { ...measure, parameters: { attribute: 'region:West' } } })))).toBe('invalid')
  expect(await fault(() => setMeasure(ctx, asked(plan, { matched: false, comparison: measure })))).toBe('invalid')
  const { ctx: other } = await testOrganisation(db)
  expect(await fault(() => setMeasure(other, asked(plan)))).toBe('not_found')
})

test('a group that another plan began to change within the same days is not proposed, one whose plan began before is', async () => {
  const { id: plan } = await createPlan(ctx, { name: 'North again' })
  const others = async () => (await comparisonsFor(ctx, { plan, measure, interval: 'month', ...days })).candidates
  expect((await others()).map(({ treated }) => treated)).toEqual([null, null])
  const { id: south } = await createPlan(ctx, { name: 'South too' })
  const began = (start_on: string) => tenant((tx) => tx.execute(sql`update plans set start_on = ${start_on} where id = ${south}`))
  await setMeasure(ctx, asked(south, { design: 'before_after', matched: false, measure: { ...measure, parameters: { attribute: 'region:South' } } }))
  expect((await others()).find(({ label }) => label === 'region South')?.treated).toBeNull()
  await startPlan(ctx, { plan: south })
  const changed = (await others()).find(({ label }) => label === 'region South')
  expect(changed).toMatchObject({ treated: 'South too' })
  expect(changed && against(changed, null)).toBe('treated')
  await began('2024-12-01')
  expect((await others())[0]).toMatchObject({ label: 'region South', treated: null })
})
