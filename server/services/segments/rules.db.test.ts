import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audit } from '@/db/schema'
import type { Db, Tx } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { factKey, leavesOf, segmentIndex, type Condition, type Known, type Leaf } from '@/server/domain/segments/conditions'
import { rfmRules } from '@/server/domain/segments/rfm'
import { addDays, daysBetween } from '@/server/domain/time/local-day'
import { rollupLaws } from '@/server/queries/rollup-law'
import { assignedSql, cutAt } from '@/server/queries/segment-assignment'
import { previewRules, segmentAlike } from '@/server/queries/segment-preview'
import { allSegmentations, segmentationDetail } from '@/server/queries/segmentations'
import { segmentationRow } from '@/server/queries/segments'
import { testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../recording/record-batch'
import { runSettle } from '../settle/run-settle'
import { archiveSegmentation } from './archive'
import { defineRules } from './define-rules'
import { resegment } from './resegment'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const today = '2026-03-15'
const tenant = <T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>) => db.tenant({ organisationId: ctx.org.id }, work)
const at = (day: string) => `${day}T12:00:00Z`
const day = fc.integer({ min: 1, max: 120 }).map((n) => addDays(today, -n))
const who = fc.integer({ min: 0, max: 5 }).map((n) => `c${n}`)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })

const purchases = fc.array(fc.record({ customer: who, day, amount: fc.integer({ min: -20, max: 100 }) }), { maxLength: 25 })
const contacts = fc.array(fc.record({ customer: who, day, hour: fc.integer({ min: 0, max: 22 }), channel: fc.constantFrom('web', 'phone', 'branch'), direction: fc.constantFrom('contact', 'lookup', 'message'), impression: maybe(fc.integer({ min: -2, max: 2 })), result: maybe(fc.constantFrom('failed', 'met')) }), { maxLength: 25 })
const promises = fc.array(fc.record({ customer: who, made: day, due: fc.integer({ min: 0, max: 20 }), kept: maybe(fc.integer({ min: 0, max: 20 })) }), { maxLength: 10 })
const said = fc.array(fc.record({ customer: who, day, branch: fc.constantFrom('North', 'South', null) }), { maxLength: 12 })
const answers = fc.array(fc.record({ customer: who, day, score: fc.integer({ min: 0, max: 10 }) }), { maxLength: 8 })

const days = fc.constantFrom(null, 7, 60)
const leafOf = <T extends Leaf>(of: fc.Arbitrary<T>) => of.map((one): Leaf => one)
const leaf = fc.oneof(
  leafOf(fc.record({ fact: fc.constantFrom('value' as const, 'purchases' as const, 'contacts' as const, 'failures' as const, 'channels_used' as const), op: fc.constantFrom('at_least' as const, 'less_than' as const, 'equals' as const), value: fc.integer({ min: 0, max: 3 }), days })),
  leafOf(fc.record({ fact: fc.constantFrom('days_since_purchase' as const, 'days_since_contact' as const, 'tenure_days' as const), op: fc.constantFrom('at_most' as const, 'more_than' as const), value: fc.integer({ min: 0, max: 90 }) })),
  leafOf(fc.record({ fact: fc.constantFrom('last_impression' as const, 'open_promises' as const, 'overdue_promises' as const, 'last_nps' as const), op: fc.constantFrom('at_least' as const, 'at_most' as const), value: fc.integer({ min: -1, max: 8 }) })),
  leafOf(fc.record({ fact: fc.constant('attribute' as const), name: fc.constant('branch'), op: fc.constantFrom('is' as const, 'is_not' as const, 'is_known' as const), values: fc.constant<string[]>(['North']) })),
  leafOf(fc.record({ fact: fc.constant('channel' as const), channel: fc.constantFrom('web', 'phone'), days })),
)
const branches = (part: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> => fc.oneof(fc.array(part, { maxLength: 3 }).map((all) => ({ all })), fc.array(part, { maxLength: 3 }).map((any) => ({ any })), part.map((not) => ({ not })))
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, branches(tie('condition'))),
}))

