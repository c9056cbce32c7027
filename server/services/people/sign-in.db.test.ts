import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { throttles, users } from '@/db/schema'
import { testDb, TEST_NOW } from '@/server/testing/database'
import { setUp } from '../organisations/set-up'
import { forgetFailures, EMAIL_LIMIT, PAIR_LIMIT, signIn } from './sign-in'
import { startSession } from './sessions'
import { countAttempt } from './throttle'

const PASSWORD = 'a long enough phrase'
const email = 'ada@example.org'
let db: Db
let userId: string
const attempt = (password: string, address: string, now = TEST_NOW, as = email) => signIn({ db, now }, { email: as, password, address })
const later = new Date(TEST_NOW.getTime() + 16 * 60_000)

beforeAll(async () => {
  db = await testDb()
  await setUp({ db, now: TEST_NOW }, { name: 'Ada', email, password: PASSWORD, organisation: { name: 'North', slug: 'north', timezone: 'UTC', currency: 'EUR' }, sample: false })
  userId = (await db.door((tx) => tx.select({ id: users.id }).from(users)))[0]?.id ?? ''
})
beforeEach(() => db.door((tx) => tx.delete(throttles)))
afterAll(() => db.close())

/** Failures without their hash, which is dear and not what is tried here. */
const fail = (address: string, times: number) => db.door(async (tx) => {
  for (let n = 0; n < times; n++) {
    await countAttempt(tx, [{ key: `sign-in:pair:${email}:${address}`, most: 1 }, { key: `sign-in:address:${address}`, most: 1 }, { key: `sign-in:email:${email}`, most: 1 }], TEST_NOW)
  }
})

test('the fifth failure from one place is the last, and the clock says when it ends', async () => {
  await fail('192.0.2.1', PAIR_LIMIT)
  expect(await attempt(PASSWORD, '192.0.2.1')).toEqual({ ok: false, reason: 'throttled', minutes: 15 })
  expect(await attempt(PASSWORD, '192.0.2.2')).toMatchObject({ ok: true })
  expect(await attempt(PASSWORD, '192.0.2.1', later)).toMatchObject({ ok: true })
})

test('attempts at once pass no more often than one after the other', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => attempt('a wrong password', '192.0.2.3')))
  expect(outcomes.filter((o) => !o.ok && o.reason === 'wrong')).toHaveLength(PAIR_LIMIT)
})

test('success forgets what failed before it', async () => {
  await fail('192.0.2.4', PAIR_LIMIT - 1)
  expect(await attempt(PASSWORD, '192.0.2.4')).toMatchObject({ ok: true })
  expect(await attempt('wrong', '192.0.2.4')).toEqual({ ok: false, reason: 'wrong' })
})

test('a password does not run out', async () => {
  expect(await attempt(PASSWORD, '192.0.2.9', new Date(TEST_NOW.getTime() + 5 * 366 * 86_400_000))).toMatchObject({ ok: true })
})

test('guessing from everywhere shuts strangers out, not the person', async () => {
  await startSession({ db, now: TEST_NOW }, { userId, address: '198.51.100.7', userAgent: '' })
  await fail('203.0.113.1', EMAIL_LIMIT)
  expect(await attempt(PASSWORD, '203.0.113.2')).toMatchObject({ ok: false, reason: 'throttled' })
  expect(await attempt(PASSWORD, '198.51.100.7')).toMatchObject({ ok: true })
  await db.door((tx) => forgetFailures(tx, email))
  expect(await attempt(PASSWORD, '203.0.113.2')).toMatchObject({ ok: true })
})

test('an unknown e-mail answers as a wrong password does, and costs the same hash', async () => {
  // Processor time, not the clock: a busy machine must not fail it.
  const cost = async (as: string) => {
    const began = process.cpuUsage()
    expect(await attempt('wrong', '192.0.2.5', TEST_NOW, as)).toEqual({ ok: false, reason: 'wrong' })
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  const [known, unknown, lookUp] = [await cost(email), await cost('nobody@example.org'), await cost('no e-mail at all')]
  expect(unknown).toBeGreaterThan(known / 4)
  expect(lookUp).toBeLessThan(known / 4)
})
