import { randomUUID } from 'node:crypto'
import { and, eq, gt, isNull, lt, ne } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { sessions } from '@/db/schema'
import { TouchstoneError } from '@/server/errors'
import type { Door, Me } from '@/server/queries/people'
import { sessionEnd } from '@/server/domain/people/session-time'

const FORGOTTEN_AFTER_MS = 90 * 24 * 60 * 60_000

/** A new row for a browser that has just proved who it is; every sign-in gets a new id. */
export async function startSession(door: Door, input: { userId: string; address: string; userAgent: string }): Promise<string> {
  const id = randomUUID()
  await door.db.door(async (tx) => {
    await tx.delete(sessions).where(and(eq(sessions.userId, input.userId), lt(sessions.expiresAt, new Date(door.now.getTime() - FORGOTTEN_AFTER_MS))))
    await tx.insert(sessions).values({
      id, userId: input.userId, address: input.address.slice(0, 64), userAgent: input.userAgent.slice(0, 300),
      createdAt: door.now, lastSeenAt: door.now, expiresAt: sessionEnd(door.now, door.now),
    })
  })
  return id
}

/** Ends one session of one's own. Ended ones stay ended; somebody else's is `not_found`. */
export async function revokeSession(me: Me, sessionId: string): Promise<void> {
  const ended = await me.db.door((tx) => tx.update(sessions).set({ revokedAt: me.now })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, me.userId), isNull(sessions.revokedAt))).returning({ id: sessions.id }))
  if (ended.length === 0) throw new TouchstoneError('not_found', 'That session has already ended.')
}

/** Ends every other session of one's own; answers how many. */
export async function revokeOtherSessions(me: Me): Promise<number> {
  return me.db.door((tx) => endSessions(tx, me.userId, me.now, me.sessionId))
}

/** Within the caller's transaction: ends all sessions of a person, but the one to keep. */
export async function endSessions(tx: Tx, userId: string, now: Date, keep?: string): Promise<number> {
  const ended = await tx.update(sessions).set({ revokedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now), keep ? ne(sessions.id, keep) : undefined)).returning({ id: sessions.id })
  return ended.length
}

/** Signing out: ends the session if it has not ended yet. */
export async function endSession(me: Me): Promise<void> {
  await me.db.door((tx) => tx.update(sessions).set({ revokedAt: me.now }).where(and(eq(sessions.id, me.sessionId), eq(sessions.userId, me.userId), isNull(sessions.revokedAt))))
}