test('the SQL of a rule says of every customer what the pure rule says, from records before the day only', async () => {
  await fc.assert(fc.asyncProperty(fc.array(condition, { minLength: 1, maxLength: 4 }), purchases, contacts, promises, said, answers, async (conditions, bought, talked, promised, told, answered) => {
    const { ctx } = await testOrganisation(db)
    const record = (kind: Parameters<typeof recordBatch>[1]['kind'], records: object[]) => recordBatch(ctx, { kind, records: records.map((r, i) => ({ id: `${kind}${i}`, ...r })) })
    await record('transaction', bought.map((b) => ({ customer: b.customer, occurred_at: at(b.day), amount: b.amount })))
    await record('interaction', talked.map(({ day: on, hour, ...t }) => ({ ...t, occurred_at: `${on}T${String(hour).padStart(2, '0')}:00:00Z` })))
    await record('promise', promised.map((p) => ({ customer: p.customer, made_at: at(p.made), due_at: at(addDays(p.made, p.due)), ...(p.kept === undefined ? {} : { kept_at: at(addDays(p.made, p.kept)) }) })))
    await record('response', answered.map((a) => ({ customer: a.customer, survey: 'nps', score: a.score, occurred_at: at(a.day) })))
    await recordBatch(ctx, { kind: 'customer', records: told.map((t, i) => ({ id: t.customer, updated_at: `${t.day}T12:00:${String(i).padStart(2, '0')}Z`, attributes: { branch: t.branch } })) })
    await runSettle(ctx, { since: null, clock: ctx.now })

    const cut = addDays(today, -20)
    const segments = conditions.map((when, i) => ({ name: `S${i}`, when }))
    const rules = { kind: 'rules' as const, template: null, segments, rest: 'Rest' }
    const found = await tenant(ctx, async (tx) => tx.execute<{ customer: string; name: string; start: string }>(sql`
      select c.external_id as customer, a.name, (select max(s.start_day)::text from spells s where s.customer_id = c.id and s.start_day < ${cut}::date) as start
      from (${assignedSql(ctx.org, rules, [await cutAt(tx, ctx.org, rules, cut)], null)}) a join customers c on c.id = a.customer_id order by 1`))
    for (const { customer, name, start } of found.rows) {
      const mine = <T extends { customer: string }>(rows: T[], on: (row: T) => string, within: number | null = null) => rows.filter((r) => r.customer === customer && on(r) < cut && (within === null || on(r) >= addDays(cut, -within)))
      const ago = (last: string | undefined): Known => (last === undefined ? null : daysBetween(last, cut))
      const knows = (one: Leaf): Known => {
        const within = 'days' in one ? one.days ?? null : null
        const shops = mine(bought, (b) => b.day, within)
        const talks = mine(talked, (t) => t.day, within)
        const open = mine(promised, (p) => p.made).filter((p) => p.kept === undefined || addDays(p.made, p.kept) >= cut)
        switch (one.fact) {
          case 'value': return shops.reduce((sum, b) => sum + b.amount * 100, 0)
          case 'purchases': return new Set(shops.filter((b) => b.amount >= 0).map((b) => b.day)).size
          case 'days_since_purchase': return ago(shops.filter((b) => b.amount >= 0).map((b) => b.day).toSorted().at(-1))
          case 'contacts': return talks.filter((t) => t.direction === 'contact').length
          case 'failures': return talks.filter((t) => t.result === 'failed').length
          case 'channels_used': return new Set(talks.filter((t) => t.direction !== 'message').map((t) => t.channel)).size
          case 'days_since_contact': return ago(talks.filter((t) => t.direction === 'contact').map((t) => t.day).toSorted().at(-1))
          case 'tenure_days': return daysBetween(start, cut)
          case 'open_promises': return open.length
          case 'overdue_promises': return open.filter((p) => addDays(p.made, p.due) < cut).length
          case 'channel': return talks.some((t) => t.channel === one.channel && t.direction !== 'message')
          case 'attribute': return mine(told.map((t, i) => ({ ...t, i })), (t) => t.day).toSorted((a, b) => (a.day === b.day ? a.i - b.i : a.day < b.day ? -1 : 1)).at(-1)?.branch ?? null
          case 'last_impression': return tied(talks.filter((t) => t.impression !== undefined), (t) => `${t.day}${String(t.hour).padStart(2, '0')}`)?.impression ?? null
          case 'last_nps': return tied(mine(answered, (a) => a.day), (a) => a.day)?.score ?? null
          default: return null
        }
      }
      // Two at the very same time: which is last is told by their ids, so such histories are passed over.
      if (ambiguous(conditions, mine(talked.filter((t) => t.impression !== undefined), (t) => t.day).map((t) => `${t.day}${t.hour}`), mine(answered, (a) => a.day).map((a) => a.day))) continue
      const index = segmentIndex({ segments }, knows)
      expect(name, `${customer}: ${JSON.stringify(conditions)}`).toBe(segments[index]?.name ?? 'Rest')
    }
  }), { numRuns: 25 })
})

