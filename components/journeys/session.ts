import * as Y from 'yjs'
import { fromBase64, toBase64 } from '@/server/domain/journeys/base64'
import { LOCAL } from '@/server/domain/journeys/document'
import { changedBy, isBack, ordersOf, putBack, saidIn, takenAway, type Taken } from '@/server/domain/journeys/taken'

/** `kept`: not on the server yet, but safe on this device. */
export type SaveState = { state: 'saved' | 'saving' | 'kept' | 'refused'; reason?: string }

type Answer = { seq: number; update: string; vector: string }
export type Wire = {
  /** Sends what is new here and answers what is new there; throws `Refused` where the server said no. */
  sync(update: string | null, vector: string): Promise<Answer>
}
/** The server understood and said no: sending the same again will not help. */
export class Refused extends Error {}
/** The server lacks something that came before: it is sent everything. */
export class Behind extends Error {}

/** The first letter after a pause goes at once; what follows it in this time goes together. */
const LEAD_MS = 20
const GATHER_MS = 200
const RETRY_MS = 2000
const REMOTE = 'remote'
const KEPT = 'kept here'

/**
 * One person's side of a shared map: the document, what of it the server has, and what is still to be sent. Whatever is
 * written stays in the document, and on this device, until the server has answered for it; nothing waits for an answer.
 */
export class MapSession {
  readonly doc = new Y.Doc()
  readonly undo: Y.UndoManager
  private known: Uint8Array
  private unsent = false
  private inFlight = false
  private again = false
  private ended = false
  private cuts = 0
  private sentAt = Number.NEGATIVE_INFINITY
  private timer: ReturnType<typeof setTimeout> | undefined
  private now: SaveState = { state: 'saved' }
  private readonly listeners = new Set<() => void>()
  /** What one wrote into since the server last answered for it, and before that; what one took out oneself. */
  private written = new Set<string>()
  private sending = new Set<string>()
  private readonly own = new Set<string>()
  /** The text one is writing in at this moment (`c.goal:s1`). */
  private open: string | null = null
  private gone: readonly Taken[] = []
  private orders: ReadonlyMap<string, string> = new Map()

