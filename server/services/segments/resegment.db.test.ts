import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customers, jobs, memberships, profiles, segments } from '@/db/schema'
import type { Db, Tx } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { cutDays, cutsOf, DEFAULT_TIERS, type TiersDefinition } from '@/server/domain/segments/definition'
import { tiers } from '@/server/domain/statistics/tiers'
import { addDays } from '@/server/domain/time/local-day'
import { handlers } from '@/server/jobs/handlers'
import { startWorker } from '@/server/jobs/worker'
import { listSegmentations, previewValueTiers, segmentationOf, segmentationRow } from '@/server/queries/segments'
import { rollupLaws } from '@/server/queries/rollup-law'
import { TEST_NOW, testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../recording/record-batch'
import { runSettle } from '../settle/run-settle'
import { defineValueTiers } from './define-value-tiers'
import { resegment } from './resegment'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const today = '2026-03-15'
const tenant = <T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>) => db.tenant({ organisationId: ctx.org.id }, work)
const settle = (ctx: OrgCtx) => runSettle(ctx, { since: null, clock: ctx.now })
const at = (day: string) => `${day}T12:00:00Z`
const idOf = async (ctx: OrgCtx, slug = 'value') => (await tenant(ctx, (tx) => segmentationRow(tx, ctx, slug)))?.id ?? ''
let serial = 0
const buy = (ctx: OrgCtx, rows: { customer: string; day: string; amount: number; currency?: string; kind?: string }[]) =>
  recordBatch(ctx, { kind: 'transaction', records: rows.map(({ day, ...r }) => ({ id: `t${serial++}`, occurred_at: at(day), ...r })) })
const talk = (ctx: OrgCtx, rows: { customer: string; day: string }[]) =>
  recordBatch(ctx, { kind: 'interaction', records: rows.map(({ day, ...r }) => ({ id: `i${serial++}`, occurred_at: at(day), channel: 'web', duration_s: 3, cost: 0.5, impression: 2, result: 'met', ...r })) })

/** Memberships as text: customer, segment, from, to. */
async function members(ctx: OrgCtx): Promise<string[]> {
  const rows = await tenant(ctx, (tx) => tx.select({ customer: customers.externalId, segment: segments.slug, from: memberships.fromDay, to: memberships.toDay }).from(memberships)
    .innerJoin(customers, sql`${customers.id} = ${memberships.customerId}`).innerJoin(segments, sql`${segments.id} = ${memberships.segmentId}`).orderBy(customers.externalId, memberships.fromDay))
  return rows.map((r) => `${r.customer} ${r.segment} ${r.from} ${r.to ?? ''}`.trim())
}
async function law(ctx: OrgCtx) {
  const laws = await tenant(ctx, (tx) => rollupLaws(tx, ctx.org.id))
  expect(laws.rollup_segment_daily).toMatchObject({ holds: true })
  // Every sum, not only the count: what the roll-up holds is what the rows of present members say.
  const differing = await tenant(ctx, (tx) => tx.execute(sql`
    with rows as (
      select m.segment_id, i.day, i.channel_id, count(*) n, sum(i.duration_s) d, sum(i.cost) c, count(*) filter (where i.impression = 2) p, count(*) filter (where i.result = 'met') met
      from interactions i join profiles p on p.id = i.profile_id join memberships m on m.customer_id = p.customer_id and m.to_day is null group by 1, 2, 3),
    rolled as (select segment_id, day, channel_id, sum(interactions) n, sum(duration_s) d, sum(cost) c, sum(strong_positive) p, sum(met) met from rollup_segment_daily group by 1, 2, 3)
    select 1 from rows full join rolled using (segment_id, day, channel_id) where (rows.n, rows.d, rows.c, rows.p, rows.met) is distinct from (rolled.n, rolled.d, rolled.c, rolled.p, rolled.met)`))
  expect(differing.rows).toEqual([])
  return laws.rollup_segment_daily.rows
}

