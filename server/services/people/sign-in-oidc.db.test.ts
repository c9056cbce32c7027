import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { users } from '@/db/schema'
import { sessionCtx } from '@/server/access'
import { myOrganisations } from '@/server/queries/people'
import { testDb, TEST_NOW as now } from '@/server/testing/database'
import { setUp } from '../organisations/set-up'
import { inviteMember } from './invitations'
import { startSession } from './sessions'
import { signInWithIdentity } from './sign-in-oidc'

let db: Db
const identity = { issuer: 'https://id.example.org/', subject: '248289761001', email: 'Ada@Example.org', emailVerified: true, name: 'Ada L.' }
const enter = (over: Partial<typeof identity>) => signInWithIdentity({ db, now }, { ...identity, ...over })

beforeAll(async () => {
  db = await testDb()
  await setUp({ db, now }, { name: 'Ada', email: 'ada@example.org', password: 'a long enough phrase', organisation: { name: 'North', slug: 'north', timezone: 'UTC', currency: 'EUR' }, sample: false })
})
afterAll(() => db.close())

test('an e-mail the provider has not verified opens nothing', async () => {
  expect(await enter({ emailVerified: false })).toEqual({ ok: false, reason: 'unverified' })
})

test('a verified one is linked; whoever set the password is out, and the subject is what counts from then on', async () => {
  const [ada] = await db.door((tx) => tx.select().from(users))
  const sessionId = await startSession({ db, now }, { userId: ada?.id ?? '', address: '', userAgent: '' })
  const entered = await enter({})
  expect(entered).toEqual({ ok: true, userId: ada?.id })
  await expect(sessionCtx(db, { sessionId, userId: ada?.id ?? '' }, 'north', now)).rejects.toMatchObject({ fault: 'unauthenticated' })
  expect((await db.door((tx) => tx.select().from(users).where(eq(users.id, ada?.id ?? ''))))[0]).toMatchObject({ passwordHash: null, oidcSubject: 'https://id.example.org 248289761001' })
  expect(await enter({ email: 'renamed@example.org', emailVerified: false })).toEqual(entered)
  expect(await enter({ subject: 'somebody else with the address' })).toEqual({ ok: false, reason: 'uninvited' })
})

test('strangers need an invitation; with one they are members at once', async () => {
  const bea = { subject: '7', email: 'bea@example.org', name: 'Bea' }
  expect(await enter(bea)).toEqual({ ok: false, reason: 'uninvited' })
  const [ada] = await db.door((tx) => tx.select().from(users))
  const sessionId = await startSession({ db, now }, { userId: ada?.id ?? '', address: '', userAgent: '' })
  await inviteMember(await sessionCtx(db, { sessionId, userId: ada?.id ?? '' }, 'north', now), { email: 'bea@example.org', role: 'editor' }, now)
  const entered = await enter(bea)
  expect(entered).toMatchObject({ ok: true })
  expect(await myOrganisations(db, entered.ok ? entered.userId : '')).toMatchObject([{ slug: 'north', role: 'editor' }])
})
