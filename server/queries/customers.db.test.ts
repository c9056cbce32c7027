import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { customerListInput, timelineInput } from '../schemas/customers'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '../testing/database'
import { customerHead, customerTimeline } from './customer-page'
import { everyCustomer, listCustomers } from './customers'

let db: Db
let ctx: OrgCtx
const list = (asked: object = {}) => listCustomers(ctx, customerListInput.parse(asked))
const ids = async (asked: object = {}) => (await list(asked)).rows.map((row) => row.customer)

beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db, { timezone: 'Asia/Kathmandu', lapseDays: 60 }))
  ctx = { ...ctx, org: { ...ctx.org, lapseDays: 60 } }
  const put = async (kind: Parameters<typeof recordBatch>[1]['kind'], records: unknown[]) => expect(await recordBatch(ctx, { kind, records }), kind).toMatchObject({ rejected: 0 })
  await put('customer', [
    { id: 'ann/1', name: 'Ann 100%', email: 'ann@example.org', acquired_at: '2024-01-01T00:00:00Z', attributes: { branch: 'Old Town' } },
    { id: 'bob', name: 'Bob', acquired_at: '2024-02-01T00:00:00Z', left_at: '2026-01-10T00:00:00Z', leave_kind: 'voluntary' },
    { id: 'cy', name: 'Cy', email: 'CY@Example.org' }, { id: 'nobody', name: 'Nobody yet' },
  ])
  await put('transaction', [
    { id: 't1', customer: 'ann/1', occurred_at: '2026-03-01T10:00:00Z', amount: 40, currency: 'EUR' }, { id: 't2', customer: 'ann/1', occurred_at: '2026-03-02T10:00:00Z', amount: -10.5, currency: 'EUR' },
    { id: 't3', customer: 'ann/1', occurred_at: '2024-03-02T10:00:00Z', amount: 7, currency: 'EUR' }, { id: 't4', customer: 'cy', occurred_at: '2025-06-01T10:00:00Z', amount: 5, currency: 'EUR' },
  ])
  await put('interaction', [
    { id: 'i1', customer: 'ann/1', occurred_at: '2026-03-03T20:00:00Z', channel: 'phone', touchpoint: 'Dispute', direction: 'contact', impression: -2, result: 'failed' },
    { id: 'i2', customer: 'ann/1', occurred_at: '2026-03-04T10:00:00Z', channel: 'web', direction: 'lookup' },
    { id: 'i3', anonymous_id: 'shadow', occurred_at: '2026-03-05T10:00:00Z', channel: 'web', direction: 'lookup' },
    { id: 'i4', customer: 'bob', occurred_at: '2025-12-05T10:00:00Z', channel: 'web', direction: 'contact' },
  ])
  await put('issue', [{ id: 's1', customer: 'ann/1', opened_at: '2026-03-03T20:00:00Z', title: 'Charged twice' }, { id: 's2', customer: 'ann/1', opened_at: '2026-03-01T20:00:00Z', resolved_at: '2026-03-02T20:00:00Z' }])
  await put('promise', [
    { id: 'p1', customer: 'ann/1', made_at: '2026-03-03T20:00:00Z', due_at: '2026-03-04T20:00:00Z', text: 'Call back' }, { id: 'p2', customer: 'ann/1', made_at: '2026-03-03T20:00:00Z', due_at: '2026-04-04T20:00:00Z' },
    { id: 'p3', customer: 'ann/1', made_at: '2026-03-03T20:00:00Z', due_at: '2026-03-04T20:00:00Z', kept_at: '2026-03-04T10:00:00Z' },
  ])
  await settleOrganisation(ctx)
})
afterAll(() => db.close())

test('known customers only, by last sight, with twelve months of contacts and value', async () => {
  const { rows, total } = await list()
  expect(rows.map((row) => row.customer)).toEqual(['ann/1', 'bob', 'cy', 'nobody'])
  expect(total).toBe(4)
  expect(rows[0]).toMatchObject({ name: 'Ann 100%', acquired: '2024-01-01', last_seen: '2026-03-04', contacts: 1, value: 29.5, status: 'in_relationship' })
  expect(rows.map((row) => row.status)).toEqual(['in_relationship', 'left', 'lapsed', 'waiting'])
})

test('search: a whole id, the beginning of one, any part of a name or e-mail; wildcards are letters', async () => {
  expect(await ids({ q: 'ann/1' })).toEqual(['ann/1'])
  expect(await ids({ q: 'AN' })).toEqual(['ann/1'])
  expect(await ids({ q: 'example.org' })).toEqual(['ann/1', 'cy'])
  expect(await ids({ q: '0%' })).toEqual(['ann/1'])
  expect(await ids({ q: '%' })).toEqual(['ann/1'])
  expect(await ids({ q: 'shadow' })).toEqual([])
})

