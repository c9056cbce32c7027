import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { jobs, members, organisations, users } from '@/db/schema'
import { keyCtx } from '@/server/access'
import { readEnv } from '@/server/env'
import { myOrganisations } from '@/server/queries/people'
import { testDb, TEST_NOW as now } from '@/server/testing/database'
import { removeMember } from '../people/remove-member'
import { signIn } from '../people/sign-in'
import { ensureInit } from './ensure-init'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())
const settings = {
  INIT_ORG_NAME: 'North Bank', INIT_ORG_SLUG: 'north', INIT_ORG_TIMEZONE: 'Europe/London', INIT_ORG_CURRENCY: 'GBP',
  INIT_OWNER_EMAIL: 'Owner@Example.org', INIT_OWNER_PASSWORD: 'a long enough phrase', INIT_API_KEY: 'ts_0123456789abcdef', INIT_SAMPLE: '1',
}
const counts = () => db.maintenance(async (tx) => [await tx.$count(users), await tx.$count(organisations), await tx.$count(members), await tx.$count(jobs)])

test('nothing asked, nothing made', async () => {
  await ensureInit(db, readEnv({}), now)
  expect(await counts()).toEqual([0, 0, 0, 0])
})

test('settings that cannot be met are one clear line', async () => {
  await expect(ensureInit(db, readEnv({ INIT_SAMPLE: '1' }), now)).rejects.toThrow('INIT_OWNER_EMAIL')
  await expect(ensureInit(db, readEnv({ INIT_OWNER_EMAIL: 'a@example.org', INIT_OWNER_PASSWORD: 'long enough yes' }), now)).rejects.toThrow('INIT_ORG_NAME')
  await expect(ensureInit(db, readEnv({ INIT_ORG_NAME: 'North', INIT_OWNER_EMAIL: 'a@example.org' }), now)).rejects.toThrow('INIT_OWNER_PASSWORD')
  await expect(ensureInit(db, readEnv({ INIT_ORG_NAME: 'North', INIT_ORG_TIMEZONE: 'Mars/Base' }), now)).rejects.toThrow('INIT_ORG_TIMEZONE')
})

test('everything asked is made, once, by however many starts at once', async () => {
  await Promise.all([1, 2, 3].map(() => ensureInit(db, readEnv(settings), now)))
  await ensureInit(db, readEnv(settings), now)
  expect(await counts()).toEqual([1, 2, 2, 1])
  const outcome = await signIn({ db, now }, { email: 'owner@example.org', password: 'a long enough phrase', address: '' })
  if (!outcome.ok) throw new Error(outcome.reason)
  expect((await myOrganisations(db, outcome.user.id)).map((o) => [o.slug, o.role])).toEqual([['north', 'owner'], ['sample', 'owner']])
  const ctx = await keyCtx(db, 'ts_0123456789abcdef', now)
  expect([ctx.org.slug, ctx.org.currency, ctx.can.has('admin'), ctx.can.has('ingest')]).toEqual(['north', 'GBP', true, true])
})

test('what people have changed since stays changed', async () => {
  await ensureInit(db, readEnv({ ...settings, INIT_OWNER_PASSWORD: 'quite another phrase', INIT_ORG_NAME: 'South Bank' }), now)
  expect(await signIn({ db, now }, { email: 'owner@example.org', password: 'quite another phrase', address: '' })).toMatchObject({ ok: false })
  expect((await db.door((tx) => tx.select({ name: organisations.name }).from(organisations))).map((o) => o.name)).not.toContain('South Bank')
  const ctx = await keyCtx(db, 'ts_0123456789abcdef', now)
  // The only owner cannot be lost, so a later start never has to bring anybody back.
  const owner = (await db.door((tx) => tx.select({ id: users.id }).from(users)))[0]?.id ?? ''
  await expect(removeMember({ ...ctx, can: new Set(['read', 'admin', 'own']) }, owner)).rejects.toMatchObject({ fault: 'conflict' })
})
