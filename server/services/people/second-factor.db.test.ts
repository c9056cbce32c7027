import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { recoveryCodes, sessions, throttles, users } from '@/db/schema'
import { sessionCtx } from '@/server/access'
import { codeAt, SECRET_BYTES, stepAt } from '@/server/domain/people/totp'
import { listMembers, myProfile, type Me } from '@/server/queries/people'
import { setSealingSecret } from '@/server/sealed'
import { testDb, TEST_NOW as now } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import { setUp } from '../organisations/set-up'
import { updateOrganisation } from '../settings/update-organisation'
import { acceptAsNew } from './accept-invitation'
import { inviteMember } from './invitations'
import { CODE_LIMIT, hashRecoveryCode, proveSecondFactor } from './prove-second-factor'
import { makeResetLink, resetPassword } from './reset-password'
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, renewRecoveryCodes, takeOffSecondFactor } from './second-factor'
import { startSession } from './sessions'
import { signIn } from './sign-in'

const PASSWORD = 'a long enough phrase'
const email = 'ada@example.org'
let db: Db
let secret: Buffer
let codes: string[]
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const codeOf = (at: Date) => codeAt(secret, stepAt(at))
const attempt = (code: string | undefined, at: Date, password = PASSWORD, as = email) => signIn({ db, now: at }, { email: as, password, code, address: '192.0.2.1' })
async function me(of = email): Promise<Me> {
  const [user] = await db.door((tx) => tx.select().from(users).where(eq(users.email, of)))
  const userId = user?.id ?? ''
  return { db, now, userId, sessionId: await startSession({ db, now }, { userId, address: '', userAgent: '' }) }
}
const decoded = (text: string): Buffer => {
  const bits = text.replaceAll(' ', '').split('').map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
}

beforeAll(async () => {
  setSealingSecret('x'.repeat(32))
  db = await testDb()
  await setUp({ db, now }, { name: 'Ada', email, password: PASSWORD, organisation: { name: 'North', slug: 'north', timezone: 'UTC', currency: 'EUR' }, sample: false })
})
beforeEach(() => db.door((tx) => tx.delete(throttles)))
afterAll(async () => {
  vi.restoreAllMocks()
  await db.close()
})

describe('setting it up', () => {
  test('needs the password and the first code; nothing is kept before that', async () => {
    const ada = await me()
    await expect(beginSecondFactor(ada, { password: 'not this one' })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'password' }] })
    const begun = await beginSecondFactor(ada, { password: PASSWORD })
    expect(begun.qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/)
    secret = decoded(begun.secret)
    expect(secret).toHaveLength(SECRET_BYTES)
    expect(await myProfile(ada)).toMatchObject({ secondFactor: null })
    await expect(confirmSecondFactor(ada, { pending: begun.pending, code: '000000' })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'code' }] })
    expect(await fault(confirmSecondFactor({ ...ada, now: later(16 * 60) }, { pending: begun.pending, code: codeOf(later(16 * 60)) }))).toBe('conflict')
    expect(await fault(confirmSecondFactor({ ...ada, userId: crypto.randomUUID() }, { pending: begun.pending, code: codeOf(now) }))).toBe('conflict')
    expect(await fault(confirmSecondFactor(ada, { pending: `${begun.pending.slice(0, -4)}AAAA`, code: codeOf(now) }))).toBe('conflict')
    const other = await me()
    ;({ codes } = await confirmSecondFactor(ada, { pending: begun.pending, code: codeOf(now) }))
    // Whoever was signed in without is out.
    const [ended] = await db.door((tx) => tx.select().from(sessions).where(eq(sessions.id, other.sessionId)))
    expect(ended?.revokedAt).not.toBeNull()
    expect(await myProfile(ada)).toMatchObject({ secondFactor: { since: now, codesLeft: 10 } })
    expect(await fault(beginSecondFactor(ada, { password: PASSWORD }))).toBe('conflict')
  })

  test('the secret lies sealed, and only hashes of ten recovery codes of 120 bits are kept', async () => {
    const [ada] = await db.door((tx) => tx.select().from(users))
    expect(ada?.secondFactor).not.toContain(secret.toString('base64url'))
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/)
    const kept = await db.door((tx) => tx.select().from(recoveryCodes))
    expect(kept.map((row) => row.hash.toString('hex')).toSorted()).toEqual(codes.map((code) => hashRecoveryCode(code).toString('hex')).toSorted())
  })
})

