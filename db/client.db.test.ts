import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDb, testOrganisation } from '@/server/testing/database'
import { channels } from './schema'
import type { Db } from './client'
import { databaseAway } from './failures'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

test('every table with an organisation_id is locked, also for its owner', async () => {
  const open = await db.door((tx) => tx.execute<{ relname: string }>(sql`
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`))
  expect(open.rows).toEqual([])
})

test('a tenant sees and writes its own rows only, even without a WHERE', async () => {
  const a = await testOrganisation(db)
  const b = await testOrganisation(db)
  const row = { id: '11111111-1111-5111-8111-111111111111', slug: 'web', name: 'Web', kind: 'web' as const, humanAnswers: false }
  await db.tenant({ organisationId: a.ctx.org.id }, (tx) => tx.insert(channels).values({ ...row, organisationId: a.ctx.org.id }))
  expect(await db.tenant({ organisationId: a.ctx.org.id }, (tx) => tx.select().from(channels))).toHaveLength(1)
  expect(await db.tenant({ organisationId: b.ctx.org.id }, (tx) => tx.select().from(channels))).toHaveLength(0)
  await expect(db.tenant({ organisationId: b.ctx.org.id }, (tx) => tx.insert(channels).values({ ...row, organisationId: a.ctx.org.id }))).rejects.toThrow()
  await expect(db.tenant({ organisationId: b.ctx.org.id }, (tx) => tx.execute(sql`set local app.maintenance = 'on'`).then(() => tx.select().from(channels)))).resolves.toHaveLength(0)
})

test('the application role cannot read what belongs to no tenant', async () => {
  const { ctx } = await testOrganisation(db)
  for (const table of ['users', 'sessions', 'recovery_codes', 'api_key_hashes', 'links', 'throttles']) {
    await expect(db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql.raw(`select * from ${table}`))), table).rejects.toThrow()
  }
})

test('a failed transaction leaves nothing, and the connection goes on', async () => {
  const { ctx } = await testOrganisation(db)
  await expect(db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    await tx.insert(channels).values({ organisationId: ctx.org.id, id: ctx.org.id, slug: 'x', name: 'X', kind: 'web', humanAnswers: false })
    throw new Error('no')
  })).rejects.toThrow('no')
  expect(await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.select().from(channels))).toHaveLength(0)
})

test('a notification reaches whoever listens when its transaction commits', async () => {
  const { ctx } = await testOrganisation(db)
  const heard = new Promise<string>((resolve) => { void db.listen('touchstone_live', resolve) })
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`select pg_notify('touchstone_live', 'hello')`))
  expect(await heard).toBe('hello')
})

test.skipIf(!process.env.TEST_DATABASE_URL)('a connection that is cut costs its own statement; who listens hears again, and hears that something was missed', async () => {
  const { ctx } = await testOrganisation(db)
  const heard: string[] = []
  let again = 0
  const stop = await db.listen('touchstone_cut', (payload) => heard.push(payload), () => { again++ })
  const cut = (which: ReturnType<typeof sql>) => db.door((tx) => tx.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid() and ${which}`))
  const sleeping = db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`select pg_sleep(60)`)).then(() => null, (error: unknown) => error)
  await expect.poll(async () => (await cut(sql`query like '%pg_sleep(60)%'`)).rows.length).toBeGreaterThan(0)
  expect(databaseAway(await sleeping)).toBe('away')
  await cut(sql`query like 'listen touchstone_cut%'`)
  await expect.poll(() => again, { timeout: 10_000 }).toBe(1)
  await db.door((tx) => tx.execute(sql`select pg_notify('touchstone_cut', 'hello')`))
  await expect.poll(() => heard).toEqual(['hello'])
  await stop()
})

test('work in the background sees that people are being answered, and not itself', async () => {
  // One connection is enough to see it on the embedded engine: there it is taken in turn, and nobody is seen.
  expect(await db.door(() => db.peopleWait())).toBe(db.kind === 'postgresql')
  expect(await db.peopleWait()).toBe(false)
})
