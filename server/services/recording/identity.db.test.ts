import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { importRejects } from '@/db/schema'
import type { RecordKind } from '@/db/vocabulary'
import type { OrgCtx } from '@/server/context'
import { CUSTOMER_MONTHS } from '@/server/queries/customer-months'
import { testDb, testOrganisation } from '@/server/testing/database'
import { deleteRecord } from './delete-record'
import { eraseCustomer } from './erase-customer'
import { setErasureKey } from './erasure-key'
import { identify } from './identify'
import { rebuild } from './rebuild'
import { recordBatch } from './record-batch'
import { takeBackImport } from './take-back-import'
import { expectLaws, table } from './testing'

let db: Db
beforeAll(async () => {
  db = await testDb()
  setErasureKey('a secret of at least thirty-two characters')
})
afterAll(async () => { await db.close() })

const at = '2026-01-05T10:00:00Z'
const record = (ctx: OrgCtx, kind: RecordKind, ...records: unknown[]) => recordBatch(ctx, { kind, records })
const issues = (ctx: OrgCtx) => table(ctx, sql`select i.external_id as id, p.external_id as customer, i.stub, i.title from issues i join profiles p on p.id = i.profile_id order by 1`)
const customers = (ctx: OrgCtx) => table(ctx, sql`select external_id as id, name from customers order by 1`)

describe('issues', () => {
  test('a stub moves to the customer of its own record; then it stays', async () => {
    const { ctx } = await testOrganisation(db)
    await record(ctx, 'interaction', { id: 'i', customer: 'c1', occurred_at: at, issue: 'x' })
    expect(await issues(ctx)).toEqual([{ id: 'x', customer: 'c1', stub: true, title: null }])
    expect(await record(ctx, 'issue', { id: 'x', customer: 'c2', title: 'Charged twice' })).toMatchObject({ accepted: 1 })
    expect(await issues(ctx)).toEqual([{ id: 'x', customer: 'c2', stub: false, title: 'Charged twice' }])
    const elsewhere = await record(ctx, 'issue', { id: 'x', customer: 'c1', title: 'Mine' })
    expect(elsewhere).toMatchObject({ rejected: 1, errors: [{ field: 'id' }] })
    expect(await recordBatch(ctx, { kind: 'issue', records: [{ id: 'x', customer: 'c1', title: 'Mine' }], mode: 'replace' })).toMatchObject({ accepted: 1 })
    expect(await issues(ctx)).toEqual([{ id: 'x', customer: 'c1', stub: false, title: 'Mine' }])
    await expectLaws(ctx)
  })

  test('deleted while others mention it, it is a stub again; with the last mention it goes', async () => {
    const { ctx } = await testOrganisation(db)
    await record(ctx, 'interaction', { id: 'i', customer: 'c1', occurred_at: at, issue: 'x' })
    await record(ctx, 'issue', { id: 'x', customer: 'c1', title: 'Charged twice', opened_at: at })
    await deleteRecord(ctx, { kind: 'issue', id: 'x' })
    expect(await issues(ctx)).toEqual([{ id: 'x', customer: 'c1', stub: true, title: null }])
    await expect(deleteRecord(ctx, { kind: 'issue', id: 'x' })).rejects.toMatchObject({ fault: 'not_found' })
    await deleteRecord(ctx, { kind: 'interaction', id: 'i' })
    expect(await issues(ctx)).toEqual([])
    expect(await table(ctx, sql`select 1 from source_daily union all select 1 from rollup_daily union all select 1 from ${CUSTOMER_MONTHS} m union all select 1 from records`)).toEqual([])
    await expectLaws(ctx)
  })
})

