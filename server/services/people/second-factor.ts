import { randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { encode } from 'uqr'
import type { Db, Tx } from '@/db/client'
import { recoveryCodes, users } from '@/db/schema'
import { writing, type OrgCtx } from '@/server/context'
import { base32, keyUri, SECRET_BYTES, stepOf, plainCode } from '@/server/domain/people/totp'
import { invalid, TouchstoneError } from '@/server/errors'
import { requireRulesOver } from '@/server/queries/member-sessions'
import type { Me } from '@/server/queries/people'
import { beginSecondFactorInput, confirmSecondFactorInput, proofInput } from '@/server/schemas/people'
import { seal, unseal } from '@/server/sealed'
import { verifyPassword } from './passwords'
import { hashRecoveryCode, proveSecondFactor, SECOND_FACTOR } from './prove-second-factor'
import { endSessions } from './sessions'
import { countAttempt, forgiveAttempt } from './throttle'

const ATTEMPTS = 10
const PENDING = 'second factor being set up'
const PENDING_MS = 15 * 60_000
const RECOVERY_CODES = 10
/** 15 bytes: 120 bits, 24 letters and digits. */
const RECOVERY_BYTES = 15

/** What is shown to be scanned (dark squares as one SVG path, in a square of `size` modules with its quiet border) or typed. `pending` goes back with the first code: nothing is kept until that is right. */
export type Enrolment = { pending: string; qr: { size: number; path: string }; secret: string }

/** A new secret to be put into an authenticator app. Needs the password; who signs in at a provider has its second factor. */
export async function beginSecondFactor(me: Me, input: unknown): Promise<Enrolment> {
  const { password } = beginSecondFactorInput.parse(input)
  const user = await requirePassword(me, password)
  if (user.secondFactor !== null) throw new TouchstoneError('conflict', 'A second factor is set up already. Take it off first.')
  const secret = randomBytes(SECRET_BYTES)
  const pending = seal(PENDING, JSON.stringify({ userId: me.userId, secret: secret.toString('base64url'), until: me.now.getTime() + PENDING_MS }))
  const { size, data } = encode(keyUri(secret, user.email), { border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { pending, qr: { size, path }, secret: base32(secret).replaceAll(/(.{4})(?=.)/g, '$1 ') }
}

/** The first code proves that the app has it. Ends every other session, which was made without; answers the recovery codes, this once. */
export async function confirmSecondFactor(me: Me, input: unknown): Promise<{ codes: string[] }> {
  const { pending, code } = confirmSecondFactorInput.parse(input)
  const opened = openPending(me, pending)
  const step = stepOf(opened, plainCode(code), me.now)
  if (step === null) throw invalid('That code is not right.', [{ field: 'code', reason: 'is not right: type the one shown now; if it stays so, check the clock of your telephone' }])
  return me.db.door(async (tx) => {
    const set = await tx.update(users).set({ secondFactor: seal(SECOND_FACTOR, opened.toString('base64url')), secondFactorSince: me.now, secondFactorStep: step })
      .where(and(eq(users.id, me.userId), isNull(users.secondFactor))).returning({ id: users.id })
    if (set.length === 0) throw new TouchstoneError('conflict', 'A second factor is set up already. Take it off first.')
    await endSessions(tx, me.userId, me.now, me.sessionId)
    return { codes: await newRecoveryCodes(tx, me.userId) }
  })
}

/** Takes it off again. Needs the password and a code; ends every other session. */
export async function removeSecondFactor(me: Me, input: unknown): Promise<void> {
  await proven(me, input, async (tx) => {
    await dropSecondFactor(tx, me.userId)
    await endSessions(tx, me.userId, me.now, me.sessionId)
  })
}

/** Ten new recovery codes; the older ones open nothing any more. Needs the password and a code. */
export async function renewRecoveryCodes(me: Me, input: unknown): Promise<{ codes: string[] }> {
  return { codes: await proven(me, input, (tx) => newRecoveryCodes(tx, me.userId)) }
}

/** For a member who has lost telephone and recovery codes, by an admin who knows who asks. Ends all their sessions. `now` is the wall clock. */
export async function takeOffSecondFactor(ctx: OrgCtx, userId: string, now: Date): Promise<void> {
  await requireRulesOver(ctx, userId)
  await ctx.db.door(async (tx) => {
    if (!(await dropSecondFactor(tx, userId))) throw new TouchstoneError('conflict', 'They have no second factor.')
    await endSessions(tx, userId, now)
  })
  await writing(ctx, async (_tx, w) => {
    await w.audit({ action: 'member.second_factor_removed', subject: 'member', subjectId: userId })
    w.publish('members')
  })
}

/** For the console of the server, where no role is asked; false when there was none. */
export async function takeOffFor(db: Db, email: string): Promise<boolean> {
  return db.door(async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email.trim().toLowerCase()))
    return user ? dropSecondFactor(tx, user.id) : false
  })
}

/** Within the caller's transaction; false when there was none. */
async function dropSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const [had] = await tx.select({ secondFactor: users.secondFactor }).from(users).where(eq(users.id, userId)).for('update')
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.update(users).set({ secondFactor: null, secondFactorSince: null, secondFactorStep: null }).where(eq(users.id, userId))
  return had !== undefined && had.secondFactor !== null
}

/** Password and code at once; what is wrong is said of its field. */
async function proven<T>(me: Me, input: unknown, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { password, code } = proofInput.parse(input)
  const { id, secondFactor } = await requirePassword(me, password)
  if (secondFactor === null) throw new TouchstoneError('conflict', 'No second factor is set up.')
  const done = await me.db.door(async (tx) => {
    const proof = await proveSecondFactor(tx, { id, secondFactor }, code, me.now)
    return proof.ok ? { value: await work(tx) } : proof
  })
  if ('value' in done) return done.value
  if (done.minutes > 0) throw tooMany(done.minutes)
  throw invalid('That code is not right.', [{ field: 'code', reason: 'is not right, or has been used' }])
}

async function requirePassword(me: Me, password: string): Promise<{ id: string; email: string; secondFactor: string | null }> {
  const key = `password:${me.userId}`
  const { user, minutes } = await me.db.door(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, me.userId))
    return { user, minutes: await countAttempt(tx, [{ key, most: ATTEMPTS }], me.now) }
  })
  if (!user) throw new TouchstoneError('unauthenticated', 'This session has ended. Sign in again.')
  if (minutes > 0) throw tooMany(minutes)
  if (user.passwordHash === null) throw new TouchstoneError('conflict', 'You sign in at your organisation’s provider: its second factor counts.')
  if (!(await verifyPassword(password, user.passwordHash)).right) throw invalid('The password is not right.', [{ field: 'password', reason: 'is not right' }])
  await me.db.door((tx) => forgiveAttempt(tx, [key], me.now))
  return user
}

const tooMany = (minutes: number) => new TouchstoneError('throttled', `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`, [], minutes * 60)

function openPending(me: Me, pending: string): Buffer {
  const gone = new TouchstoneError('conflict', 'This took too long. Begin again.')
  try {
    const { userId, secret, until } = JSON.parse(unseal(PENDING, pending)) as { userId: string; secret: string; until: number }
    if (userId === me.userId && until >= me.now.getTime()) return Buffer.from(secret, 'base64url')
  } catch {
    throw gone
  }
  throw gone
}

/** In fours, to be written down: "ABCD-EFGH-…". Only their hashes are kept. */
async function newRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => base32(randomBytes(RECOVERY_BYTES)).replaceAll(/(.{4})(?=.)/g, '$1-'))
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, hash: hashRecoveryCode(code) })))
  return codes
}