const tied = <T>(rows: T[], when: (row: T) => string): T | undefined => rows.toSorted((a, b) => (when(a) < when(b) ? -1 : 1)).at(-1)
function ambiguous(conditions: Condition[], impressions: string[], answers: string[]): boolean {
  const asks = new Set(conditions.flatMap(leavesOf).map(factKey))
  return (asks.has('last_impression') && new Set(impressions).size < impressions.length) || (asks.has('last_nps') && new Set(answers).size < answers.length)
}

const big = { name: 'Big', when: { fact: 'value' as const, op: 'at_least' as const, value: 50, days: null } }
async function shop(ctx: OrgCtx) {
  await recordBatch(ctx, { kind: 'transaction', records: [['a', 100, '2025-12-10'], ['b', 10, '2025-12-10'], ['c', 60, '2026-02-10']].map(([customer, amount, on], i) => ({ id: `t${i}`, customer, amount, occurred_at: at(String(on)) })) })
  await recordBatch(ctx, { kind: 'interaction', records: ['a', 'b', 'c'].map((customer, i) => ({ id: `i${i}`, customer, channel: 'phone', direction: 'contact', occurred_at: at('2026-03-14') })) })
  await runSettle(ctx, { since: null, clock: ctx.now })
}
const members = async (ctx: OrgCtx, slug: string) => (await tenant(ctx, (tx) => tx.execute<{ line: string }>(sql`
  select c.external_id || ' ' || s.slug || ' ' || m.from_day || coalesce(' ' || m.to_day, '') as line from memberships m join customers c on c.id = m.customer_id
  join segments s on s.id = m.segment_id and s.segmentation_id = m.segmentation_id join segmentations g on g.id = m.segmentation_id and g.slug = ${slug} order by 1`))).rows.map((r) => r.line)
const cutNow = async (ctx: OrgCtx, slug: string) => resegment(ctx, (await tenant(ctx, (tx) => segmentationRow(tx, ctx, slug)))?.id ?? '')

test('rules are previewed, applied, changed and kept: the past stays as it was judged', async () => {
  const { ctx } = await testOrganisation(db)
  await shop(ctx)
  expect(await previewRules(ctx, { segments: [big] })).toMatchObject({ day: '2026-03-15', customers: 3, looked_at: 3, segments: [{ name: 'Big', customers: 2 }, { name: 'Everyone else', customers: 1 }], moves: [] })
  expect(await defineRules(ctx, { name: 'By spend', segments: [big] })).toEqual({ slug: 'by_spend', version: 1 })
  await cutNow(ctx, 'by_spend')
  expect(await members(ctx, 'by_spend')).toEqual(['a big 2026-01-01', 'b everyone_else 2026-01-01', 'c big 2026-03-01'])
  const bigger = { ...big, when: { ...big.when, value: 80 } }
  expect((await previewRules(ctx, { slug: 'by_spend', segments: [bigger] })).moves).toEqual([{ from: 'Big', to: 'Everyone else', customers: 1 }])
  expect(await defineRules(ctx, { slug: 'by_spend', name: 'By spend', segments: [bigger] })).toEqual({ slug: 'by_spend', version: 2 })
  await cutNow(ctx, 'by_spend')
  expect(await members(ctx, 'by_spend')).toEqual(['a big 2026-01-01', 'b everyone_else 2026-01-01', 'c big 2026-03-01 2026-03-15', 'c everyone_else 2026-03-15'])
  expect((await tenant(ctx, (tx) => rollupLaws(tx, ctx.org.id))).rollup_segment_daily).toMatchObject({ holds: true })
  expect(await cutNow(ctx, 'by_spend')).toBe(0)
  // The same again is no new version.
  expect(await defineRules(ctx, { slug: 'by_spend', name: 'Spend', segments: [bigger] })).toEqual({ slug: 'by_spend', version: 2 })
  const detail = await segmentationDetail(ctx, 'by_spend')
  expect(detail.versions.map((v) => [v.version, v.name, v.from])).toEqual([[2, 'By spend', '2026-03-15'], [1, 'By spend', null]])
  expect(detail.definition).toEqual({ kind: 'rules', template: null, rest: 'Everyone else', segments: [bigger] })
})

