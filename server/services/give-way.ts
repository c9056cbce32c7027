import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@/db/client'
import { ticks } from '../clock'

/** How long is waited before looking again whether people are still being answered, ms. */
const AGAIN_MS = 10
/** A piece of work waits for people at most so many times as long as the piece before it took, so that a third of its speed is always left. */
const MOST_TIMES = 2

/**
 * Between two pieces of a long piece of work: lets whoever is being answered go first. `took`: ms of the piece before.
 * Where nobody asks, this is one small question to the database.
 */
export async function giveWay(db: Pick<Db, 'peopleWait'>, took: number, signal?: AbortSignal): Promise<void> {
  const until = ticks() + took * MOST_TIMES
  while (ticks() < until && await db.peopleWait()) {
    signal?.throwIfAborted()
    await pause(AGAIN_MS)
  }
}
