import type * as Y from 'yjs'
import type { Editing, Place } from './editing'

/**
 * A step that a key has begun and nobody has written yet: whoever turns away from it leaves nothing behind, neither on the
 * map nor among what can be undone.
 */
export class Begun {
  private step: { id: string; from: Place | null; depth: number } | null = null
  constructor(private readonly editing: Editing, private readonly undo: Y.UndoManager) {}

  /** Does what may begin a step, and remembers it, and from where. */
  by<T>(from: Place | null, act: () => T): T {
    const before = new Set(this.editing.steps())
    const depth = this.undo.undoStack.length
    const done = act()
    const after = this.editing.steps()
    const id = after.find((step) => !before.has(step))
    if (id !== undefined) {
      // What took another one out as well is not undone as a whole.
      this.step = { id, from, depth: after.length > before.size ? depth : -1 }
      // Its letters are undone before it is.
      this.undo.stopCapturing()
    }
    return done
  }

  /** Takes it out where nothing was written to it; where one stood before, null where there was nothing to take out. */
  drop(): Place | null {
    const { step } = this
    this.step = null
    if (!step || !this.editing.isBlank(step.id)) return null
    if (this.undo.undoStack.length === step.depth + 1) {
      this.undo.undo()
      this.undo.clear(false, true)
    } else {
      this.undo.stopCapturing()
      this.editing.takeOut(step.id)
    }
    return this.editing.standing(step.from ?? { row: 'step', column: '' })
  }

  /** Whether that is the step. */
  is(column: string | null): boolean {
    return this.step !== null && this.step.id === column
  }
}

/**
 * What a cell says once a letter was typed on it, as in a sheet: the letter alone. A blank goes on behind what is there, and
 * so does a letter where somebody else is at work: nothing is written over under their pen.
 */
export function begunWith(said: string, letter: string, shared: boolean): string {
  if (said === '') return letter === ' ' ? '' : letter
  const parted = /\s$/u.test(said) ? said : `${said} `
  return letter === ' ' ? parted : shared ? parted + letter : letter
}
