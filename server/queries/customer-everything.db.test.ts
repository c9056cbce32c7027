import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { eraseCustomer } from '../services/recording/erase-customer'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '../testing/database'
import { everythingAbout } from './customer-everything'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db, { lapseDays: 90 }))
  const at = '2026-03-01T10:00:00Z'
  for (const id of ['zoe', 'other']) {
    await recordBatch(ctx, { kind: 'customer', records: [{ id, name: `Name of ${id}`, email: `${id}@example.test` }] })
    await recordBatch(ctx, { kind: 'interaction', records: [{ id: `n-${id}`, customer: id, occurred_at: at, channel: 'phone', issue: `i-${id}`, summary: `Said by ${id}` }] })
    await recordBatch(ctx, { kind: 'transaction', records: [{ id: `t-${id}`, customer: id, occurred_at: at, amount: 10 }] })
    await recordBatch(ctx, { kind: 'promise', records: [{ id: `p-${id}`, customer: id, made_at: at, due_at: at, text: `For ${id}` }] })
    await recordBatch(ctx, { kind: 'response', records: [{ id: `r-${id}`, customer: id, occurred_at: at, survey: 'nps', score: 9, comment: `By ${id}` }] })
  }
  await settleOrganisation(ctx)
})
afterAll(() => db.close())

test('everything about one, nothing about another', async () => {
  const found = await everythingAbout(ctx, 'zoe')
  const text = JSON.stringify(found)
  for (const said of ['Name of zoe', 'zoe@example.test', 'Said by zoe', 'For zoe', 'By zoe', 't-zoe']) expect(text).toContain(said)
  expect(text).not.toContain('other')
  expect(Object.keys(found.tables)).toEqual(expect.arrayContaining(['customers', 'facts', 'interactions', 'issues', 'profiles', 'promises', 'records', 'responses', 'spells', 'transactions']))
})

test('for admins only; unknown is not found, and so is who was erased', async () => {
  await expect(everythingAbout(as('editor'), 'zoe')).rejects.toThrow(/admin/)
  await expect(everythingAbout(ctx, 'nobody')).rejects.toThrow(/customer/)
  await eraseCustomer(ctx, 'zoe')
  await expect(everythingAbout(ctx, 'zoe')).rejects.toThrow(/customer/)
})

test('after an erasure no table holds anything about them', async () => {
  const left = await db.maintenance(async (tx) => {
    const tables = (await tx.execute<{ name: string }>(sql`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'`)).rows
    const found: string[] = []
    for (const { name } of tables) if ((await tx.execute(sql.raw(`select 1 from "${name}" t where organisation_id = '${ctx.org.id}' and t::text ilike '%zoe%' limit 1`))).rows.length > 0) found.push(name)
    return found
  })
  expect(left).toEqual([])
})
