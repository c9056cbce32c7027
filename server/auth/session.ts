import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { decode } from 'next-auth/jwt'
import { cookies } from 'next/headers'
import type { Db } from '@/db/client'
import { sessions } from '@/db/schema'
import { instance } from '../boot'
import { now as wallClock } from '../clock'
import { SEEN_EVERY_MS, sessionEnd } from '../domain/people/session-time'
import { sessionCookieName } from './cookies'

export type Session = { sessionId: string; userId: string }

/** Who the request's cookie says is signed in, if their session still lives. For pages, route handlers and tRPC. */
export async function currentSession(): Promise<Session | null> {
  const cookie = (await cookies()).get(sessionCookieName())?.value
  if (!cookie) return null
  const { db, secret } = await instance()
  return readSession(db, secret, cookie, wallClock())
}

/**
 * The cookie is a token that cannot be forged; the row behind it can be revoked. Being used moves the row's end on,
 * at most every five minutes. Answers null for anything but a live session.
 */
export async function readSession(db: Db, secret: string, cookie: string, now: Date): Promise<Session | null> {
  const token = await decode({ token: cookie, secret }).catch(() => null)
  const { sub: userId, sid: sessionId } = token ?? {}
  if (typeof userId !== 'string' || typeof sessionId !== 'string') return null
  const mine = and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now))
  const [row] = await db.door((tx) => tx.select({ createdAt: sessions.createdAt, lastSeenAt: sessions.lastSeenAt }).from(sessions).where(mine))
  if (!row) return null
  const stale = new Date(now.getTime() - SEEN_EVERY_MS)
  if (row.lastSeenAt < stale) {
    // The condition again: of many requests at once, one writes.
    await db.door((tx) => tx.update(sessions).set({ lastSeenAt: now, expiresAt: sessionEnd(row.createdAt, now) }).where(and(mine, lt(sessions.lastSeenAt, stale))))
  }
  return { sessionId, userId }
}
