import type * as Y from 'yjs'
import type { Evidence, JourneyWhen, LaneKind } from '@/db/vocabulary'
import { cellKey, LANE_NAMES, type Cell, type MapContent } from './content'
import { attributeName, attributesOf, contentOf, LOCAL, writeText, type Noun, type Value } from './document'
import { after, between } from './order'

/** Every change a person can make to a map, each one transaction of the document. Ids come from the caller. */

const set = (doc: Y.Doc, noun: Noun, id: string, attribute: string, value: Value) => {
  const name = attributeName(noun, id, attribute)
  const attributes = attributesOf(doc)
  if (value === null) {
    if (attributes.has(name)) attributes.delete(name)
  } else if (attributes.get(name) !== value) attributes.set(name, value)
}
const orderOf = (doc: Y.Doc, noun: Noun, id: string | undefined): string | null => {
  const order = id === undefined ? undefined : attributesOf(doc).get(attributeName(noun, id, 'order'))
  return typeof order === 'string' ? order : null
}

/** A key that sorts a thing to `index` among `ids` (itself left out). */
function keyAt(doc: Y.Doc, noun: Noun, ids: readonly string[], index: number): string {
  const low = orderOf(doc, noun, ids[index - 1])
  // Equal keys (two people, one place) leave no room between: look for the next that is greater.
  const high = ids.slice(index).map((id) => orderOf(doc, noun, id)).find((key) => key !== null && (low === null || key > low)) ?? null
  return high === null ? (low === null ? 'a' : after(low)) : between(low, high)
}

export function addPhase(doc: Y.Doc, phase: { id: string; name: string; when: JourneyWhen }, index?: number): void {
  const ids = contentOf(doc).phases.map((p) => p.id)
  doc.transact(() => {
    set(doc, 'p', phase.id, 'order', keyAt(doc, 'p', ids, index ?? ids.length))
    set(doc, 'p', phase.id, 'when', phase.when)
    writeText(doc, 'p', phase.id, phase.name)
  }, LOCAL)
}

export function setWhen(doc: Y.Doc, phase: string, when: JourneyWhen): void {
  doc.transact(() => set(doc, 'p', phase, 'when', when), LOCAL)
}

/** A new step at `index` of its phase (its end without one). */
export function addStep(doc: Y.Doc, step: { id: string; phase: string; name?: string }, index?: number): void {
  const ids = contentOf(doc).steps.filter((s) => s.phase === step.phase).map((s) => s.id)
  doc.transact(() => {
    set(doc, 's', step.id, 'order', keyAt(doc, 's', ids, index ?? ids.length))
    set(doc, 's', step.id, 'phase', step.phase)
    writeText(doc, 's', step.id, step.name ?? '')
  }, LOCAL)
}

/** Puts a step to `index` of a phase, counted without itself. */
export function moveStep(doc: Y.Doc, id: string, phase: string, index: number): void {
  const ids = contentOf(doc).steps.filter((s) => s.phase === phase && s.id !== id).map((s) => s.id)
  doc.transact(() => {
    set(doc, 's', id, 'order', keyAt(doc, 's', ids, Math.max(0, Math.min(index, ids.length))))
    set(doc, 's', id, 'phase', phase)
  }, LOCAL)
}

export function bindStep(doc: Y.Doc, id: string, to: { touchpoint?: string | null; child?: string | null }): void {
  doc.transact(() => {
    if (to.touchpoint !== undefined) set(doc, 's', id, 'touchpoint', to.touchpoint)
    if (to.child !== undefined) set(doc, 's', id, 'child', to.child)
  }, LOCAL)
}

export function addLane(doc: Y.Doc, lane: { id: string; kind: LaneKind; name?: string }, index?: number): void {
  const ids = contentOf(doc).lanes.map((l) => l.id)
  doc.transact(() => {
    set(doc, 'l', lane.id, 'order', keyAt(doc, 'l', ids, index ?? ids.length))
    set(doc, 'l', lane.id, 'kind', lane.kind)
    if (lane.name !== undefined && lane.name !== LANE_NAMES[lane.kind]) writeText(doc, 'l', lane.id, lane.name)
  }, LOCAL)
}