  constructor(view: { id: string; state: string; vector: string }, private readonly wire: Wire, private readonly drawer: Drawer) {
    Y.applyUpdate(this.doc, fromBase64(view.state), REMOTE)
    this.known = fromBase64(view.vector)
    this.undo = new Y.UndoManager(this.doc, { trackedOrigins: new Set([LOCAL]), captureTimeout: 500 })
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => { if (origin !== REMOTE) this.wrote() })
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.origin !== REMOTE) {
        const { written, moved } = changedBy(transaction, this.doc)
        for (const name of written) this.written.add(name)
        for (const [thing, out] of moved) {
          if (out) this.own.add(thing)
          else this.own.delete(thing)
        }
      }
      if (this.gone.length > 0) this.tell(this.gone.filter((one) => !isBack(this.doc, one)))
    })
  }

  /** Takes up what this device still holds from before, and sends it. */
  start() {
    this.ended = false
    const left = this.drawer.take()
    if (left) {
      Y.applyUpdate(this.doc, fromBase64(left), KEPT)
      // Somebody may have taken out, meanwhile, what was written in while this device was away.
      this.miss(takenAway(this.doc, this.written, this.own))
    }
    if (this.unsent && !this.inFlight) this.schedule(0)
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }
  readonly saveState = () => this.now
  /** What others took out from under one’s pen, until it is put back or let go. */
  readonly taken = () => this.gone

  /** Hears of everything after which there may be more or less to undo. */
  readonly onDone = (listener: () => void) => {
    this.doc.on('afterTransaction', listener)
    this.undo.on('stack-item-added', listener)
    this.undo.on('stack-cleared', listener)
    return () => {
      this.doc.off('afterTransaction', listener)
      this.undo.off('stack-item-added', listener)
      this.undo.off('stack-cleared', listener)
    }
  }
  readonly canUndo = () => this.undo.undoStack.length > 0
  readonly canRedo = () => this.undo.redoStack.length > 0

  /** The map says what an earlier version said: what one did before is no longer there to be undone. */
  restored() {
    this.undo.clear()
    this.refresh()
  }

  /** Says which text is being written in, so that one is told when somebody takes it away. */
  writes(name: string | null) {
    this.open = name
  }

  bringBack() {
    this.undo.stopCapturing()
    putBack(this.doc, this.gone, this.orders)
  }

  letGo() {
    this.tell([])
  }

  /** There is no connection: said at once, and tried again until there is. */
  readonly cut = () => {
    if (this.ended) return
    this.cuts++
    if (this.unsent || this.inFlight) this.keep()
    this.say({ state: 'kept' })
    if (!this.inFlight) this.schedule(RETRY_MS)
  }

  /** Asks for what others wrote; sends what is unsent along. */
  readonly refresh = () => {
    if (this.inFlight) this.again = true
    else this.schedule(0)
  }

  /** The page may be gone in a moment: what is unsent is put on this device. */
  readonly hold = () => {
    if (this.unsent || this.inFlight) this.keep()
  }

  end() {
    this.ended = true
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.unsent) void this.exchange()
  }

  private wrote() {
    this.unsent = true
    this.again = this.inFlight
    this.say(this.now.state === 'kept' ? this.now : { state: 'saving' })
    if (this.now.state === 'kept') this.keep()
    // A letter that waits to go takes those after it along; the timer it has started stands.
    else if (!this.inFlight && this.timer === undefined) this.schedule(performance.now() - this.sentAt >= GATHER_MS ? LEAD_MS : GATHER_MS)
  }

  private schedule(ms: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.exchange(), ms)
  }

  private async exchange() {
    if (this.inFlight) return
    this.inFlight = true
    this.timer = undefined
    this.sentAt = performance.now()
    this.again = false
    const { cuts, unsent: sending } = this
    this.unsent = false
    this.sending = new Set([...this.sending, ...this.written])
    this.written = new Set()
    try {
      const update = sending ? toBase64(Y.encodeStateAsUpdate(this.doc, this.known)) : null
      const answer = await this.wire.sync(update, toBase64(Y.encodeStateVector(this.doc)))
      this.known = fromBase64(answer.vector)
      this.hear(fromBase64(answer.update))
      this.sending = new Set()
      this.inFlight = false
      // An answer that was on its way when the connection went says nothing about there being one.
      if (this.cuts !== cuts) {
        this.schedule(RETRY_MS)
        return this.say({ state: 'kept' })
      }
      if (this.unsent || this.again) this.schedule(this.unsent ? GATHER_MS : 0)
      else this.drawer.clear()
      this.say({ state: this.unsent ? 'saving' : 'saved' })
    } catch (error) {
      this.inFlight = false
      this.unsent ||= sending
      if (error instanceof Behind) this.known = Y.encodeStateVector(new Y.Doc())
      if (this.unsent) this.keep()
      if (error instanceof Refused) return this.say({ state: 'refused', reason: error.message })
      this.say({ state: 'kept' })
      if (!this.ended) this.schedule(RETRY_MS)
    }
  }

  /** Takes in what others wrote, and looks whether it took away what one was writing in. */
  private hear(update: Uint8Array) {
    const before = ordersOf(this.doc)
    Y.applyUpdate(this.doc, update, REMOTE)
    const written = [...this.sending, ...this.written]
    const open = this.open
    const watched = open === null || written.includes(open) ? written : [...written, open]
    if (watched.length === 0) return
    this.orders = new Map([...this.orders, ...before])
    this.miss(takenAway(this.doc, watched, this.own, before))
  }

  private miss(taken: readonly Taken[]) {
    const known = new Set(this.gone.map(({ noun, id }) => `${noun}.${id}`))
    // Where one has written nothing, and is not about to, nothing is lost.
    const news = taken.filter((one) => !known.has(`${one.noun}.${one.id}`) && (saidIn(this.doc, one).length > 0 || one.written.some((name) => name === this.open)))
    if (news.length > 0) this.tell([...this.gone, ...news])
  }

  private tell(gone: readonly Taken[]) {
    if (gone.length === 0 && this.gone.length === 0) return
    this.gone = gone
    for (const listener of this.listeners) listener()
  }

  /** What the server lacks, on this device: a closed tab or a flat battery loses nothing. */
  private keep() {
    this.drawer.put(toBase64(Y.encodeStateAsUpdate(this.doc, this.known)))
  }

  private say(next: SaveState) {
    if (next.state === this.now.state && next.reason === this.now.reason) return
    this.now = next
    for (const listener of this.listeners) listener()
  }
}

export type Drawer = { take(): string | null; put(update: string): void; clear(): void }

/** A drawer in this browser, one per map. Where storage is full or forbidden it holds nothing. */
export function localDrawer(id: string): Drawer {
  const key = `touchstone_map_${id}`
  const attempt = <T>(act: () => T, otherwise: T): T => {
    try {
      return act()
    } catch {
      return otherwise
    }
  }
  return {
    take: () => attempt(() => localStorage.getItem(key), null),
    put: (update) => attempt(() => localStorage.setItem(key, update), undefined),
    clear: () => attempt(() => localStorage.removeItem(key), undefined),
  }
}
