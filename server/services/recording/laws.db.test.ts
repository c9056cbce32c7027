import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { segmentations, memberships } from '@/db/schema'
import { writing, type OrgCtx } from '@/server/context'
import { recordId } from '@/server/domain/ids'
import { CUSTOMER_MONTHS } from '@/server/queries/customer-months'
import { testDb, testOrganisation } from '@/server/testing/database'
import { eraseCustomer } from './erase-customer'
import { setErasureKey } from './erasure-key'
import { foldMonths } from './fold-months'
import { identify } from './identify'
import { rebuild } from './rebuild'
import { recordMixed, type Item } from './record'
import { takeBackImport } from './take-back-import'
import { settleOrganisation } from '../settle/settle'
import { expectLaws, table } from './testing'

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  setErasureKey('a secret of at least thirty-two characters')
})
beforeEach(async () => { ctx = (await testOrganisation(db, { timezone: 'America/New_York' })).ctx })
afterAll(async () => { await db.close() })

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) }
const IMPORT = '11111111-1111-4111-8111-111111111111'
const DERIVED = ['rollup_customer_month_batches', 'spells', 'moments', 'rollup_moments', 'settle_queue', 'jobs', 'audit', 'intake_daily', 'channels', 'touchpoints', 'imports']
const ROWS = ['profiles', 'customers', 'facts', 'records', 'interactions', 'transactions', 'issues', 'promises', 'responses', 'referrals', 'customer_values', 'memberships', 'segmentations',
  'rollup_daily', 'rollup_segment_daily', 'rollup_customer_month', 'source_daily', 'erased_daily', 'erasures']

/** Everything kept, but for when it came and by which import. */
async function state(only: readonly string[] = ROWS): Promise<Record<string, string[]>> {
  await expectLaws(ctx)
  await writing(ctx, (tx) => foldMonths(tx, ctx.org.id, null))
  const all: Record<string, string[]> = {}
  for (const name of only) {
    const rows = await table(ctx, sql`select (to_jsonb(t) - '{received_at,created_at,import_id,erased_at}'::text[])::text as row from ${sql.raw(name)} t order by 1`)
    all[name] = rows.map((row) => String(row.row))
  }
  return all
}

/** An organisation with a segmentation in which two customers have their place already. */
async function afresh(): Promise<void> {
  await writing(ctx, async (tx) => {
    for (const name of [...ROWS, ...DERIVED]) if (name !== 'audit') await tx.execute(sql`delete from ${sql.raw(name)}`)
    const segmentationId = recordId(ctx.org.id, 'channel', 'segmentation', 'tiers')
    await tx.insert(segmentations).values({ organisationId: ctx.org.id, id: segmentationId, slug: 'tiers', name: 'Tiers', definition: { kind: 'value_tiers', windowDays: null, cut: 'quantiles', tiers: [] } })
    await tx.insert(memberships).values(['c0', 'c1'].map((customer, i) => ({
      organisationId: ctx.org.id, customerId: recordId(ctx.org.id, 'customer', '', customer), segmentationId, segmentId: recordId(ctx.org.id, 'channel', 'segment', String(i)), fromDay: '2026-01-01' })))
  })
}

const send = (items: readonly Item[], options: { mode?: 'record' | 'replace'; importId?: string } = {}) => recordMixed(ctx, { items, ...options })
async function sendAll(batches: readonly (readonly Item[])[], options: { mode?: 'record' | 'replace'; importId?: string } = {}) {
  for (const batch of batches) await send(batch, options)
}

const customer = fc.constantFrom('c0', 'c1', 'c2', 'c3')
const time = fc.integer({ min: Date.UTC(2025, 9, 30), max: Date.UTC(2026, 1, 3) }).map((ms) => new Date(ms).toISOString())
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 })
const who = fc.oneof(customer.map((c) => ({ customer: c })), fc.constantFrom('a0', 'a1').map((a) => ({ anonymous_id: a })))
const issueId = fc.constantFrom('x0', 'x1', 'x2')
/** The customer each issue's own record is about; others' records may mention it all the same. */
const OWNER: Record<string, string> = { x0: 'c0', x1: 'c1', x2: 'c2' }

