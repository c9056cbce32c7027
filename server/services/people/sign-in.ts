import { and, eq, gt, like, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { sessions, throttles, users } from '@/db/schema'
import { log } from '@/server/log'
import type { Door } from '@/server/queries/people'
import { email as emailSchema, knownPassword } from '@/server/schemas/people'
import { hashPassword, verifyPassword } from './passwords'
import { proveSecondFactor } from './prove-second-factor'
import { countAttempt, forgiveAttempt } from './throttle'

/** Failures in a quarter of an hour: of one address for one e-mail; of one address for anybody; of anybody for one e-mail. */
export const PAIR_LIMIT = 5
export const ADDRESS_LIMIT = 60
export const EMAIL_LIMIT = 30
const KNOWN_FOR_MS = 30 * 24 * 60 * 60_000

/** `code`: the password is right and a code of the second factor is wanted; `code-wrong`: it is not right, or was used. */
export type SignInOutcome = { ok: true; user: { id: string; email: string; name: string } } | { ok: false; reason: 'wrong' | 'code' | 'code-wrong' } | { ok: false; reason: 'throttled'; minutes: number }

type Attempt = { email: unknown; password: unknown; code?: unknown; address: string }

const keysOf = (email: string, address: string) => ({
  pair: `sign-in:pair:${email}:${address}`, address: `sign-in:address:${address}`, email: `sign-in:email:${email}`,
})

/**
 * Checks e-mail and password. Unknown e-mails take as long and answer the same as wrong passwords. Guessing from many
 * addresses closes an e-mail for the strangers among them only: an address its person has signed in from in the last
 * 30 days passes, so nobody can be locked out by somebody else for good (and a reset link opens it at once).
 * Who has a second factor is asked for its code once the password is right; both are sent together then.
 */
export async function signIn(door: Door, input: Attempt): Promise<SignInOutcome> {
  const outcome = await attempt(door, input)
  // Never the e-mail: people type passwords there.
  log(outcome.ok ? 'info' : 'warn', 'sign_in', { outcome: outcome.ok ? 'ok' : outcome.reason, user: outcome.ok ? outcome.user.id : null, address: input.address })
  return outcome
}

async function attempt(door: Door, input: Attempt): Promise<SignInOutcome> {
  const email = emailSchema.safeParse(input.email)
  const password = knownPassword.safeParse(input.password)
  if (!email.success || !password.success) return { ok: false, reason: 'wrong' }
  const keys = keysOf(email.data, input.address)
  const { user, minutes } = await door.db.door(async (tx) => {
    const here = await countAttempt(tx, [{ key: keys.pair, most: PAIR_LIMIT }, { key: keys.address, most: ADDRESS_LIMIT }], door.now)
    const everywhere = here > 0 ? 0 : await countAttempt(tx, [{ key: keys.email, most: EMAIL_LIMIT }], door.now)
    const [user] = await tx.select().from(users).where(eq(users.email, email.data))
    return { user, minutes: everywhere > 0 && user && (await isKnown(tx, user.id, input.address, door.now)) ? 0 : here || everywhere }
  })
  if (minutes > 0) return { ok: false, reason: 'throttled', minutes }
  const { right, outdated } = await verifyPassword(password.data, user?.passwordHash ?? null)
  if (!user || !right) return { ok: false, reason: 'wrong' }
  if (user.secondFactor !== null) {
    const asked = await askForCode(door, { id: user.id, secondFactor: user.secondFactor }, input.code, [keys.pair, keys.address, keys.email])
    if (asked) return asked
  }
  const upgraded = outdated ? await hashPassword(password.data) : null
  await door.db.door(async (tx) => {
    await forgiveAttempt(tx, [keys.address, keys.email], door.now)
    await tx.delete(throttles).where(eq(throttles.key, keys.pair))
    if (upgraded) await tx.update(users).set({ passwordHash: upgraded }).where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash ?? '')))
  })
  return { ok: true, user: { id: user.id, email: user.email, name: user.name } }
}

/** The second step; null when its code is right. Who has not been asked for one yet has failed at nothing. */
async function askForCode(door: Door, user: { id: string; secondFactor: string }, code: unknown, counted: string[]): Promise<SignInOutcome | null> {
  return door.db.door(async (tx) => {
    if (typeof code !== 'string' || code.trim() === '') {
      await forgiveAttempt(tx, counted, door.now)
      return { ok: false, reason: 'code' }
    }
    const proof = await proveSecondFactor(tx, user, code.slice(0, 60), door.now)
    if (proof.ok) return null
    return proof.minutes > 0 ? { ok: false, reason: 'throttled', minutes: proof.minutes } : { ok: false, reason: 'code-wrong' }
  })
}

async function isKnown(tx: Tx, userId: string, address: string, now: Date): Promise<boolean> {
  const [row] = await tx.select({ id: sessions.id }).from(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.address, address), gt(sessions.createdAt, new Date(now.getTime() - KNOWN_FOR_MS)))).limit(1)
  return row !== undefined
}

/** After a password was set by link, what was counted against the e-mail is forgotten. */
export async function forgetFailures(tx: Tx, email: string): Promise<void> {
  await tx.delete(throttles).where(eq(throttles.key, `sign-in:email:${email}`))
  await tx.delete(throttles).where(like(throttles.key, sql`${`sign-in:pair:${email.replaceAll(/[\\%_]/g, '\\$&')}:`} || '%'`))
}
