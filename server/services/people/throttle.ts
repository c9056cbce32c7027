import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { throttles } from '@/db/schema'

const WINDOW_MS = 15 * 60_000
const KEPT_MS = 24 * 60 * 60_000

/** So many times in a quarter of an hour. */
export type Limit = { key: string; most: number }

const windowOf = (now: Date) => new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS)

/**
 * Counts one attempt against each limit before it is made, so that attempts at once cannot pass together.
 * Answers the whole minutes to wait when one is exceeded, else 0.
 */
export async function countAttempt(tx: Tx, limits: Limit[], now: Date): Promise<number> {
  const windowStart = windowOf(now)
  let over = false
  for (const { key, most } of limits.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const [row] = await tx.insert(throttles).values({ key, windowStart, count: 1 })
      .onConflictDoUpdate({ target: [throttles.key, throttles.windowStart], set: { count: sql`${throttles.count} + 1` } }).returning({ count: throttles.count })
    if (row && row.count > most) over = true
    // A key's first attempt in a window sweeps what is long over.
    if (row?.count === 1) await tx.delete(throttles).where(lt(throttles.windowStart, new Date(now.getTime() - KEPT_MS)))
  }
  return over ? Math.max(1, Math.ceil((windowStart.getTime() + WINDOW_MS - now.getTime()) / 60_000)) : 0
}

/** Takes back what a successful attempt counted: only failures are held against anybody. */
export async function forgiveAttempt(tx: Tx, keys: string[], now: Date): Promise<void> {
  await tx.update(throttles).set({ count: sql`greatest(${throttles.count} - 1, 0)` })
    .where(and(inArray(throttles.key, keys), eq(throttles.windowStart, windowOf(now))))
}