test('RFM groups take every buyer; a segmentation can be put away and brought back', async () => {
  const { ctx } = await testOrganisation(db)
  await shop(ctx)
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'never', acquired_at: at('2025-12-01') }] })
  await runSettle(ctx, { since: null, clock: ctx.now })
  const { segments, rest, template } = rfmRules(365)
  await defineRules(ctx, { name: 'RFM', template, segments, rest })
  await cutNow(ctx, 'rfm')
  const found = (await allSegmentations(ctx)).find((s) => s.slug === 'rfm')
  expect(found).toMatchObject({ customers: 4, template: 'rfm' })
  expect(found?.segments.at(-1)).toMatchObject({ name: 'Never bought', customers: 1 })
  await archiveSegmentation(ctx, { slug: 'rfm', archived: true })
  expect(await cutNow(ctx, 'rfm')).toBe(0)
  expect((await allSegmentations(ctx)).at(-1)?.archived_at).toEqual(ctx.now)
  await archiveSegmentation(ctx, { slug: 'rfm', archived: false })
  expect((await tenant(ctx, (tx) => tx.select({ action: audit.action }).from(audit).where(sql`subject = 'segmentation'`))).map((a) => a.action)).toEqual(['segmentation.created', 'segmentation.archived', 'segmentation.restored'])
})

test('before groups are made of scores it is said which of them tell customers hardly apart', async () => {
  const { ctx } = await testOrganisation(db)
  // Forty customers of a bank: each month's margin is booked once a month, each on a day of its own.
  const booked = Array.from({ length: 40 }, (_, i) => [10, 11, 12, 1, 2].map((month) => ({ id: `${i}-${month}`, customer: `c${i}`, occurred_at: at(`${month > 9 ? 2025 : 2026}-${String(month).padStart(2, '0')}-${String(15 + (i % 12)).padStart(2, '0')}`), amount: 5 + i * i })))
  await recordBatch(ctx, { kind: 'transaction', records: booked.flat() })
  await runSettle(ctx, { since: null, clock: ctx.now })
  const { segments, rest, template } = rfmRules(365)
  const { alike } = await previewRules(ctx, { template, segments, rest })
  expect(alike).toEqual([{ score: 'recency', low: 0, high: 11 }, { score: 'frequency', low: 5, high: 5 }])
  const { slug } = await defineRules(ctx, { name: 'Habits', template, segments, rest })
  expect(await segmentAlike(ctx, slug)).toEqual(alike)
  expect((await previewRules(ctx, { segments: [big] })).alike).toEqual([])
})

test('who may define rules, and what is refused', async () => {
  const { ctx, as } = await testOrganisation(db)
  const other = await testOrganisation(db)
  const input = { name: 'Mine', segments: [big] }
  await expect(defineRules(as('viewer'), input)).rejects.toThrow('editing')
  await expect(archiveSegmentation(as('viewer'), { slug: 'mine', archived: true })).rejects.toThrow('editing')
  await defineRules(as('editor'), input)
  await expect(defineRules(ctx, input)).rejects.toThrow('already')
  await expect(defineRules(other.ctx, { ...input, slug: 'mine' })).rejects.toThrow('mine')
  await expect(archiveSegmentation(other.ctx, { slug: 'mine', archived: true })).rejects.toThrow('mine')
  await expect(archiveSegmentation(ctx, { slug: 'value', archived: true })).rejects.toThrow('cannot be archived')
  await expect(defineRules(ctx, { name: 'X', segments: [{ name: 'A', when: { all: [] } }] })).rejects.toThrow('asks nothing')
  await expect(defineRules(ctx, { name: 'X', segments: [big, big] })).rejects.toThrow('earlier segment')
})
