import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { memberships, segmentations } from '@/db/schema'
import { writing, type OrgCtx } from '@/server/context'
import { recordId } from '@/server/domain/ids'
import { testDb, testOrganisation } from '@/server/testing/database'
import { setErasureKey } from '../recording/erasure-key'
import { eraseCustomer } from '../recording/erase-customer'
import { identify } from '../recording/identify'
import { recordMixed, type Item } from '../recording/record'
import { expectLaws, table } from '../recording/testing'
import { settleOrganisation } from '../settle/settle'
import { mergeCustomers } from './merge-customers'
import { previewMerge } from './preview-merge'
import { unmerge } from './unmerge'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  setErasureKey('a secret of at least thirty-two characters')
})
beforeEach(async () => { ({ ctx, as } = await testOrganisation(db, { lapseDays: 60 })) })
afterAll(async () => { await db.close() })

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 5) }
const ROWS = ['profiles', 'customers', 'facts', 'records', 'interactions', 'transactions', 'issues', 'promises', 'memberships', 'risk_scores', 'spells', 'moments', 'rollup_daily', 'rollup_segment_daily', 'rollup_customer_month', 'rollup_moments', 'source_daily']
const PEOPLE = ['c0', 'c1', 'c2', 'c3'] as const
const idOf = (customer: string) => recordId(ctx.org.id, 'customer', '', customer)

/** Everything kept, settled, but for when and by which import it came. */
async function state(): Promise<Record<string, string[]>> {
  await settleOrganisation(ctx)
  await expectLaws(ctx)
  const all: Record<string, string[]> = {}
  for (const name of ROWS) {
    all[name] = (await table(ctx, sql`select (to_jsonb(t) - '{received_at,created_at,import_id}'::text[])::text as row from ${sql.raw(name)} t ${name === 'rollup_moments' ? sql`where moments <> 0` : sql``} order by 1`)).map((row) => String(row.row))
  }
  return all
}

/** Two customers with a place in a segmentation and a score, and all of them known. */
async function afresh(items: readonly Item[]): Promise<void> {
  await writing(ctx, async (tx) => {
    for (const name of [...ROWS, 'segmentations', 'merges', 'settle_queue', 'jobs', 'intake_daily', 'channels', 'touchpoints']) await tx.execute(sql`delete from ${sql.raw(name)}`)
    const segmentationId = recordId(ctx.org.id, 'channel', 'segmentation', 'tiers')
    await tx.insert(segmentations).values({ organisationId: ctx.org.id, id: segmentationId, slug: 'tiers', name: 'Tiers', definition: { kind: 'value_tiers', windowDays: null, cut: 'quantiles', tiers: [] } })
    await tx.insert(memberships).values(['c0', 'c1', 'c2'].map((customer, i) => ({
      organisationId: ctx.org.id, customerId: idOf(customer), segmentationId, segmentId: recordId(ctx.org.id, 'channel', 'segment', String(i)), fromDay: '2026-01-01' })))
    await tx.execute(sql`insert into risk_scores (organisation_id, customer_id, day, score, reasons, value) values (${ctx.org.id}, ${idOf('c1')}, '2026-01-05', 7, '[]', 100)`)
  })
  await recordMixed(ctx, { items: PEOPLE.map((id): Item => ({ kind: 'customer', raw: { id, updated_at: '2025-01-01T00:00:00Z' } })) })
  await recordMixed(ctx, { items })
}

const customer = fc.constantFrom(...PEOPLE)
const time = fc.integer({ min: Date.UTC(2025, 9, 30), max: Date.UTC(2026, 1, 3) }).map((ms) => new Date(ms).toISOString())
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 })
const item = fc.oneof(
  fc.record({ customer, occurred_at: time, channel: fc.constantFrom('Phone', 'web'), result: maybe(fc.constantFrom('failed', 'met')), impression: maybe(fc.constantFrom(-2, 0, 2)), issue: maybe(fc.constantFrom('x0', 'x1')) }).map((raw): Item => ({ kind: 'interaction', raw })),
  fc.record({ customer, occurred_at: time, amount: fc.integer({ min: -50, max: 500 }) }).map((raw): Item => ({ kind: 'transaction', raw })),
  fc.record({ customer, made_at: time, due_at: time, issue: maybe(fc.constantFrom('x0', 'x1')) }).map((raw): Item => ({ kind: 'promise', raw })),
  fc.record({ id: customer, updated_at: time, name: maybe(fc.constantFrom('Ada', 'Bo')), email: maybe(fc.constantFrom('a@x.test', 'b@x.test')), left_at: maybe(time), attributes: maybe(fc.dictionary(fc.constantFrom('p', 'q'), fc.integer({ min: 0, max: 3 }))) }).map((raw): Item => ({ kind: 'customer', raw })),
)
const items = (prefix: string, most = 15) => fc.array(item, { minLength: 1, maxLength: most }).map((all) => all.map((one, i): Item => (one.kind === 'customer' ? one : { ...one, raw: { ...(one.raw as object), id: `${prefix}${i}` } })))
const pair = fc.tuple(customer, customer).filter(([a, b]) => a !== b)

