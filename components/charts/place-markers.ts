import { fit, textWidth } from './prepare'

type Placed = { x: number; text: string; anchor: 'start' | 'end' }
const GAP = 6
/** Less room than this says nothing: the line stands without a name. */
const LEAST = 36

/**
 * Where the names of marks stand in one line above a chart: right of their own line, or left of it where there is more room,
 * cut to the room they have. Names at one place are one name; none is written over another.
 */
export function placeMarkers(marks: readonly { x: number; label: string }[], width: number): Placed[] {
  const at = [...new Set(marks.map(({ x }) => x))].toSorted((a, b) => a - b)
  let taken = 0
  return at.map((x, index): Placed => {
    const label = marks.filter((mark) => mark.x === x).map((mark) => mark.label).join(', ')
    const [before, after] = [x - taken - GAP, (at[index + 1] ?? width) - x - GAP]
    const anchor = textWidth(label) <= after || after >= before ? 'start' : 'end'
    const room = anchor === 'start' ? after : before
    const text = room < LEAST && textWidth(label) > room ? '' : fit(label, room)
    taken = anchor === 'start' ? x + textWidth(text) : x
    return { x, text, anchor }
  })
}