const purchase = fc.record({ customer: fc.integer({ min: 0, max: 8 }).map((n) => `c${n}`), day: fc.integer({ min: 1, max: 150 }).map((n) => addDays(today, -n)), amount: fc.integer({ min: -20, max: 100 }), currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD'), kind: fc.constantFrom('order', 'order', 'salary') })
const contact = fc.record({ customer: fc.integer({ min: 0, max: 8 }).map((n) => `c${n}`), day: fc.integer({ min: 1, max: 150 }).map((n) => addDays(today, -n)) })
const definition = fc.constantFrom<TiersDefinition[]>(
  { ...DEFAULT_TIERS, windowDays: 60 }, { ...DEFAULT_TIERS, windowDays: null },
  { kind: 'value_tiers', windowDays: 45, cut: 'thresholds', tiers: [{ name: 'Gold', at: 80 }, { name: 'Silver', at: 20 }, { name: 'Rest', at: 0 }] },
)

test('on every cut day each customer is in the tier the pure rule gives from earlier records, and the roll-up law holds', async () => {
  await fc.assert(fc.asyncProperty(definition, fc.array(purchase, { minLength: 1, maxLength: 40 }), fc.array(contact, { maxLength: 20 }), async (d, purchases, contacts) => {
    const { ctx } = await testOrganisation(db, { transactionKinds: { salary: 'ignore' }, lapseDays: 70 })
    await buy(ctx, purchases)
    await talk(ctx, contacts)
    await settle(ctx)
    const { slug } = await defineValueTiers(ctx, { name: 'Mine', window_days: d.windowDays, cut: d.cut, tiers: d.tiers })
    const id = await idOf(ctx, slug)
    await resegment(ctx, id)
    const minor = d.cut === 'thresholds' ? { ...d, tiers: d.tiers.map((t) => ({ ...t, at: t.at * 100 })) } : d

    const days = [...purchases, ...contacts].map((r) => r.day).toSorted()
    const cuts = cutDays({ earliest: purchases.map((p) => p.day).toSorted()[0] ?? null, newest: days.at(-1) ?? null }, null, today)
    const spells = await tenant(ctx, (tx) => tx.execute<{ customer: string; from: string; to: string | null }>(sql`select c.external_id as customer, s.start_day::text as from, s.end_day::text as to from spells s join customers c on c.id = s.customer_id order by 1`))
    const found = await tenant(ctx, (tx) => tx.execute<{ customer: string; name: string; from: string; to: string | null }>(sql`
      select c.external_id as customer, g.name, m.from_day::text as from, m.to_day::text as to from memberships m join customers c on c.id = m.customer_id join segments g on g.id = m.segment_id and g.segmentation_id = m.segmentation_id where m.segmentation_id = ${id} order by 1, 3`))
    for (const [i, cut] of cuts.entries()) {
      const inside = [...new Set(spells.rows.filter((s) => s.from < cut && (s.to === null || s.to >= cut)).map((s) => s.customer))]
      const values = inside.map((c) => purchases.filter((p) => p.customer === c && p.currency === 'EUR' && p.kind !== 'salary' && p.day < cut && (d.windowDays === null || p.day >= addDays(cut, -d.windowDays))).reduce((sum, p) => sum + p.amount * 100, 0))
      const names = tiers(values, cutsOf(minor))
      const then = found.rows.filter((m) => m.from <= cut && (m.to === null || m.to > cut)).map((m) => [m.customer, m.name])
      expect(then, cut).toEqual(inside.map((c, n) => [c, names[n]]))
      if (i === cuts.length - 1) expect(found.rows.filter((m) => m.to === null).map((m) => m.customer)).toEqual(inside)
    }
    // Merged: two neighbours of one customer never name the same tier.
    found.rows.forEach((m, i) => { const next = found.rows[i + 1]; if (next?.customer === m.customer && next.from === m.to) expect(next.name).not.toBe(m.name) })
    await law(ctx)
    expect(await resegment(ctx, id)).toBe(0)
  }), { numRuns: 15 })
})

test('the first transactions bring value tiers by themselves; what is recorded later follows the present tier', async () => {
  const { ctx } = await testOrganisation(db)
  let clock = TEST_NOW
  const worker = await startWorker(db, handlers, { clock: () => clock })
  await talk(ctx, [{ customer: 'a', day: '2026-01-05' }])
  await settle(ctx)
  expect(await listSegmentations(ctx)).toEqual([])
  await recordBatch(ctx, { kind: 'transaction', settle: true, records: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((customer, i) => ({ id: customer, customer, occurred_at: at('2026-01-10'), amount: 100 - i })) })
  await worker.idle()
  expect((await segmentationOf(ctx, 'value')).tiers.map((t) => [t.slug, t.customers])).toEqual([['top', 1], ['high', 2], ['middle', 3], ['low', 4]])
  expect((await segmentationOf(ctx, 'value')).computing).toBe(false)
  expect((await members(ctx))[0]).toBe('a top 2026-02-01')
  await talk(ctx, [{ customer: 'a', day: '2026-03-01' }, { customer: 'j', day: '2026-03-02' }])
  expect(await law(ctx)).toBe(3)

  // History that arrives late cuts again by itself, once the last cut has rested: j was the best customer all along.
  await recordBatch(ctx, { kind: 'transaction', settle: true, records: [{ id: 'late', customer: 'j', occurred_at: at('2026-01-11'), amount: 5000 }] })
  await worker.idle()
  clock = new Date(TEST_NOW.getTime() + 600_000)
  await worker.idle()
  expect((await members(ctx)).filter((m) => m.includes(' top '))).toEqual(['j top 2026-02-01'])
  expect(await law(ctx)).toBe(3)
  const waiting = await db.maintenance((tx) => tx.select({ kind: jobs.kind, runAt: jobs.runAt }).from(jobs).where(sql`state = 'queued' and kind in ('settle', 'resegment') and organisation_id = ${ctx.org.id}`).orderBy(jobs.kind))
  expect(waiting).toEqual([{ kind: 'resegment', runAt: new Date('2026-04-01T00:00:00Z') }, { kind: 'settle', runAt: new Date('2026-03-16T00:00:00Z') }])
  await worker.stop()
})

test('customers settled after the cut are sorted into their tiers as soon as they are', async () => {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'a', acquired_at: at('2025-06-01') }, { id: 'b', acquired_at: at('2025-06-01') }] })
  await buy(ctx, [{ customer: 'a', day: '2026-01-10', amount: 100 }, { customer: 'b', day: '2026-01-10', amount: 10 }])
  // Cut while nobody is known to be in relationship: what a slow settling leaves behind.
  const { slug } = await defineValueTiers(ctx, { name: 'Value', window_days: null, cut: 'quantiles', tiers: [{ name: 'Top', at: 0.5 }, { name: 'Low', at: 1 }] })
  let clock = TEST_NOW
  await resegment(ctx, await idOf(ctx, slug), { clock })
  expect(await members(ctx)).toEqual([])
  await settle(ctx)
  clock = new Date(TEST_NOW.getTime() + 600_000)
  const worker = await startWorker(db, handlers, { clock: () => clock })
  await worker.idle()
  await worker.stop()
  expect(await members(ctx)).toEqual(['a top 2026-02-01', 'b low 2026-02-01'])

  // Who comes after the last cut day is nothing to cut again for; who was there before it after all is.
  const changes = async () => (await tenant(ctx, (tx) => segmentationRow(tx, ctx, slug)))?.relationshipChanges
  const before = await changes()
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'new', acquired_at: at('2026-03-10') }] })
  await settle(ctx)
  expect(await changes()).toBe(before)
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'b', left_at: at('2026-02-10'), updated_at: at('2027-01-01') }] })
  await settle(ctx)
  expect(await changes()).toBe((before ?? 0) + 1)
})

