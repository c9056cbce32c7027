import * as Y from 'yjs'
import { EVIDENCE, JOURNEY_WHEN, LANE_KINDS } from '@/db/vocabulary'
import { cellKey, LANE_NAMES, type Cell, type Lane, type MapContent, type Phase, type Step } from './content'
import { byOrder } from './order'

/**
 * The shared document behind a map. Texts are top-level types named after what they belong to (`s.<step>`,
 * `c.<lane>:<step>`): whoever writes first or offline writes into the same text, nothing is ever replaced by another's.
 * Everything else is one flat map (`s.<step>.order`), where the last writer of one attribute wins. A thing exists while
 * it has an order; its text stays, so that undoing a removal brings it back whole.
 */
export type Value = string | number | null
export type Noun = 'p' | 's' | 'l' | 'c'

const ID = /^[A-Za-z0-9_-]{1,40}$/u

export const attributesOf = (doc: Y.Doc): Y.Map<Value> => doc.getMap<Value>('map')
export const textName = (noun: Noun, id: string) => `${noun}.${id}`
export const attributeName = (noun: Noun, id: string, attribute: string) => `${noun}.${id}.${attribute}`
export const textOf = (doc: Y.Doc, noun: Noun, id: string): Y.Text => doc.getText(textName(noun, id))

/** What a text says; nothing where nobody wrote. */
export function readText(doc: Y.Doc, noun: Noun, id: string): string {
  return doc.share.has(textName(noun, id)) ? textOf(doc, noun, id).toString() : ''
}

type Attributes = Record<string, unknown>

/** The flat map, gathered per thing. */
function gathered(doc: Y.Doc): Record<Noun, Map<string, Attributes>> {
  const found: Record<Noun, Map<string, Attributes>> = { p: new Map(), s: new Map(), l: new Map(), c: new Map() }
  for (const [name, value] of attributesOf(doc).entries()) {
    const [noun, id, attribute] = name.split('.')
    if (!noun || !(noun in found) || !id || !attribute) continue
    const all = found[noun as Noun]
    const one = all.get(id) ?? {}
    one[attribute] = value
    all.set(id, one)
  }
  return found
}

const word = <T extends string>(list: readonly T[], value: unknown, otherwise: T): T => list.find((w) => w === value) ?? otherwise
const some = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const mark = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) && value >= -2 && value <= 2 ? value : null)

function ordered(things: Map<string, Attributes>): { id: string; order: string; attributes: Attributes }[] {
  return [...things].flatMap(([id, attributes]) => (ID.test(id) && typeof attributes.order === 'string' ? [{ id, order: attributes.order, attributes }] : [])).toSorted(byOrder)
}

/**
 * The map as plain data: a pure function of the document, so the same for everybody whatever order updates came in.
 * A step whose phase is gone stands in the first one; cells of what is gone are left out.
 */
export function contentOf(doc: Y.Doc): MapContent {
  const { p, s, l, c } = gathered(doc)
  const phases: Phase[] = ordered(p).map(({ id, attributes }) => ({ id, name: readText(doc, 'p', id), when: word(JOURNEY_WHEN, attributes.when, 'during') }))
  const all = ordered(s)
  if (phases.length === 0 && all.length > 0) phases.push({ id: 'p0', name: '', when: 'during' })
  const place = new Map(phases.map((phase, index) => [phase.id, index]))
  const steps: Step[] = all.map(({ id, attributes }) => {
    const phase = some(attributes.phase)
    return { id, phase: phase !== null && place.has(phase) ? phase : (phases[0]?.id ?? ''), name: readText(doc, 's', id), touchpoint: some(attributes.touchpoint), child: some(attributes.child) }
  }).toSorted((a, b) => (place.get(a.phase) ?? 0) - (place.get(b.phase) ?? 0))
  const lanes: Lane[] = ordered(l).map(({ id, attributes }) => {
    const kind = word(LANE_KINDS, attributes.kind, 'own')
    return { id, kind, name: readText(doc, 'l', id) || LANE_NAMES[kind] }
  })
  const cells: Cell[] = []
  for (const lane of lanes) {
    for (const step of steps) {
      const key = cellKey(lane.id, step.id)
      const cell = cellFrom(doc, key, c.get(key), lane.id, step.id)
      if (cell) cells.push(cell)
    }
  }
  return { phases, steps, lanes, cells }
}

function cellFrom(doc: Y.Doc, key: string, attributes: Attributes | undefined, lane: string, step: string): Cell | null {
  const text = readText(doc, 'c', key)
  const [asIs, toBe] = [mark(attributes?.as_is), mark(attributes?.to_be)]
  const evidence = EVIDENCE.find((w) => w === attributes?.evidence) ?? null
  if (text === '' && asIs === null && toBe === null) return null
  return { lane, step, text, evidence, as_is: asIs, to_be: toBe }
}

/** Reads a document from its state and later updates, in any order; the same update twice is once. */
export function documentFrom(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  Y.transact(doc, () => { for (const update of updates) Y.applyUpdate(doc, update) })
  return doc
}

/** Rewrites a text by its smallest change, so that what others write around it stays. */
export function writeText(doc: Y.Doc, noun: Noun, id: string, next: string): void {
  const text = textOf(doc, noun, id)
  const before = text.toString()
  if (before === next) return
  const { at, remove, insert } = changeBetween(before, next)
  doc.transact(() => {
    if (remove > 0) text.delete(at, remove)
    if (insert !== '') text.insert(at, insert)
  }, LOCAL)
}

/** The one replacement that turns a text into another; halves of a character are never cut. */
export function changeBetween(before: string, next: string): { at: number; remove: number; insert: string } {
  let start = 0
  while (start < before.length && start < next.length && before[start] === next[start]) start++
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--
  let end = 0
  while (end < before.length - start && end < next.length - start && before[before.length - 1 - end] === next[next.length - 1 - end]) end++
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--
  return { at: start, remove: before.length - start - end, insert: next.slice(start, next.length - end) }
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff

/** Marks what this side wrote: only that is undone, and only that is sent. */
export const LOCAL = 'local'