const interaction = fc.tuple(who, fc.record({
  occurred_at: time, channel: maybe(fc.constantFrom('Phone', 'web', 'Branch')), touchpoint: maybe(fc.constantFrom('Pay a bill', 'Dispute')), direction: maybe(fc.constantFrom('contact', 'lookup', 'message')),
  result: maybe(fc.constantFrom('failed', 'met', 'exceeded')), impression: maybe(fc.constantFrom(-2, 0, 2)), duration_s: maybe(fc.integer({ min: 0, max: 99 }).map((n) => n / 2)), cost: maybe(fc.integer({ min: 0, max: 99 })), issue: maybe(issueId),
})).map(([person, rest]): Item => ({ kind: 'interaction', raw: { ...person, ...rest } }))
const others = fc.oneof(
  fc.record({ customer, occurred_at: time, amount: fc.integer({ min: -50, max: 500 }) }).map((raw): Item => ({ kind: 'transaction', raw })),
  fc.record({ customer, made_at: time, due_at: time, issue: maybe(issueId) }).map((raw): Item => ({ kind: 'promise', raw })),
  fc.record({ customer, survey: fc.constant('nps'), occurred_at: time, score: fc.integer({ min: 0, max: 10 }) }).map((raw): Item => ({ kind: 'response', raw })),
  fc.record({ customer, occurred_at: time, referred_customer: fc.constantFrom('c2', 'c3', 'c4') }).map((raw): Item => ({ kind: 'referral', raw })),
  fc.record({ customer, period: fc.constantFrom('2025', '2025-Q4', '2026-01'), amount: fc.integer({ min: 0, max: 500 }) }).map((raw): Item => ({ kind: 'customer_value', raw })),
)
const cleared = <T>(of: fc.Arbitrary<T>) => maybe(fc.option(of, { freq: 3 }))
const merging = fc.oneof(
  fc.record({ id: customer, updated_at: time, name: cleared(fc.constantFrom('Ada', 'Bo')), left_at: cleared(time), attributes: cleared(fc.dictionary(fc.constantFrom('p', 'q'), fc.option(fc.integer({ min: 0, max: 3 })))) }).map((raw): Item => ({ kind: 'customer', raw })),
  fc.record({ id: issueId, updated_at: time, title: cleared(fc.constantFrom('one', 'two')), opened_at: cleared(time), touchpoint: cleared(fc.constant('Pay a bill')) }).map((raw): Item => ({ kind: 'issue', raw: { ...raw, customer: OWNER[raw.id] } })),
)
/** Records with an id of their own each. */
const items = (prefix: string, most = 25) => fc.array(fc.oneof({ weight: 3, arbitrary: interaction }, others, merging), { minLength: 1, maxLength: most })
  .map((all) => all.map((item, i): Item => (item.kind === 'customer' || item.kind === 'issue' ? item : { ...item, raw: { ...(item.raw as object), id: `${prefix}${i}` } })))
const cut = <T>(all: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, i * size + size))