describe('signing in with it', () => {
  test('the password alone opens nothing; a code does, once', async () => {
    expect(await attempt(undefined, later(30))).toEqual({ ok: false, reason: 'code' })
    // The one it was set up with is used.
    expect(await attempt(codeOf(now), later(30))).toEqual({ ok: false, reason: 'code-wrong' })
    const at = later(60)
    expect(await attempt(codeOf(at), at, 'not the password')).toEqual({ ok: false, reason: 'wrong' })
    const twice = await Promise.all([attempt(codeOf(at), at), attempt(codeOf(at), at)])
    expect(twice.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(await attempt(codeOf(at), later(80))).toEqual({ ok: false, reason: 'code-wrong' })
    // One of before the last that was taken is older than it.
    expect(await attempt(codeOf(later(30)), at)).toEqual({ ok: false, reason: 'code-wrong' })
  })

  test('a recovery code works once, however it is typed', async () => {
    const [first = ''] = codes
    expect(await attempt(first.toLowerCase().replaceAll('-', ' '), now)).toMatchObject({ ok: true })
    expect(await attempt(first, now)).toEqual({ ok: false, reason: 'code-wrong' })
    expect(await myProfile(await me())).toMatchObject({ secondFactor: { codesLeft: 9 } })
  })

  test('guessing ends after a few, from wherever; being asked for a code is no failure', async () => {
    expect(await attempt('', later(120))).toEqual({ ok: false, reason: 'code' })
    expect(await db.door((tx) => tx.select({ count: throttles.count }).from(throttles))).toEqual([{ count: 0 }, { count: 0 }, { count: 0 }])
    expect(await attempt('000000', later(120))).toEqual({ ok: false, reason: 'code-wrong' })
    // The others without their hash, which is dear and not what is tried here.
    const { userId } = await me()
    for (let n = 1; n < CODE_LIMIT; n++) expect(await db.door((tx) => proveSecondFactor(tx, { id: userId, secondFactor: 'unread' }, `wrong ${n}`, later(120)))).toEqual({ ok: false, minutes: 0 })
    expect(await signIn({ db, now: later(120) }, { email, password: PASSWORD, code: codeOf(later(120)), address: '203.0.113.99' })).toMatchObject({ ok: false, reason: 'throttled' })
    expect(await attempt(codeOf(later(16 * 60)), later(16 * 60))).toMatchObject({ ok: true })
  })

  test('a new password by link leaves it on', async () => {
    const ada = await me()
    const { path } = await makeResetLink(await sessionCtx(db, ada, 'north', now), ada.userId, now)
    await resetPassword({ db, now }, { token: path.split('/').at(-1), password: 'another long phrase' })
    expect(await attempt(undefined, now, 'another long phrase')).toEqual({ ok: false, reason: 'code' })
    const again = await me()
    const { path: back } = await makeResetLink(await sessionCtx(db, again, 'north', now), again.userId, now)
    await resetPassword({ db, now }, { token: back.split('/').at(-1), password: PASSWORD })
  })

  test('sealed under another secret, no code is right, but recovery codes are', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    setSealingSecret('y'.repeat(32))
    const at = later(3600)
    expect(await attempt(codeOf(at), at)).toEqual({ ok: false, reason: 'code-wrong' })
    expect(await attempt(codes[1], at)).toMatchObject({ ok: true })
    setSealingSecret('x'.repeat(32))
  })
})

