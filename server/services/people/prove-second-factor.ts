import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import type { Tx } from '@/db/client'
import { recoveryCodes, users } from '@/db/schema'
import { plainCode, stepOf } from '@/server/domain/people/totp'
import { log } from '@/server/log'
import { unseal } from '@/server/sealed'
import { countAttempt, forgiveAttempt } from './throttle'

/** Wrong codes in a quarter of an hour, from anywhere: one guesses a code in a million, and only with the password. */
export const CODE_LIMIT = 5
export const SECOND_FACTOR = 'second factor'

export const hashRecoveryCode = (code: string): Buffer => createHash('sha256').update(plainCode(code)).digest()

export type Proof = { ok: true } | { ok: false; minutes: number }

/**
 * Checks a code against somebody's second factor, within the caller's transaction: six digits of the app, each taken
 * once, or a recovery code, used up by it. `minutes` to wait after too many, else 0: the code is wrong.
 */
export async function proveSecondFactor(tx: Tx, user: { id: string; secondFactor: string }, typed: string, now: Date): Promise<Proof> {
  const key = `second-factor:${user.id}`
  const minutes = await countAttempt(tx, [{ key, most: CODE_LIMIT }], now)
  if (minutes > 0) return { ok: false, minutes }
  const code = plainCode(typed)
  const right = /^\d{6}$/.test(code) ? await takeAppCode(tx, user, code, now) : await takeRecoveryCode(tx, user.id, code, now)
  if (!right) return { ok: false, minutes: 0 }
  await forgiveAttempt(tx, [key], now)
  return { ok: true }
}

/** Two at once, or the same again: one of them finds the half minute taken. */
async function takeAppCode(tx: Tx, user: { id: string; secondFactor: string }, code: string, now: Date): Promise<boolean> {
  const step = stepOf(secretOf(user.secondFactor), code, now)
  if (step === null) return false
  const taken = await tx.update(users).set({ secondFactorStep: step })
    .where(and(eq(users.id, user.id), or(isNull(users.secondFactorStep), lt(users.secondFactorStep, step)))).returning({ id: users.id })
  return taken.length > 0
}

async function takeRecoveryCode(tx: Tx, userId: string, code: string, now: Date): Promise<boolean> {
  const used = await tx.update(recoveryCodes).set({ usedAt: now })
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.hash, hashRecoveryCode(code)), isNull(recoveryCodes.usedAt))).returning({ userId: recoveryCodes.userId })
  return used.length > 0
}

/** Under another secret of the instance no code is right any more; recovery codes still are. */
function secretOf(sealed: string): Buffer {
  try {
    return Buffer.from(unseal(SECOND_FACTOR, sealed), 'base64url')
  } catch {
    log('warn', 'second factor unreadable', { reason: 'sealed under another secret of the instance' })
    return Buffer.alloc(0)
  }
}