export function moveLane(doc: Y.Doc, id: string, index: number): void {
  const ids = contentOf(doc).lanes.map((l) => l.id).filter((l) => l !== id)
  doc.transact(() => set(doc, 'l', id, 'order', keyAt(doc, 'l', ids, Math.max(0, Math.min(index, ids.length)))), LOCAL)
}

export function movePhase(doc: Y.Doc, id: string, index: number): void {
  const ids = contentOf(doc).phases.map((p) => p.id).filter((p) => p !== id)
  doc.transact(() => set(doc, 'p', id, 'order', keyAt(doc, 'p', ids, Math.max(0, Math.min(index, ids.length)))), LOCAL)
}

/** Removes a phase with its steps, a step, or a lane; what was written stays in the document until nobody can undo it. */
export function remove(doc: Y.Doc, noun: 'p' | 's' | 'l', id: string): void {
  const { steps } = contentOf(doc)
  doc.transact(() => {
    set(doc, noun, id, 'order', null)
    if (noun === 'p') for (const step of steps) if (step.phase === id) set(doc, 's', step.id, 'order', null)
  }, LOCAL)
}

export type CellMarks = { evidence?: Evidence | null; as_is?: number | null; to_be?: number | null }

export function markCell(doc: Y.Doc, lane: string, step: string, marks: CellMarks): void {
  doc.transact(() => {
    for (const [name, value] of Object.entries(marks)) if (value !== undefined) set(doc, 'c', cellKey(lane, step), name, value)
  }, LOCAL)
}

export function writeCell(doc: Y.Doc, lane: string, step: string, text: string): void {
  writeText(doc, 'c', cellKey(lane, step), text)
}

export function clearCell(doc: Y.Doc, lane: string, step: string): void {
  doc.transact(() => {
    writeCell(doc, lane, step, '')
    markCell(doc, lane, step, { evidence: null, as_is: null, to_be: null })
  }, LOCAL)
}

const writeWhole = (doc: Y.Doc, cell: Cell) => {
  writeCell(doc, cell.lane, cell.step, cell.text)
  markCell(doc, cell.lane, cell.step, { evidence: cell.evidence, as_is: cell.as_is, to_be: cell.to_be })
}

/** Makes the map say exactly this, by the smallest changes: templates, files brought in, versions restored. */
export function writeContent(doc: Y.Doc, content: MapContent): void {
  const before = contentOf(doc)
  doc.transact(() => {
    for (const [noun, was, is] of [['p', before.phases, content.phases], ['s', before.steps, content.steps], ['l', before.lanes, content.lanes]] as const) {
      const kept = new Set<string>(is.map(({ id }) => id))
      for (const { id } of was) if (!kept.has(id)) set(doc, noun, id, 'order', null)
      is.reduce<string | null>((last, { id }) => {
        const own = orderOf(doc, noun, id)
        // What already stands behind its predecessor stays where it is.
        const key = own !== null && (last === null || own > last) ? own : last === null ? 'a' : after(last)
        set(doc, noun, id, 'order', key)
        return key
      }, null)
    }
    for (const phase of content.phases) {
      set(doc, 'p', phase.id, 'when', phase.when)
      writeText(doc, 'p', phase.id, phase.name)
    }
    for (const step of content.steps) {
      set(doc, 's', step.id, 'phase', step.phase)
      set(doc, 's', step.id, 'touchpoint', step.touchpoint)
      set(doc, 's', step.id, 'child', step.child)
      writeText(doc, 's', step.id, step.name)
    }
    for (const lane of content.lanes) {
      set(doc, 'l', lane.id, 'kind', lane.kind)
      writeText(doc, 'l', lane.id, lane.name === LANE_NAMES[lane.kind] ? '' : lane.name)
    }
    const kept = new Set(content.cells.map((cell) => cellKey(cell.lane, cell.step)))
    // Read again: a step that is back has brought its old cells along.
    for (const cell of contentOf(doc).cells) if (!kept.has(cellKey(cell.lane, cell.step))) writeWhole(doc, { ...cell, text: '', evidence: null, as_is: null, to_be: null })
    for (const cell of content.cells) writeWhole(doc, cell)
  }, LOCAL)
}
