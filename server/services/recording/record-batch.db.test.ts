import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { RecordKind } from '@/db/vocabulary'
import { reading, type OrgCtx } from '@/server/context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { expectLaws, table } from './testing'
import { recordBatch } from './record-batch'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

const interaction = (over: Record<string, unknown> = {}) => ({ id: 'i1', customer: 'c1', occurred_at: '2026-01-05T10:00:00Z', channel: 'Phone', touchpoint: 'Dispute a charge', ...over })
const record = (ctx: OrgCtx, kind: RecordKind, ...records: unknown[]) => recordBatch(ctx, { kind, records })
const replace = (ctx: OrgCtx, kind: RecordKind, ...records: unknown[]) => recordBatch(ctx, { kind, records, mode: 'replace' })

describe('counting once', () => {
  test('a record, again, changed, replaced', async () => {
    const { ctx } = await testOrganisation(db)
    expect(await record(ctx, 'interaction', interaction(), interaction({ id: 'i2' }))).toEqual({
      accepted: 2, duplicates: 0, rejected: 0, errors: [], created: { channels: ['phone'], touchpoints: ['dispute_a_charge'] } })
    expect(await record(ctx, 'interaction', interaction({ channel: 'phone', touchpoint: 'dispute_a_charge', customer: ' c1 ', occurred_at: '2026-01-05T11:00:00+01:00' }))).toMatchObject({ accepted: 0, duplicates: 1, created: { channels: [] } })
    const changed = await record(ctx, 'interaction', interaction({ result: 'failed' }), interaction({ id: 'i3' }))
    expect(changed).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0, field: 'id' }] })
    expect(changed.errors[0]?.reason).toContain('other content')
    expect(await record(ctx, 'interaction', interaction({ customer: 'c2' }))).toMatchObject({ rejected: 1 })
    expect(await replace(ctx, 'interaction', interaction({ result: 'failed', customer: 'c2', occurred_at: '2026-02-05T10:00:00Z' }))).toMatchObject({ accepted: 1, rejected: 0 })
    expect(await table(ctx, sql`select day::text, sum(interactions)::int as n, sum(failed)::int as failed from rollup_daily where organisation_id = ${ctx.org.id} group by 1 order by 1`))
      .toEqual([{ day: '2026-01-05', n: 2, failed: 0 }, { day: '2026-02-05', n: 1, failed: 1 }])
    await expectLaws(ctx)
  })

  test('what does not hold together is refused, and said of its field', async () => {
    const { ctx } = await testOrganisation(db)
    const answer = { id: 'r1', customer: 'c1', survey: 'csat', occurred_at: '2026-01-05', score: 4 }
    const wrong: [RecordKind, Record<string, unknown>, string][] = [
      ['response', { ...answer, score: 6 }, 'score'], ['response', { ...answer, scale_min: 5, scale_max: 5 }, 'scale_max'], ['response', { ...answer, survey: 'nps', score: 4.5 }, 'score'],
      ['response', { ...answer, survey: 'nps', scale_max: 5 }, 'scale_max'], ['response', { ...answer, occurred_at: undefined }, 'occurred_at'], ['response', { ...answer, score: undefined }, 'score'],
      ['interaction', interaction({ customer: undefined }), 'customer'], ['promise', { id: 'p1', customer: 'c1', made_at: '2026-01-05', due_at: '2026-01-09', withdrawn_by: 'us' }, 'withdrawn_at'],
    ]
    for (const [kind, one, field] of wrong) {
      const { accepted, errors } = await record(ctx, kind, one)
      expect([accepted, errors[0]?.field], JSON.stringify(one)).toEqual([0, field])
    }
    expect(await record(ctx, 'response', answer)).toMatchObject({ accepted: 1 })
  })

  test('within one batch', async () => {
    const { ctx } = await testOrganisation(db)
    expect(await record(ctx, 'transaction', ...['5', '5.00', 6].map((amount) => ({ id: 1, customer: 7, occurred_at: '2026-01-01', amount })))).toMatchObject({ accepted: 1, duplicates: 1, rejected: 1 })
    expect(await replace(ctx, 'transaction', ...[5, 6, 7].map((amount) => ({ id: 2, customer: 7, occurred_at: '2026-01-01', amount })))).toMatchObject({ accepted: 3 })
    expect(await table(ctx, sql`select external_id as id, amount::int from transactions where organisation_id = ${ctx.org.id} order by 1`)).toEqual([{ id: '1', amount: 500 }, { id: '2', amount: 700 }])
    await expectLaws(ctx)
  })

  test('without an id the content is the identity', async () => {
    const { ctx } = await testOrganisation(db)
    expect(await record(ctx, 'interaction', interaction({ id: undefined }), interaction({ id: undefined, mood: -1 }))).toMatchObject({ accepted: 2 })
    expect(await record(ctx, 'interaction', interaction({ id: null }))).toMatchObject({ duplicates: 1 })
  })

  test('each source has its own ids; another organisation is another world', async () => {
    const { ctx } = await testOrganisation(db)
    const other = await testOrganisation(db)
    await record(ctx, 'interaction', interaction())
    expect(await recordBatch(ctx, { kind: 'interaction', records: [interaction({ mood: 1 })], source: 'crm' })).toMatchObject({ accepted: 1 })
    expect(await record(other.ctx, 'interaction', interaction({ mood: 2 }))).toMatchObject({ accepted: 1 })
    expect(await table(other.ctx, sql`select count(*)::int as n from interactions`)).toEqual([{ n: 1 }])
  })
})

