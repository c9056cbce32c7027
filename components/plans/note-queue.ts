/** A note on its way to the wall. `sent`: it is there, and stands here until it is seen there. */
export type QueuedNote = { id: string; text: string; state: 'waiting' | 'sending' | 'sent' | 'failed'; /** Why it could not be sent. */ why: string }
export type NoteWork = { send: (note: { id: string; text: string }) => Promise<unknown>; reasonOf: (error: unknown) => string; /** All that could be sent is on the wall. */ after: () => Promise<unknown> }
export type NoteQueue = ReturnType<typeof noteQueue>

/**
 * Notes are taken at once and sent one after another, in the order typed. What could not be sent stays, with its reason, until it is
 * sent again or taken back; it keeps no other from being sent. What is being typed is kept here too, so that no page that closes loses it.
 */
export function noteQueue(changed: () => void = () => {}) {
  let notes: readonly QueuedNote[] = []
  let draft = ''
  let running = false
  const listeners = new Set<() => void>()
  const tell = () => {
    changed()
    for (const listener of listeners) listener()
  }
  const set = (id: string, to: Pick<QueuedNote, 'state' | 'why'> | null) => {
    notes = notes.flatMap((note) => (note.id !== id ? [note] : to ? [{ ...note, ...to }] : []))
    tell()
  }

  async function run(work: NoteWork): Promise<void> {
    if (running) return
    running = true
    for (let next = waiting(); next; next = waiting()) {
      const { id, text } = next
      set(id, { state: 'sending', why: '' })
      await work.send({ id, text }).then(() => set(id, { state: 'sent', why: '' }), (error: unknown) => set(id, { state: 'failed', why: work.reasonOf(error) }))
    }
    running = false
    const seen = new Set(notes.filter(({ state }) => state === 'sent').map(({ id }) => id))
    // Whoever looks again and fails to has lost nothing: it is on the wall.
    await work.after().catch(() => undefined)
    notes = notes.filter(({ id }) => !seen.has(id))
    tell()
  }
  const waiting = () => notes.find(({ state }) => state === 'waiting')

  return {
    notes: () => notes,
    draft: () => draft,
    /** Whether anything typed would be lost with this page. */
    unsaved: () => draft.trim() !== '' || notes.some(({ state }) => state !== 'sent'),
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    type(text: string) {
      draft = text
      tell()
    },
    /** Puts what was typed into the queue and empties the field; resolves when the queue has come to rest. */
    put(id: string, work: NoteWork): Promise<void> {
      if (draft.trim() === '') return Promise.resolve()
      notes = [...notes, { id, text: draft, state: 'waiting', why: '' }]
      draft = ''
      tell()
      return run(work)
    },
    /** Sends once more what could not be sent, all of it or one; by the same id, so that what did arrive is there once. */
    again(work: NoteWork, id?: string): Promise<void> {
      notes = notes.map((note) => (note.state === 'failed' && (id === undefined || note.id === id) ? { ...note, state: 'waiting', why: '' } : note))
      tell()
      return run(work)
    },
    /** These are on the wall: one whose answer was lost on the way did arrive. */
    seen(ids: ReadonlySet<string>) {
      const left = notes.filter(({ id, state }) => !ids.has(id) || state === 'waiting' || state === 'sending')
      if (left.length === notes.length) return
      notes = left
      tell()
    },
    /** Its words are in the field again, to be changed or dropped; not while something else is being typed there. */
    takeBack(id: string) {
      const note = notes.find((one) => one.id === id && one.state === 'failed')
      if (!note || draft.trim() !== '') return
      draft = note.text
      set(id, null)
    },
  }
}