describe('demanded by the organisation', () => {
  test('by an admin who has it; members without are refused until they set it up, and shown where', async () => {
    const ada = await me()
    const ctx = await sessionCtx(db, ada, 'north', now)
    await acceptAsNew({ db, now }, { token: (await inviteMember(ctx, { email: 'adam@example.org', role: 'admin' }, now)).path.split('/').at(-1), name: 'Adam', password: PASSWORD })
    const adam = await me('adam@example.org')
    await expect(updateOrganisation(await sessionCtx(db, adam, 'north', now), { second_factor_demanded: true })).rejects.toMatchObject({ fault: 'conflict', places: [{ field: 'second_factor_demanded' }] })
    expect(await updateOrganisation(ctx, { second_factor_demanded: true })).toMatchObject({ second_factor_demanded: true })
    await expect(sessionCtx(db, adam, 'north', now)).rejects.toMatchObject({ fault: 'forbidden', places: [{ field: 'second_factor' }] })
    expect((await sessionCtx(db, ada, 'north', now)).role).toBe('owner')
    // Who has no password signs in at the provider.
    const [{ passwordHash } = { passwordHash: null }] = await db.door((tx) => tx.select().from(users).where(eq(users.id, adam.userId)))
    await db.door((tx) => tx.update(users).set({ passwordHash: null }).where(eq(users.id, adam.userId)))
    expect((await sessionCtx(db, adam, 'north', now)).role).toBe('admin')
    expect(await fault(beginSecondFactor(adam, { password: PASSWORD }))).toBe('conflict')
    await db.door((tx) => tx.update(users).set({ passwordHash }).where(eq(users.id, adam.userId)))
    const begun = await beginSecondFactor(adam, { password: PASSWORD })
    await confirmSecondFactor(adam, { pending: begun.pending, code: codeAt(decoded(begun.secret), stepAt(now)) })
    expect((await sessionCtx(db, adam, 'north', now)).role).toBe('admin')
    expect((await listMembers(ctx)).map((m) => [m.name, m.secondFactor])).toEqual([['Ada', true], ['Adam', true]])
  })

  test('an admin takes off what a member has lost, of nobody above them, and it is written down', async () => {
    const [ada, adam] = [await me(), await me('adam@example.org')]
    const owner = await sessionCtx(db, ada, 'north', now)
    expect(await fault(takeOffSecondFactor(await sessionCtx(db, adam, 'north', now), ada.userId, now))).toBe('forbidden')
    await takeOffSecondFactor(owner, adam.userId, now)
    expect(await fault(takeOffSecondFactor(owner, adam.userId, now))).toBe('conflict')
    expect(await fault(sessionCtx(db, adam, 'north', now))).toBe('unauthenticated')
    await updateOrganisation(owner, { second_factor_demanded: false })
    expect(await attempt(undefined, now, PASSWORD, 'adam@example.org')).toMatchObject({ ok: true })
  })
})

describe('changing it', () => {
  test('new recovery codes and taking it off need password and code', async () => {
    const ada = { ...(await me()), now: later(7200) }
    const proof = { password: PASSWORD, code: codeOf(ada.now) }
    for (const wrong of [{ ...proof, password: 'not this one' }, { ...proof, code: '000000' }]) {
      expect(await fault(renewRecoveryCodes(ada, wrong))).toBe('invalid')
      expect(await fault(removeSecondFactor(ada, wrong))).toBe('invalid')
    }
    const renewed = await renewRecoveryCodes(ada, proof)
    expect(await attempt(codes[2], ada.now)).toEqual({ ok: false, reason: 'code-wrong' })
    // The code that proved it is used.
    expect(await fault(removeSecondFactor(ada, proof))).toBe('invalid')
    await removeSecondFactor(ada, { password: PASSWORD, code: renewed.codes[0] })
    expect(await myProfile(ada)).toMatchObject({ secondFactor: null })
    expect(await db.door((tx) => tx.select().from(recoveryCodes).where(eq(recoveryCodes.userId, ada.userId)))).toEqual([])
    expect(await attempt(undefined, ada.now)).toMatchObject({ ok: true })
  })
})