test('every kind is recorded', async () => {
  const { ctx } = await testOrganisation(db)
  const at = '2026-01-05T10:00:00Z'
  const batches: [RecordKind, unknown][] = [
    ['customer', { id: 'c1', name: 'Ada', email: 'ada@example.org', acquired_at: '2020-01-01', attributes: { region: 'north', tier: 1 } }],
    ['interaction', interaction({ issue: 'x1', mood: -2, impression: 2, result: 'met', duration_s: 90.5, cost: 4.2, goodwill_amount: '10', asked_for: ['name', 'a "quoted", \\ field'], options_offered: 3, summary: 'he said "no"\n{x}', attributes: { a: 1, b: null } })],
    ['interaction', { anonymous_id: 'anon', occurred_at: at }],
    ['transaction', { id: 't1', customer: 'c1', occurred_at: at, amount: -12.5, currency: 'usd', kind: 'refund' }],
    ['issue', { id: 'x1', customer: 'c1', opened_at: at, title: 'Charged twice', touchpoint: 'Billing' }],
    ['promise', { id: 'p1', customer: 'c1', issue: 'x2', interaction: 'i1', made_at: at, due_at: '2026-01-06', text: 'call back' }],
    ['response', { id: 'r1', customer: 'c1', asked_at: at, occurred_at: at, survey: 'csat', score: 4 }],
    ['referral', { id: 'f1', customer: 'c1', occurred_at: at, referred_customer: 'c9' }],
    ['customer_value', { id: 'v1', customer: 'c1', period: '2025-Q4', amount: 120 }],
  ]
  for (const [kind, raw] of batches) {
    expect(await record(ctx, kind, raw)).toMatchObject({ accepted: 1, errors: [] })
    expect(await record(ctx, kind, raw)).toMatchObject({ duplicates: 1, errors: [] })
  }
  const [row] = await table(ctx, sql`select asked_for, summary, attributes, duration_s, cost::int, goodwill_amount::int, result_source from interactions where external_id = 'i1'`)
  expect(row).toEqual({ asked_for: ['name', 'a "quoted", \\ field'], summary: 'he said "no"\n{x}', attributes: { a: 1 }, duration_s: 90.5, cost: 420, goodwill_amount: 1000, result_source: 'person' })
  expect(await table(ctx, sql`select external_id as id, stub, title from issues order by 1`)).toEqual([{ id: 'x1', stub: false, title: 'Charged twice' }, { id: 'x2', stub: true, title: null }])
  expect(await table(ctx, sql`select external_id as id, name from customers order by 1`)).toEqual([{ id: 'c1', name: 'Ada' }, { id: 'c9', name: null }])
  expect(await table(ctx, sql`select from_day::text, to_day::text, amount::int from customer_values`)).toEqual([{ from_day: '2025-10-01', to_day: '2026-01-01', amount: 12000 }])
  expect(await table(ctx, sql`select count(*)::int as n from settle_queue`)).toEqual([{ n: 2 }])
  expect(await table(ctx, sql`select count(*)::int as n from jobs where kind = 'settle'`)).toEqual([{ n: 1 }])
  expect(await table(ctx, sql`select sum(sent)::int as sent, sum(accepted)::int as accepted, sum(duplicates)::int as duplicates from intake_daily`)).toEqual([{ sent: 18, accepted: 9, duplicates: 9 }])
  await expectLaws(ctx)
})