test('filters narrow, sorts order, pages follow each other', async () => {
  expect(await ids({ status: 'left' })).toEqual(['bob'])
  expect(await ids({ channel: 'phone' })).toEqual(['ann/1'])
  // The local day begins at 18:15 UTC of the day before.
  expect(await ids({ seen_before: '2025-12-05' })).toEqual(['cy'])
  expect(await ids({ seen_before: '2025-12-06' })).toEqual(['bob', 'cy'])
  expect(await ids({ sort: 'name', direction: 'asc' })).toEqual(['ann/1', 'bob', 'cy', 'nobody'])
  expect(await ids({ sort: 'value' })).toEqual(expect.arrayContaining(['ann/1']))
  expect((await ids({ sort: 'value' })).slice(0, 2)).toEqual(['ann/1', 'cy'])
  expect([...(await ids({ limit: 3 })), ...(await ids({ limit: 3, offset: 3 }))]).toEqual(await ids())
  await expect(list({ channel: 'pigeon' })).rejects.toThrow('there is no “pigeon”')
})

test('what is expected of a customer stands in the list, and orders it; what they say we are worth on their page', async () => {
  expect((await list()).rows.map((row) => row.expected)).toEqual([null, null, null, null])
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`
    insert into customer_predictions (organisation_id, customer_id, as_of, model, horizon_weeks, expected_value, clv)
    select organisation_id, id, date '2026-03-01', 'historic_average', 52, 9000, case external_id when 'cy' then 5050 else 1200 end from customers where external_id in ('cy', 'bob')`))
  const { rows, sortable } = await list({ sort: 'expected' })
  expect(rows.slice(0, 2).map((row) => [row.customer, row.expected])).toEqual([['cy', 50.5], ['bob', 12]])
  expect(sortable).toContain('expected')

  expect((await customerHead(ctx, 'cy')).perceived).toBeNull()
  await recordBatch(ctx, { kind: 'response', records: [
    { id: 'w1', customer: 'cy', survey: 'perceived_value', occurred_at: '2025-11-03T20:00:00Z', score: 9, scale_min: 0, scale_max: 10 },
    { id: 'w2', customer: 'cy', survey: 'perceived_value', occurred_at: '2025-11-20T20:00:00Z', score: 4.5, scale_min: 0, scale_max: 10 },
  ] })
  expect((await customerHead(ctx, 'cy')).perceived).toEqual({ score: 4.5, least: 0, most: 10, day: '2025-11-21' })
})

test('an export reads everybody once, in batches of any size', async () => {
  const all: string[] = []
  for await (const batch of everyCustomer(ctx, {}, 1)) all.push(...batch.map((row) => row.customer))
  expect(all.toSorted()).toEqual(['ann/1', 'bob', 'cy', 'nobody'])
})

test('one customer: what we owe, what is open, and the timeline with its moments', async () => {
  expect(await customerHead(ctx, 'ann/1')).toMatchObject({ status: 'in_relationship', won_back: true, since: '2026-03-01', contacts: 1, value: 29.5, value_in_all: 36.5, open_issues: 1, promises: { open: 2, overdue: 1, soonest: '2026-03-04T20:00:00Z' } })
  const timeline = (asked: object) => customerTimeline(ctx, timelineInput.parse({ id: 'ann/1', ...asked }))
  const whole = await timeline({})
  expect(whole.entries).toHaveLength(10)
  const failed = whole.entries.find((entry) => entry.id === 'i1')
  expect(failed).toMatchObject({ day: '2026-03-04', moment: { reason: 'strong_impression', result: 'failed', effect: 'pending' } })
  expect((await timeline({ kind: 'moment' })).entries.map((entry) => entry.id)).toEqual(['i1'])
  expect((await timeline({ channel: 'web' })).entries.map((entry) => entry.id)).toEqual(['i2'])
  expect((await timeline({ kind: 'promise' })).entries).toHaveLength(3)
  const first = await timeline({ limit: 4 })
  expect((await timeline({ limit: 100, cursor: first.next })).entries).toHaveLength(6)
})

test('strangers and anonymous profiles are not found', async () => {
  await expect(customerHead(ctx, 'shadow')).rejects.toMatchObject({ fault: 'not_found' })
  await expect(customerHead(ctx, 'who')).rejects.toMatchObject({ fault: 'not_found' })
})

test('what was recorded since settling counts in the list, its order and its filter by channel', async () => {
  const contacts = async () => (await list({ sort: 'contacts' })).rows.map((row) => [row.customer, row.contacts])
  await recordBatch(ctx, { kind: 'interaction', records: [1, 2, 3].map((n) => ({ id: `late-${n}`, customer: 'cy', occurred_at: `2026-03-0${n}T10:00:00Z`, channel: 'fax', direction: n === 3 ? 'message' : 'contact' })) })
  const now = await contacts()
  expect(now[0]).toEqual(['cy', 2])
  expect(now.at(-1)).toEqual(['nobody', 0])
  expect(await ids({ channel: 'fax' })).toEqual(['cy'])
  await settleOrganisation(ctx)
  expect(await contacts()).toEqual(now)
  expect(await ids({ channel: 'fax' })).toEqual(['cy'])
})
