import type { Draft } from './draft'

/** Changes made in one go are saved as one. */
const QUIET_MS = 500

export type Saved = { version: number; /** Ids of the slides, in the order they were sent. */ slides: readonly (string | undefined)[] }
/** Saves a draft made from a version; rejects where it is refused. */
export type Send = (draft: Draft, version: number) => Promise<Saved>
export type Standing = { draft: Draft; state: 'saved' | 'saving' | 'failed'; failure: string | null }

/**
 * A draft that saves itself, one save after the other: what is changed while one is under way is kept, and goes with the
 * next. An answer brings versions and ids, never a draft. What others change is taken over as soon as nothing of one's own
 * waits; a change made from an older version is refused by the server and said here.
 */
export class Autosave {
  private waiting = false
  private sending: Promise<void> | null = null
  private failure: string | null = null
  private leaving = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private newest: { version: number; draft: Draft }
  private said: Standing
  private readonly listeners = new Set<() => void>()

  constructor(private draft: Draft, private version: number, private readonly send: Send, private readonly words: (error: unknown) => string) {
    this.newest = { version, draft }
    this.said = { draft, state: 'saved', failure: null }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly standing = (): Standing => this.said

  /** `next` is given the draft as it is by now, which may be newer than what its caller looked at. */
  readonly change = (next: (draft: Draft) => Draft): void => {
    this.draft = next(this.draft)
    this.waiting = true
    this.failure = null
    this.soon()
    this.tell()
  }

  /** The screen as the server has it. */
  readonly seen = (draft: Draft, version: number): void => {
    if (version <= this.newest.version) return
    this.newest = { version, draft }
    this.takeOver()
    this.tell()
  }

  /** Gives up what could not be saved, for what the server has. */
  readonly reload = (): void => {
    this.waiting = false
    this.failure = null
    this.take()
    this.tell()
  }

  /** Nobody waits for a pause any more: what is not saved yet is, at once. */
  readonly leave = (): void => {
    this.leaving = true
    this.soon()
  }
  readonly stay = (): void => { this.leaving = false }

  private soon(): void {
    clearTimeout(this.timer)
    if (!this.waiting || this.sending || this.failure !== null) return
    if (this.leaving) this.save()
    else this.timer = setTimeout(() => this.save(), QUIET_MS)
  }

  private save(): void {
    const sent = this.draft
    if (sent.name.trim() === '') return
    this.waiting = false
    this.sending = this.send(sent, this.version).then(({ version, slides }) => {
      this.version = version
      // New slides have their ids from now on, wherever they have been moved to meanwhile.
      const ids = new Map(sent.slides.map(({ key }, index) => [key, slides[index]]))
      this.draft = { ...this.draft, slides: this.draft.slides.map((slide) => { const id = ids.get(slide.key) ?? slide.id; return id === undefined ? slide : { ...slide, id } }) }
      if (version >= this.newest.version) this.newest = { version, draft: this.draft }
    }, (error: unknown) => {
      this.waiting = true
      this.failure = this.words(error)
    }).finally(() => {
      this.sending = null
      this.takeOver()
      this.soon()
      this.tell()
    })
    this.tell()
  }

  private takeOver(): void {
    if (!this.waiting && !this.sending && this.newest.version > this.version) this.take()
  }

  /** A slide that is looked at stays the same on the page. */
  private take(): void {
    const keys = new Map(this.draft.slides.flatMap(({ id, key }) => (id === undefined ? [] : [[id, key] as const])))
    this.version = this.newest.version
    this.draft = { ...this.newest.draft, slides: this.newest.draft.slides.map((slide) => ({ ...slide, key: keys.get(slide.id ?? '') ?? slide.key })) }
  }

  private tell(): void {
    this.said = { draft: this.draft, state: this.failure !== null ? 'failed' : this.waiting || this.sending ? 'saving' : 'saved', failure: this.failure }
    for (const listener of this.listeners) listener()
  }
}