test('a redefinition holds from its day on and leaves the past alone', async () => {
  const { ctx, as } = await testOrganisation(db)
  await talk(ctx, [{ customer: 'a', day: '2026-03-15' }])
  await buy(ctx, [{ customer: 'a', day: '2026-01-10', amount: 100 }, { customer: 'b', day: '2026-01-10', amount: 10 }])
  await settle(ctx)
  await resegment(ctx, await idOf(ctx))
  const past = await members(ctx)
  const redefined = { slug: 'value', name: 'Tiers', window_days: 30, cut: 'thresholds' as const, tiers: [{ name: 'Top', at: 50 }, { name: 'Rest', at: 0 }] }
  expect(await defineValueTiers(as('editor'), redefined)).toEqual({ slug: 'value', version: 2 })
  await resegment(ctx, await idOf(ctx))
  // Nothing was bought in the thirty days before: both are in Rest now; what they were stays.
  expect(await members(ctx)).toEqual([`${past[0]} 2026-03-15`, 'a rest 2026-03-15', `${past[1]} 2026-03-15`, 'b rest 2026-03-15'])
  await law(ctx)
  expect(await defineValueTiers(ctx, redefined)).toEqual({ slug: 'value', version: 2 })
  expect((await segmentationOf(ctx, 'value')).since).toBe('2026-03-15')
})

