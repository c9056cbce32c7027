import { eq } from 'drizzle-orm'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { sessions, users } from '@/db/schema'
import { endSession, startSession } from '../services/people/sessions'
import { testDb, TEST_NOW as now } from '../testing/database'
import { readSession } from './session'

const secret = 'a secret of thirty-two characters or more'
const userId = '7d3e0b4e-0f2c-4a0c-9a51-6a3c1d2e4f50'
let db: Db
const day = (n: number) => new Date(now.getTime() + n * 86_400_000)
const start = () => startSession({ db, now }, { userId, address: '192.0.2.1', userAgent: '' })
const cookie = (sid: string, over: { secret?: string; sub?: string } = {}) => encode({ token: { sub: over.sub ?? userId, sid }, secret: over.secret ?? secret })

beforeAll(async () => {
  db = await testDb()
  await db.door((tx) => tx.insert(users).values({ id: userId, email: 'ada@example.org', name: 'Ada' }))
})
afterAll(() => db.close())

test('a cookie is as good as the row behind it', async () => {
  const sessionId = await start()
  expect(await readSession(db, secret, await cookie(sessionId), now)).toEqual({ sessionId, userId })
  await endSession({ db, now, userId, sessionId })
  expect(await readSession(db, secret, await cookie(sessionId), now)).toBeNull()
})

test('forged, borrowed and broken cookies open nothing', async () => {
  const sessionId = await start()
  expect(await readSession(db, secret, await cookie(sessionId, { secret: 'another secret of the right length' }), now)).toBeNull()
  expect(await readSession(db, secret, await cookie(sessionId, { sub: '00000000-0000-4000-8000-000000000000' }), now)).toBeNull()
  expect(await readSession(db, secret, 'nonsense', now)).toBeNull()
  expect(await readSession(db, secret, await encode({ token: { name: 'no session' }, secret }), now)).toBeNull()
})

test('use keeps it alive, a week of silence or thirty days end it, and not every read writes', async () => {
  const sessionId = await start()
  const token = await cookie(sessionId)
  const seen = async () => (await db.door((tx) => tx.select().from(sessions).where(eq(sessions.id, sessionId))))[0]
  await readSession(db, secret, token, new Date(now.getTime() + 4 * 60_000))
  expect((await seen())?.lastSeenAt).toEqual(now)
  for (const n of [6, 12, 18, 24]) expect(await readSession(db, secret, token, day(n))).not.toBeNull()
  expect((await seen())?.expiresAt).toEqual(day(30))
  expect(await readSession(db, secret, token, day(31))).toBeNull()

  const idle = await start()
  expect(await readSession(db, secret, await cookie(idle), day(8))).toBeNull()
})
