import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@/db/client'
import { ticks } from '../clock'

/** How long is waited before looking again whether people are still being answered, ms. */
const AGAIN_MS = 10
/** A piece of work waits for people at most so many times as long as the piece before it took, so that a third of its speed is always left. */
const MOST_TIMES = 2

/**
 * What a long piece of work calls between two of its pieces: lets whoever is being answered go first. What passes
 * between two calls is a piece. Where nobody asks, a call is one small question to the database.
 */
export function givingWay(db: Pick<Db, 'peopleWait'>, signal?: AbortSignal): () => Promise<void> {
  let began: number | null = null
  return async () => {
    const took = began === null ? 0 : ticks() - began
    const until = ticks() + took * MOST_TIMES
    while (ticks() < until && await db.peopleWait()) {
      signal?.throwIfAborted()
      await pause(AGAIN_MS)
    }
    began = ticks()
  }
}