test('the preview says who would move, however alike the sizes stay', async () => {
  const { ctx } = await testOrganisation(db)
  await buy(ctx, [{ customer: 'a', day: '2025-12-10', amount: 100 }, { customer: 'b', day: '2025-12-10', amount: 90 }, { customer: 'c', day: '2025-12-10', amount: 10 }, { customer: 'd', day: '2025-12-10', amount: 10 }, { customer: 'a', day: '2026-02-20', amount: 50 }, { customer: 'c', day: '2026-02-20', amount: 40 }])
  await settle(ctx)
  const tiers = { cut: 'quantiles' as const, tiers: [{ name: 'Top', at: 0.5 }, { name: 'Rest', at: 1 }] }
  await defineValueTiers(ctx, { name: 'Halves', window_days: null, ...tiers })
  await resegment(ctx, await idOf(ctx, 'halves'))
  const { tiers: cut, moves } = await previewValueTiers(ctx, { slug: 'halves', window_days: 60, ...tiers })
  expect(cut.map(({ customers }) => customers)).toEqual([2, 2])
  expect(new Set(moves)).toEqual(new Set([{ from: 'Top', to: 'Rest', customers: 1 }, { from: 'Rest', to: 'Top', customers: 1 }]))
  expect((await previewValueTiers(ctx, { slug: 'halves', window_days: null, ...tiers })).moves).toEqual([])
  expect((await previewValueTiers(ctx, { window_days: 60, ...tiers })).moves).toEqual([])
})

test('values stated by finance replace transactions of that customer', async () => {
  const { ctx } = await testOrganisation(db)
  await buy(ctx, [{ customer: 'a', day: '2026-01-10', amount: 100 }, { customer: 'b', day: '2026-01-10', amount: 10 }])
  await recordBatch(ctx, { kind: 'customer_value', records: [{ id: 'v1', customer: 'b', period: '2026-01', amount: 500 }, { id: 'v2', customer: 'a', period: '2026-03', amount: 9999 }] })
  await settle(ctx)
  const preview = await previewValueTiers(ctx, { window_days: null, cut: 'thresholds', tiers: [{ name: 'Top', at: 400 }, { name: 'Rest', at: 0 }] })
  // The value for March is not known before March has ended.
  expect(preview.tiers).toEqual([
    { name: 'Top', at_least: 400, customers: 1, share_of_customers: 0.5, value: 500, share_of_value: 500 / 600, median_value: 500 },
    { name: 'Rest', at_least: null, customers: 1, share_of_customers: 0.5, value: 100, share_of_value: 100 / 600, median_value: 100 },
  ])
  expect((await tenant(ctx, (tx) => tx.select().from(profiles))).length).toBe(2)
})

test('who may define tiers, and what is refused', async () => {
  const { ctx, as } = await testOrganisation(db)
  const other = await testOrganisation(db)
  const input = { name: 'Mine', window_days: 365, cut: 'quantiles' as const, tiers: [{ name: 'A', at: 0.5 }, { name: 'B', at: 1 }] }
  await expect(defineValueTiers(as('viewer'), input)).rejects.toThrow('editing')
  expect(await defineValueTiers(as('editor'), input)).toEqual({ slug: 'mine', version: 1 })
  await expect(defineValueTiers(ctx, input)).rejects.toThrow('already')
  await expect(defineValueTiers(ctx, { ...input, slug: 'nowhere' })).rejects.toThrow('nowhere')
  await expect(defineValueTiers(ctx, { ...input, name: 'X', tiers: [{ name: 'A', at: 0.5 }] })).rejects.toThrow('must be 1')
  await expect(segmentationOf(other.ctx, 'mine')).rejects.toThrow('no segmentation')
  expect(await resegment(other.ctx, await idOf(ctx, 'mine'))).toBe(0)
  await expect(resegment(as('viewer'), await idOf(ctx, 'mine'))).rejects.toThrow('editing')
  expect((await previewValueTiers(as('viewer'), { window_days: 365, cut: 'quantiles', tiers: input.tiers })).tiers.map((t) => t.customers)).toEqual([0, 0])
})
