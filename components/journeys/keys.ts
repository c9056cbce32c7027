/** What a key means on a cell that is not being written in. Rows from the top: phases, steps, touchpoints, then lanes. */
export type Action =
  | { do: 'move'; rows: number; columns: number }
  | { do: 'edit'; with?: string }
  | { do: 'clear' } | { do: 'same' } | { do: 'undo' } | { do: 'redo' } | { do: 'new step' } | { do: 'new phase' } | { do: 'new lane' } | { do: 'drop lane' } | { do: 'comment' } | { do: 'touchpoint' }
  | { do: 'carry'; rows: number; columns: number }
  | { do: 'evidence'; index: number }
  | { do: 'feel'; of: 'as_is' | 'to_be'; by: number }
  | { do: 'end'; to: 'row start' | 'row end' | 'first' | 'last' }

type Key = { key: string; code?: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }

const ARROWS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
const FEEL: Record<string, { of: 'as_is' | 'to_be'; by: number }> = { '+': { of: 'as_is', by: 1 }, '=': { of: 'as_is', by: 1 }, '-': { of: 'as_is', by: -1 }, ']': { of: 'to_be', by: 1 }, '[': { of: 'to_be', by: -1 } }

/** The keys of the map; null for a key that is the browser's. */
export function actionOf(event: Key, feelings: boolean): Action | null {
  const command = event.ctrlKey || event.metaKey
  const arrow = ARROWS[event.key]
  if (arrow) return event.altKey ? { do: 'carry', rows: arrow[0], columns: arrow[1] } : command ? null : { do: 'move', rows: arrow[0], columns: arrow[1] }
  if (event.altKey) return altered(event)
  if (command) return commanded(event)
  if (event.key === 'Tab') return null
  if (event.key === 'Enter' || event.key === 'F2') return { do: 'edit' }
  if (event.key === 'Delete' || event.key === 'Backspace') return { do: 'clear' }
  if (event.key === 'Insert') return { do: 'new step' }
  if (event.key === 'Home') return { do: 'end', to: 'row start' }
  if (event.key === 'End') return { do: 'end', to: 'row end' }
  if (feelings && FEEL[event.key]) return { do: 'feel', ...FEEL[event.key] } as Action
  if (event.key.length === 1) return { do: 'edit', with: event.key }
  return null
}

function altered({ key, code }: Key): Action | null {
  // On some keyboards Alt makes another letter; the code says which key it was.
  const letter = code?.replace(/^(Key|Digit)/u, '').toLowerCase() ?? key.toLowerCase()
  if (letter === '1' || letter === '2' || letter === '3') return { do: 'evidence', index: Number(letter) - 1 }
  if (letter === 't') return { do: 'touchpoint' }
  if (letter === 'c') return { do: 'comment' }
  return null
}

function commanded({ key, shiftKey }: Key): Action | null {
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? { do: 'redo' } : { do: 'undo' }
  if (letter === 'y') return { do: 'redo' }
  if (letter === 'd') return { do: 'same' }
  if (key === 'Enter') return shiftKey ? { do: 'new phase' } : { do: 'new step' }
  if (key === 'Home') return { do: 'end', to: 'first' }
  if (key === 'End') return { do: 'end', to: 'last' }
  return null
}

/** The list behind `?` and the button “Keys”. */
export const KEYS: readonly [keys: string, does: string][] = [
  ['Arrows', 'Go from cell to cell'], ['Enter, F2 or a blank', 'Write in the cell, behind what it says'], ['Any letter', 'Write in the cell anew; Esc or Ctrl Z brings back what it said. Where somebody else is writing, behind what it says'], ['Tab', 'Done, and on to the next; after the last step of a phase: a new step; from a step without a name: the next phase'], ['Enter while writing', 'Done, and on: from a step’s name to the next step, a new one at the end, and from one left without a name into the lanes; in a lane down, from the last lane to the next step'], ['↓ behind a step’s name', 'Down into its lanes'],
  ['Shift Enter', 'A new line in the cell'], ['Esc', 'Back to what it said before; a step just begun goes again'], ['Ctrl Enter', 'New step after this one, also while writing'], ['Paste', 'A list becomes steps or cells along the row; a table becomes steps with their lanes, a column for each step with its name on top, or a row for each step under a first row like Step, Customer’s goal, Pain points'], ['Ctrl Shift Enter', 'New phase after this one'],
  ['Ctrl D', 'The same as in the step before, and down'], ['Alt arrows', 'Carry the step, phase or lane along'], ['Delete', 'Empty the cell; on a step or phase: take it out'], ['+ and −', 'Feelings: better, worse as it is'], [']  and  [', 'Feelings: better, worse as it should be'],
  ['Alt 1, 2, 3', 'Assumed, reported, observed'], ['Alt T', 'Bind the step to a touchpoint'], ['Alt C', 'Comment on the cell'], ['Ctrl Z, Ctrl Shift Z', 'Undo, redo across the whole map'],
]
