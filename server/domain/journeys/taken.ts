import * as Y from 'yjs'
import { attributeName, attributesOf, contentOf, LOCAL, readText, type Noun } from './document'
import { after } from './order'

/** A phase, step or lane that somebody else took out while one was writing in it. */
export type Taken = {
  noun: 'p' | 's' | 'l'
  id: string
  name: string
  /** What of it one has written and nobody else has seen: names of texts (`c.goal:s1`). */
  written: readonly string[]
  /** Where it stood, where that is known. */
  order: string | null
}

const nounAndId = (name: string): [noun: Noun, id: string] => [name.slice(0, 1) as Noun, name.slice(2)]

/**
 * What a change of the document wrote into, by the name of the text, for a cell's marks and a step's touchpoint too
 * (`written`), and what it took out (`true`) or put in (`false`): `s.<id>` each. To be asked before anything reads the document.
 */
export function changedBy(transaction: Y.Transaction, doc: Y.Doc): { written: string[]; moved: [thing: string, out: boolean][] } {
  // Reading a text for the first time makes another object of it, which no longer knows its name: names first.
  const changed = [...transaction.changed].map(([type, keys]) => ({ root: Y.findRootTypeKey(type), keys: [...keys] }))
  const attributes = attributesOf(doc)
  const parts = changed.flatMap(({ root, keys }) => (root === 'map' ? keys : [])).map((key) => ({ key: key ?? '', parts: (key ?? '').split('.') }))
  return {
    written: [...changed.flatMap(({ root }) => (root === 'map' ? [] : [root])), ...parts.flatMap(({ parts: [noun, id, attribute] }) => (id && (noun === 'c' || attribute === 'touchpoint') ? [`${noun}.${id}`] : []))],
    moved: parts.flatMap(({ key, parts: [noun, id, attribute] }) => (attribute === 'order' ? [[`${noun}.${id}`, !attributes.has(key)] as [string, boolean]] : [])),
  }
}

/** Where everything stands, to put it back there. */
export function ordersOf(doc: Y.Doc): Map<string, string> {
  return new Map([...attributesOf(doc).entries()].flatMap(([name, value]) => (name.endsWith('.order') && typeof value === 'string' ? [[name.slice(0, -'.order'.length), value] as const] : [])))
}

/** What one wrote into that is not on the map (any more), except what one took out oneself. */
export function takenAway(doc: Y.Doc, written: Iterable<string>, own: ReadonlySet<string>, orders: ReadonlyMap<string, string> = new Map()): Taken[] {
  const { phases, steps, lanes } = contentOf(doc)
  const here = new Set([...phases.map(({ id }) => `p.${id}`), ...steps.map(({ id }) => `s.${id}`), ...lanes.map(({ id }) => `l.${id}`)])
  const found = new Map<string, Taken & { written: string[] }>()
  for (const name of new Set(written)) {
    const [noun, id] = nounAndId(name)
    const [lane = '', step = ''] = id.split(':')
    for (const home of noun === 'c' ? [`l.${lane}`, `s.${step}`] : [name]) {
      if (here.has(home) || own.has(home)) continue
      const [of, at] = nounAndId(home) as [Taken['noun'], string]
      const one = found.get(home) ?? { noun: of, id: at, name: readText(doc, of, at), written: [], order: orders.get(home) ?? null }
      one.written.push(name)
      found.set(home, one)
    }
  }
  return [...found.values()]
}

/** What one wrote there, as it reads now. */
export const saidIn = (doc: Y.Doc, { written }: Taken): string[] => written.map((name) => readText(doc, ...nounAndId(name))).filter((text) => text !== '')

export const isBack = (doc: Y.Doc, { noun, id }: Taken): boolean => attributesOf(doc).has(attributeName(noun, id, 'order'))

/** Puts it back where it stood, else at the end; its name and cells were never lost. A step's phase comes back with it. */
export function putBack(doc: Y.Doc, all: readonly Taken[], orders: ReadonlyMap<string, string> = new Map()): void {
  const attributes = attributesOf(doc)
  const last = (noun: Noun) => [...ordersOf(doc)].flatMap(([thing, order]) => (thing.startsWith(`${noun}.`) ? [order] : [])).toSorted().at(-1)
  const place = (noun: Taken['noun'], id: string, order: string | null) => {
    if (attributes.has(attributeName(noun, id, 'order'))) return
    const end = last(noun)
    attributes.set(attributeName(noun, id, 'order'), order ?? (end === undefined ? 'a' : after(end)))
  }
  doc.transact(() => {
    for (const { noun, id, order } of all) {
      const phase = noun === 's' ? attributes.get(attributeName('s', id, 'phase')) : undefined
      if (typeof phase === 'string') place('p', phase, orders.get(`p.${phase}`) ?? null)
      place(noun, id, order)
    }
  }, LOCAL)
}