describe('customers', () => {
  test('merge by the time that was stated, or else by receipt', async () => {
    const { ctx, as } = await testOrganisation(db)
    await record(ctx, 'customer', { id: 'c', name: 'New', updated_at: '2026-02-01' }, { id: 'c', name: 'Old', email: 'a@x', updated_at: '2026-01-01' })
    expect(await table(ctx, sql`select name, email from customers`)).toEqual([{ name: 'New', email: 'a@x' }])
    const later = as('editor', new Date('2026-04-01T00:00:00Z'))
    expect(await record(later, 'customer', { id: 'c', name: 'Newest' }, { id: 'c', name: 'Newest', email: 'a@x' }, { id: 'c', email: null })).toMatchObject({ accepted: 2, duplicates: 1 })
    expect(await table(ctx, sql`select name, email from customers`)).toEqual([{ name: 'Newest', email: null }])
    await expectLaws(ctx)
  })

  test('an anonymous profile belongs to whom it is first identified as, before or after its records', async () => {
    const { ctx } = await testOrganisation(db)
    await record(ctx, 'interaction', { id: 'i', anonymous_id: 'a', occurred_at: at })
    expect(await table(ctx, sql`select 1 from ${CUSTOMER_MONTHS} m`)).toEqual([])
    expect(await identify(ctx, { from: 'a', fromAnonymous: true, to: 'c' })).toBe(true)
    expect(await identify(ctx, { from: 'a', fromAnonymous: true, to: 'c' })).toBe(false)
    expect(await identify(ctx, { from: 'a', fromAnonymous: true, to: 'd' })).toBe(false)
    await record(ctx, 'interaction', { id: 'j', anonymous_id: 'a', occurred_at: at })
    expect(await table(ctx, sql`select c.external_id as id, sum(m.interactions)::int as n from ${CUSTOMER_MONTHS} m join customers c on c.id = m.customer_id group by 1`)).toEqual([{ id: 'c', n: 2 }])
    await expectLaws(ctx)
  })

  test('two known ids become one customer, with what was said about both', async () => {
    const { ctx } = await testOrganisation(db)
    await record(ctx, 'customer', { id: 'b', name: 'Ada', email: 'a@x', updated_at: '2026-01-01' }, { id: 'c', name: 'Ada L.', updated_at: '2026-02-01' })
    await record(ctx, 'interaction', { id: 'i', customer: 'b', occurred_at: at }, { id: 'j', customer: 'c', occurred_at: at })
    expect(await identify(ctx, { from: 'b', fromAnonymous: false, to: 'c' })).toBe(true)
    expect(await identify(ctx, { from: 'c', fromAnonymous: false, to: 'b' })).toBe(false)
    await record(ctx, 'interaction', { id: 'k', customer: 'b', occurred_at: at })
    await record(ctx, 'customer', { id: 'b', leave_reason: 'moved', updated_at: '2026-03-01' })
    expect(await table(ctx, sql`select external_id as id, name, email, leave_reason as reason from customers`)).toEqual([{ id: 'c', name: 'Ada L.', email: 'a@x', reason: 'moved' }])
    expect(await table(ctx, sql`select sum(interactions)::int as n, count(distinct customer_id)::int as customers from ${CUSTOMER_MONTHS} m`)).toEqual([{ n: 3, customers: 1 }])
    await expectLaws(ctx)
    expect(await eraseCustomer(ctx, 'b')).toEqual({ interactions: 3 })
    expect(await record(ctx, 'customer', { id: 'b' }, { id: 'c' })).toMatchObject({ rejected: 2, errors: [{ field: 'id', reason: /erased/ }, { field: 'id' }].map((e) => expect.objectContaining({ field: e.field })) })
    expect(await customers(ctx)).toEqual([])
    await expectLaws(ctx)
  })
})

test('erasing leaves no name in the trail, and other organisations alone', async () => {
  const { ctx } = await testOrganisation(db)
  const other = await testOrganisation(db)
  for (const one of [ctx, other.ctx]) await record(one, 'interaction', { id: 'i', customer: 'c', occurred_at: at })
  await identify(ctx, { from: 'old', fromAnonymous: false, to: 'c' })
  // A file's refused rows, one of them about this customer under the older id.
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.insert(importRejects).values([['1', 'old', 'x'], ['2', 'd', 'x']].map((cells, i) => ({ organisationId: ctx.org.id, importId: ctx.org.id, row: i + 1, cells, reason: 'amount is no number' }))))
  await eraseCustomer(ctx, 'c')
  expect(await table(ctx, sql`select cells->>1 as customer from import_rejects`)).toEqual([{ customer: 'd' }])
  expect(await table(ctx, sql`select subject, subject_id, detail from audit where subject = 'customer'`)).toEqual([{ subject: 'customer', subject_id: 'erased', detail: {} }])
  expect(await customers(other.ctx)).toHaveLength(1)
  expect(await record(other.ctx, 'interaction', { id: 'j', customer: 'c', occurred_at: at })).toMatchObject({ accepted: 1 })
  expect(await table(ctx, sql`select sum(interactions)::int as n from rollup_daily`)).toEqual([{ n: 1 }])
  await expect(eraseCustomer(ctx, 'c')).rejects.toMatchObject({ fault: 'not_found' })
  await expectLaws(ctx)
})

test('who only reads changes nothing', async () => {
  const { as } = await testOrganisation(db)
  const forbidden = { fault: 'forbidden' }
  const viewer = as('viewer')
  const editor = as('editor')
  await expect(identify(viewer, { from: 'a', fromAnonymous: true, to: 'c' })).rejects.toMatchObject(forbidden)
  await expect(takeBackImport(viewer, '11111111-1111-4111-8111-111111111111')).rejects.toMatchObject(forbidden)
  await expect(deleteRecord(viewer, { kind: 'interaction', id: 'i' })).rejects.toMatchObject(forbidden)
  await expect(eraseCustomer(editor, 'c')).rejects.toMatchObject(forbidden)
  await expect(rebuild(editor)).rejects.toMatchObject(forbidden)
})
