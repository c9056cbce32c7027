import { availableParallelism } from 'node:os'
import type { Db } from '@/db/client'
import { ticks } from './clock'

export type Turns = {
  /** The most that is worked on at once. */
  atOnce: number
  /** The most of one of them while others ask too. */
  each: number
  clock?: () => number
}

/** Who asked within this is waited for: alone is who is alone for longer. */
const ALONE_AFTER_MS = 10_000

/**
 * Who asks much waits behind who asks little: a turn goes to whoever's was longest ago, and while others ask, nobody has
 * more than `each` at once. Who is alone has everything. Work must not ask for a turn within its own.
 */
export class FairTurns {
  /** In the order of their next turns: a Map keeps the order in which its keys were set. */
  private readonly waiting = new Map<string, (() => void)[]>()
  private readonly running = new Map<string, number>()
  private readonly asked = new Map<string, number>()
  private total = 0

  constructor(private readonly turns: Turns) {}

  async take<T>(who: string, work: () => Promise<T>): Promise<T> {
    const now = this.now()
    // Set anew, so that the longest silent are the first.
    this.asked.delete(who)
    this.asked.set(who, now)
    await new Promise<void>((go) => {
      const mine = this.waiting.get(who)
      if (mine) mine.push(go)
      else this.waiting.set(who, [go])
      this.admit()
    })
    try {
      return await work()
    } finally {
      this.count(who, -1)
      this.admit()
    }
  }

  private admit(): void {
    const most = this.isAnybodyElse() ? this.turns.each : this.turns.atOnce
    while (this.total < this.turns.atOnce) {
      const next = [...this.waiting].find(([who]) => (this.running.get(who) ?? 0) < most)
      if (!next) return
      const [who, goes] = next
      const go = goes.shift()
      this.waiting.delete(who)
      if (goes.length > 0) this.waiting.set(who, goes)
      this.count(who, 1)
      go?.()
    }
  }

  private isAnybodyElse(): boolean {
    for (const [who, at] of this.asked) {
      if (this.now() - at <= ALONE_AFTER_MS || this.waiting.has(who)) break
      this.asked.delete(who)
    }
    return this.asked.size > 1
  }

  private count(who: string, by: 1 | -1): void {
    const now = (this.running.get(who) ?? 0) + by
    if (now === 0) this.running.delete(who)
    else this.running.set(who, now)
    this.total += by
  }

  private now(): number {
    return (this.turns.clock ?? ticks)()
  }
}

/** Of a pool's connections, what reports may take: the others are for pages, writes and signing in. */
const SHARE = 0.6
/** One of each kind per process, in whichever bundle of the application it is asked for. */
const shared = ((globalThis as { __touchstoneTurns?: Partial<Record<Db['kind'], FairTurns>> }).__touchstoneTurns ??= {})

/**
 * An organisation's turn at the database for a report. While others ask too, one organisation has as many at once as this
 * machine has cores, but for one; in the embedded engine, with its one connection, they take turns.
 */
export function inTurn<T>(db: Pick<Db, 'kind' | 'connections'>, organisationId: string, work: () => Promise<T>): Promise<T> {
  const atOnce = Math.max(1, Math.floor(db.connections * SHARE))
  const turns = (shared[db.kind] ??= new FairTurns({ atOnce, each: Math.min(atOnce, Math.max(1, availableParallelism() - 1)) }))
  return turns.take(organisationId, work)
}