describe('refusals name the place and cost no neighbour', () => {
  const long = 'x'.repeat(10_000_001)
  const cases: [string, RecordKind, unknown, string, RegExp][] = [
    ['no object', 'interaction', 5, '', /object/],
    ['an unknown field', 'interaction', interaction({ chanel: 'web' }), 'chanel', /not a field/],
    ['nobody', 'interaction', interaction({ customer: undefined }), 'customer', /required/],
    ['two ids', 'interaction', interaction({ anonymous_id: 'a' }), 'anonymous_id', /not both/],
    ['no time', 'interaction', interaction({ occurred_at: undefined }), 'occurred_at', /required/],
    ['an impossible day', 'interaction', interaction({ occurred_at: '2026-02-30T00:00:00Z' }), 'occurred_at', /does not exist/],
    ['a local time that never was', 'interaction', interaction({ occurred_at: '2026-03-29T02:30:00' }), 'occurred_at', /set forward/],
    ['a local time that was twice', 'interaction', interaction({ occurred_at: '2025-10-26T02:30:00' }), 'occurred_at', /twice/],
    ['a number for a time', 'interaction', interaction({ occurred_at: 5 }), 'occurred_at', /ISO 8601/],
    ['a negative duration', 'interaction', interaction({ duration_s: -1 }), 'duration_s', /0 or more/],
    ['1e400', 'interaction', JSON.parse('{"customer":"c","occurred_at":"2026-01-01","duration_s":1e400}'), 'duration_s', /number/],
    ['NaN', 'interaction', interaction({ duration_s: Number.NaN }), 'duration_s', /number/],
    ['NUL in text', 'interaction', interaction({ summary: 'a\0b' }), 'summary', /NUL/],
    ['NUL in an id', 'interaction', interaction({ id: 'a\0b' }), 'id', /NUL/],
    ['half a surrogate pair', 'interaction', interaction({ attributes: { a: '\ud800' } }), 'attributes.a', /broken/],
    ['ten megabytes', 'interaction', interaction({ summary: long }), 'summary', /at most/],
    ['half feelings', 'interaction', interaction({ mood: 0.5 }), 'mood', /whole number/],
    ['a strong feeling too many', 'interaction', interaction({ impression: 3 }), 'impression', /from -2 to 2/],
    ['an unknown result', 'interaction', interaction({ result: 'great' }), 'result', /failed, met, exceeded/],
    ['a nested attribute', 'interaction', interaction({ attributes: { a: {} } }), 'attributes.a', /text, a number/],
    ['too many attributes', 'interaction', interaction({ attributes: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i])) }), 'attributes', /at most 50/],
    ['too many digits', 'transaction', { customer: 'c', occurred_at: '2026-01-01', amount: 33.333 }, 'amount', /more digits/],
    ['an amount as words', 'transaction', { customer: 'c', occurred_at: '2026-01-01', amount: '1,000' }, 'amount', /decimal/],
    ['no such currency', 'transaction', { customer: 'c', occurred_at: '2026-01-01', amount: 1, currency: 'ZZZ' }, 'currency', /ISO 4217/],
    ['an empty id', 'customer', { id: ' ' }, 'id', /1 to 200/],
    ['an NPS of 11', 'response', { customer: 'c', survey: 'nps', occurred_at: '2026-01-01', score: 11 }, 'score', /0 to 10/],
    ['a period that is none', 'customer_value', { customer: 'c', period: '2025-13', amount: 1 }, 'period', /quarter/],
  ]
  test.for(cases)('%s', async ([, kind, raw, field, reason]) => {
    const { ctx } = await testOrganisation(db, { timezone: 'Europe/Berlin' })
    const result = await record(ctx, kind, raw, raw, { ...kind === 'customer' ? { id: 'ok' } : {}, ...(kind === 'interaction' ? interaction({ id: 'ok' }) : {}) })
    expect(result.errors[0]?.field).toBe(field)
    expect(result.errors[0]?.reason).toMatch(reason)
    if (kind === 'interaction' || kind === 'customer') expect(result).toMatchObject({ accepted: 1, rejected: 2 })
    await expectLaws(ctx)
  })

  test('a viewer, a batch too large, a wrong mode', async () => {
    const { ctx, as } = await testOrganisation(db)
    await expect(record(as('viewer'), 'interaction', interaction())).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(record(ctx, 'interaction', ...Array.from({ length: 10_001 }, () => ({})))).rejects.toMatchObject({ fault: 'too_large' })
    await expect(recordBatch(ctx, { kind: 'interaction', records: [], mode: 'upsert' as 'record' })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'mode' }] })
    expect(await reading(ctx, async (tx) => (await tx.execute(sql`select 1 from records`)).rows)).toEqual([])
  })
})