describe('whatever happens, the roll-ups are the sum of the rows, and', () => {
  test('any order, any batches, repeated or at once end the same', async () => {
    await fc.assert(fc.asyncProperty(
      items('r').chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all), fc.integer({ min: 1, max: 9 }))),
      fc.array(fc.tuple(fc.constantFrom('a0', 'a1'), customer), { maxLength: 2 }), async ([all, shuffled, again, size], links) => {
        const once = links.filter(([from], i) => links.findIndex(([other]) => other === from) === i)
        await afresh()
        await send(all)
        for (const [from, to] of once) await identify(ctx, { from, fromAnonymous: true, to })
        const expected = await state()
        await afresh()
        for (const [from, to] of once.toReversed()) await identify(ctx, { from, fromAnonymous: true, to })
        await Promise.all([...cut(shuffled, size), again].map((batch) => send(batch)))
        expect((await send(all)).accepted).toBe(0)
        expect(await state()).toEqual(expected)
      }), RUNS)
  })

  test('sums per customer and month are the same at every moment while settling moves them on', async () => {
    await fc.assert(fc.asyncProperty(items('r'), items('s'), fc.integer({ min: 1, max: 9 }), async (first, second, size) => {
      const sums = () => table(ctx, sql`select customer_id, month, channel_id, sum(interactions)::int as n, sum(contacts)::int as contacts, sum(cost)::int as cost from ${CUSTOMER_MONTHS} m group by 1, 2, 3 order by 1, 2, 3`)
      await afresh()
      await sendAll(cut(first, size))
      const before = await sums()
      await settleOrganisation(ctx)
      expect(await sums()).toEqual(before)
      await Promise.all([...cut(second, size).map((batch) => send(batch)), settleOrganisation(ctx), writing(ctx, (tx) => foldMonths(tx, ctx.org.id, null))])
      const both = await sums()
      await expectLaws(ctx)
      await settleOrganisation(ctx)
      expect(await table(ctx, sql`select 1 from rollup_customer_month_batches`)).toEqual([])
      expect(await sums()).toEqual(both)
      await expectLaws(ctx)
    }), RUNS)
  })

  test('what is replaced was never otherwise', async () => {
    await fc.assert(fc.asyncProperty(items('r', 12), items('r', 12), fc.integer({ min: 1, max: 9 }), async (first, second, size) => {
      const plain = (all: readonly Item[]) => all.filter((item) => item.kind !== 'customer' && item.kind !== 'issue').map((item): Item => ({ ...item, raw: { ...(item.raw as object), issue: undefined, referred_customer: undefined } }))
      const key = (item: Item) => `${item.kind} ${(item.raw as { id: string }).id}`
      const later = new Set(plain(second).map(key))
      await afresh()
      await sendAll(cut(plain(first).filter((item) => !later.has(key(item))), size))
      await send(plain(second))
      const expected = await state(['records', 'interactions', 'transactions', 'rollup_daily', 'rollup_segment_daily', 'rollup_customer_month', 'source_daily'])
      await afresh()
      await send(plain(first))
      await sendAll(cut(plain(second), size), { mode: 'replace' })
      expect(await state(Object.keys(expected))).toEqual(expected)
    }), RUNS)
  })

  test('an import taken back was never sent, and can be sent again', async () => {
    await fc.assert(fc.asyncProperty(items('r'), items('i'), fc.boolean(), fc.integer({ min: 1, max: 9 }), async (some, imported, importFirst, size) => {
      // Customers with a segment stay known: with a customer, its place in a segment would go too.
      const own = [...some, ...['c0', 'c1'].map((c): Item => ({ kind: 'interaction', raw: { id: `keep-${c}`, customer: c, occurred_at: '2026-01-01T00:00:00Z' } }))]
      const known = new Set(own.map((item) => JSON.stringify(item.raw)))
      const fresh = imported.filter((item) => !known.has(JSON.stringify(item.raw)))
      await afresh()
      await send(own)
      const expected = await state()
      await afresh()
      if (!importFirst) await send(own)
      await sendAll(cut(fresh, size), { importId: IMPORT })
      if (importFirst) await send(own)
      const both = await state()
      await takeBackImport(ctx, IMPORT)
      expect(await state()).toEqual(expected)
      await send(fresh, { importId: IMPORT })
      expect(await state()).toEqual(both)
    }), RUNS)
  })

  test('who is erased is gone, counted with nobody, and does not come back', async () => {
    await fc.assert(fc.asyncProperty(items('r'), async (some) => {
      // A referral brings into being whom it names: here nobody but the erased knows them.
      const all = some.filter((item) => item.kind !== 'referral' || !Object.values(item.raw as object).includes('c1'))
      const names = (item: Item) => Object.values(item.raw as object).includes('c1') || (item.kind === 'interaction' && (item.raw as { anonymous_id?: string }).anonymous_id === 'a1')
      await afresh()
      await send(all.filter((item) => !names(item)))
      await writing(ctx, (tx) => tx.execute(sql`delete from memberships where customer_id = ${recordId(ctx.org.id, 'customer', '', 'c1')}`))
      const without = await state(ROWS.filter((name) => !['rollup_daily', 'erased_daily', 'erasures', 'referrals', 'source_daily', 'records'].includes(name)))
      await afresh()
      await send(all)
      await identify(ctx, { from: 'a1', fromAnonymous: true, to: 'c1' })
      const daily = await state(['rollup_daily'])
      await eraseCustomer(ctx, 'c1')
      expect(await state(Object.keys(without))).toEqual(without)
      expect(await state(['rollup_daily'])).toEqual(daily)
      const again = await send(all)
      expect(again.rejected).toBe(all.filter(names).length)
      expect(await state(Object.keys(without))).toEqual(without)
      await rebuild(ctx)
      expect(await state(['rollup_daily'])).toEqual(daily)
    }), RUNS)
  })

  test('a rebuild finds what was kept, also after a change of time zone and back', async () => {
    await fc.assert(fc.asyncProperty(items('r'), async (all) => {
      await afresh()
      await send(all)
      const expected = await state()
      await rebuild(ctx)
      expect(await state()).toEqual(expected)
      const elsewhere = { ...ctx, org: { ...ctx.org, timezone: 'Asia/Kathmandu' } }
      await rebuild(elsewhere)
      const moved = await state()
      await afresh()
      // The senders' times carry their offset, so only the days differ.
      await recordMixed(elsewhere, { items: all })
      expect(await state()).toEqual(moved)
      await rebuild(ctx)
      expect(await state()).toEqual(expected)
    }), RUNS)
  })
})
