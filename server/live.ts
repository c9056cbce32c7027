import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { QUIET_TOPICS, TOPICS, type Topic } from '@/db/vocabulary'

const CHANNEL = 'touchstone_live'
/** Topics heard within this time are told as one. */
const COALESCE_MS = 100

/** A statement that announces, when its transaction commits, that these topics of the organisation changed. Never carries data. */
export const announcement = (organisationId: string, topics: Topic[]): string => `select pg_notify('${CHANNEL}', '${organisationId}:${topics.toSorted().join(',')}')`

export async function publish(tx: Tx, organisationId: string, topics: Topic[]): Promise<void> {
  await tx.execute(sql.raw(announcement(organisationId, topics)))
}

type Listener = (topics: Topic[]) => void

/** Hears what any server process publishes and tells those who follow an organisation, at most every 100 ms each. */
export class LiveHub {
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly waiting = new Map<string, Set<Topic>>()
  private timer: NodeJS.Timeout | undefined
  private stop: (() => Promise<void>) | undefined
  private readonly versions = new Map<string, number>()
  private readonly own = new Map<string, number>()
  /** Announcements are counted; by organisation, the count of the last that pages follow. */
  private count = 0
  private readonly last = new Map<string, number>()
  private lastMissed = 0
  private readonly process = randomUUID().slice(0, 8)
  private ended = false
  private readonly onEnd = new Set<() => void>()

  async start(db: Db): Promise<void> {
    this.stop = await db.listen(CHANNEL, (payload) => this.heard(payload), () => this.missed())
  }

  /** Counts what was published in the organisation since this process listens: an answer given at the same count still holds. */
  version(organisationId: string): number {
    return this.versions.get(organisationId) ?? 0
  }

  /** Somebody here has just written: whoever asks this process next is answered with it, heard of already or not. */
  wrote(organisationId: string): void {
    this.versions.set(organisationId, this.version(organisationId) + 1)
    this.own.set(organisationId, this.written(organisationId) + 1)
  }

  /** Counts what people and clients wrote through this process; jobs are not among them. */
  written(organisationId: string): number {
    return this.own.get(organisationId) ?? 0
  }

  /** Where this process's hearing stands now: `<process>.<count>`. */
  stamp(): string {
    return `${this.process}.${this.count}`
  }

  /** Whether pages of the organisation may have missed something since that stamp; of another process's, or of none, nobody can say that they have not. */
  changedSince(organisationId: string, stamp: string | null): boolean {
    const [process, count] = (stamp ?? '').split('.')
    if (process !== this.process || !/^\d+$/.test(count ?? '')) return true
    return Math.max(this.last.get(organisationId) ?? 0, this.lastMissed) > Number(count)
  }

  /** Calls back with the topics that changed in the organisation, until the returned function is called. */
  follow(organisationId: string, listener: Listener, ended?: () => void): () => void {
    if (this.ended) { ended?.(); return () => {} }
    const set = this.listeners.get(organisationId) ?? new Set()
    set.add(listener)
    this.listeners.set(organisationId, set)
    if (ended) this.onEnd.add(ended)
    return () => {
      set.delete(listener)
      if (set.size === 0) this.listeners.delete(organisationId)
      if (ended) this.onEnd.delete(ended)
    }
  }

  /** Ends every stream; the server is stopping. */
  async close(): Promise<void> {
    this.ended = true
    clearTimeout(this.timer)
    for (const end of this.onEnd) end()
    this.onEnd.clear()
    this.listeners.clear()
    await this.stop?.()
  }

  /** The connection was away for a while: whatever was published meanwhile, anything may have changed. */
  private missed() {
    this.lastMissed = ++this.count
    for (const organisationId of new Set([...this.versions.keys(), ...this.listeners.keys()])) this.heard(`${organisationId}:${TOPICS.join(',')}`)
  }

  private heard(payload: string) {
    const [organisationId = '', names = ''] = payload.split(':')
    // No figure depends on quiet topics, on what hangs where or on what it should be: answers given before them still hold.
    if (names.split(',').some((name) => !isQuiet(name))) this.last.set(organisationId, ++this.count)
    if (names.split(',').some((name) => !saysNothing(name))) this.versions.set(organisationId, this.version(organisationId) + 1)
    if (!this.listeners.has(organisationId)) return
    const set = this.waiting.get(organisationId) ?? new Set<Topic>()
    for (const name of names.split(',')) if (isTopic(name)) set.add(name)
    this.waiting.set(organisationId, set)
    this.timer ??= setTimeout(() => this.tell(), COALESCE_MS)
  }

  private tell() {
    this.timer = undefined
    for (const [organisationId, topics] of this.waiting) {
      for (const listener of this.listeners.get(organisationId) ?? []) listener([...topics])
    }
    this.waiting.clear()
  }
}

const isTopic = (name: string): name is Topic => (TOPICS as readonly string[]).includes(name)
const isQuiet = (name: string): boolean => (QUIET_TOPICS as readonly string[]).includes(name)
const saysNothing = (name: string): boolean => name === 'screens' || name === 'targets' || isQuiet(name)