describe('a merge that is undone', () => {
  test('has never been, whatever is recorded before and after it', async () => {
    await fc.assert(fc.asyncProperty(items('r'), items('s', 8), pair, async (before, after, [from, into]) => {
      await afresh(before)
      await recordMixed(ctx, { items: after })
      const expected = await state()
      await afresh(before)
      await settleOrganisation(ctx)
      const { merge } = await mergeCustomers(ctx, { from, into })
      await expectLaws(ctx)
      await settleOrganisation(ctx)
      await recordMixed(ctx, { items: after })
      await settleOrganisation(ctx)
      await expectLaws(ctx)
      expect(await unmerge(ctx, { merge })).toMatchObject({ customer: from })
      expect(await state()).toEqual(expected)
    }), RUNS)
  })

  test('leaves those beside it as they are: chains are undone in any order', async () => {
    // A tree of merges, so that each of them joins what was apart with and without the others.
    const tree = fc.constantFrom<[string, string][]>([['c0', 'c1'], ['c1', 'c2']], [['c0', 'c1'], ['c2', 'c1'], ['c1', 'c3']], [['c0', 'c1'], ['c2', 'c3'], ['c1', 'c3']], [['c1', 'c0'], ['c2', 'c1']], [['c0', 'c1'], ['c2', 'c0'], ['c1', 'c3']])
    await fc.assert(fc.asyncProperty(items('r', 10), tree.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray<[string, string]>(all, { minLength: 1 }))), async (some, [all, undone]) => {
      await afresh(some)
      for (const [from, into] of all.filter((link) => !undone.includes(link))) await mergeCustomers(ctx, { from, into })
      const who = async () => { await settleOrganisation(ctx); await expectLaws(ctx); return table(ctx, sql`select min(p.external_id) as least, count(*)::int as n, max(c.name) as name, max(c.last_at) as last from profiles p join customers c on c.id = p.customer_id group by p.customer_id order by 1`) }
      const expected = await who()
      await afresh(some)
      const numbers = new Map<[string, string], number>()
      for (const link of all) numbers.set(link, (await mergeCustomers(ctx, { from: link[0], into: link[1] })).merge)
      for (const link of undone) await unmerge(ctx, { merge: numbers.get(link) ?? 0 })
      expect(await who()).toEqual(expected)
    }), RUNS)
  })

  test('takes back whoever was identified as the one who had been merged', async () => {
    await afresh([{ kind: 'interaction', raw: { id: 'v', anonymous_id: 'visitor', occurred_at: '2026-01-02T00:00:00Z' } }])
    const { merge } = await mergeCustomers(ctx, { from: 'c0', into: 'c1' })
    await identify(ctx, { from: 'visitor', fromAnonymous: true, to: 'c0' })
    await unmerge(ctx, { merge })
    expect(await table(ctx, sql`select c.external_id as customer from profiles p join customers c on c.id = p.customer_id where p.external_id = 'visitor'`)).toEqual([{ customer: 'c0' }])
    await expectLaws(ctx)
  })
})

describe('merging', () => {
  test('shows first what the one record will say, whose word it is, and how much moves', async () => {
    await afresh([])
    await recordMixed(ctx, { items: [
      { kind: 'customer', raw: { id: 'c0', name: 'Ada L.', email: 'ada@x.test', updated_at: '2025-02-01T00:00:00Z', attributes: { phone: '1' } } },
      { kind: 'customer', raw: { id: 'c1', name: 'Ada Lovelace', updated_at: '2025-03-01T00:00:00Z', attributes: { phone: '2', vip: true } } },
      { kind: 'interaction', raw: { id: 'i', customer: 'c0', occurred_at: '2026-01-02T00:00:00Z' } }, { kind: 'transaction', raw: { id: 't', customer: 'c0', occurred_at: '2026-01-02T00:00:00Z', amount: 5 } },
    ] })
    const preview = await previewMerge(as('viewer'), { from: 'c0', into: 'c1' })
    expect(preview.moves).toEqual({ interactions: 1, transactions: 1, issues: 0, promises: 0, responses: 0, referrals: 0, customer_values: 0 })
    expect(preview.fields).toEqual([
      { field: 'name', from: 'Ada L.', into: 'Ada Lovelace', merged: 'Ada Lovelace', wins: 'into' },
      { field: 'email', from: 'ada@x.test', into: null, merged: 'ada@x.test', wins: 'from' },
      { field: 'attributes.phone', from: '1', into: '2', merged: '2', wins: 'into' },
      { field: 'attributes.vip', from: null, into: true, merged: true, wins: 'into' },
    ])
    await mergeCustomers(as('editor'), { from: 'c0', into: 'c1' })
    expect(await table(ctx, sql`select name, email, attributes from customers where external_id = 'c1'`)).toEqual([{ name: 'Ada Lovelace', email: 'ada@x.test', attributes: { phone: '2', vip: true } }])
    await expect(previewMerge(ctx, { from: 'c0', into: 'c1' })).rejects.toMatchObject({ fault: 'conflict' })
  })

  test('is for editors, within their own organisation, once', async () => {
    await afresh([])
    const other = await testOrganisation(db)
    await expect(mergeCustomers(as('viewer'), { from: 'c0', into: 'c1' })).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(mergeCustomers(other.as('owner'), { from: 'c0', into: 'c1' })).rejects.toMatchObject({ fault: 'not_found' })
    await expect(mergeCustomers(as('editor'), { from: 'c0', into: 'nobody' })).rejects.toMatchObject({ fault: 'not_found' })
    const { merge } = await mergeCustomers(as('editor'), { from: 'c0', into: 'c1' })
    await expect(mergeCustomers(as('editor'), { from: 'c0', into: 'c1' })).rejects.toMatchObject({ fault: 'conflict' })
    await expect(unmerge(as('viewer'), { merge })).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(unmerge(other.as('owner'), { merge })).rejects.toMatchObject({ fault: 'not_found' })
    await unmerge(as('editor'), { merge })
    await expect(unmerge(as('editor'), { merge })).rejects.toMatchObject({ fault: 'conflict' })
  })

  test('goes with those who are erased', async () => {
    await afresh([])
    await mergeCustomers(as('editor'), { from: 'c0', into: 'c1' })
    await eraseCustomer(as('owner'), 'c1')
    expect(await table(ctx, sql`select number from merges`)).toEqual([])
    await expectLaws(ctx)
  })
})
