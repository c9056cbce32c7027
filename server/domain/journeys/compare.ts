import { cellKey, type MapContent } from './content'

export type Change = {
  what: 'phase' | 'step' | 'lane' | 'cell'
  how: 'added' | 'removed' | 'changed' | 'moved'
  id: string
  /** How people call it: a step's name, "Pain points, Wait for an answer". */
  label: string
  before: string | null
  after: string | null
}

/** What became of one map in another, in the order of the newer. `touchpoint`: how people call one, by its slug. */
export function compareContents(before: MapContent, after: MapContent, touchpoint: (slug: string) => string = (slug) => slug): Change[] {
  return [
    ...things('phase', before.phases, after.phases, (p) => `${p.name} (${p.when})`),
    ...things('step', before.steps, after.steps, (s) => [s.name, s.touchpoint && `at “${touchpoint(s.touchpoint)}”`, s.child && 'a map of its own'].filter(Boolean).join(', ')),
    ...things('lane', before.lanes, after.lanes, (l) => l.name),
    ...cells(before, after),
  ]
}

type Thing = { id: string; name: string; phase?: string }

function things<T extends Thing>(what: 'phase' | 'step' | 'lane', before: readonly T[], after: readonly T[], say: (thing: T) => string): Change[] {
  const old = new Map(before.map((thing) => [thing.id, thing]))
  const now = new Map(after.map((thing) => [thing.id, thing]))
  const moved = movedIds(before.filter(({ id }) => now.has(id)).map(({ id }) => id), after.filter(({ id }) => old.has(id)).map(({ id }) => id))
  return [
    ...after.flatMap((thing): Change[] => {
      const was = old.get(thing.id)
      if (!was) return [{ what, how: 'added', id: thing.id, label: thing.name, before: null, after: say(thing) }]
      const changes: Change[] = say(was) === say(thing) ? [] : [{ what, how: 'changed', id: thing.id, label: thing.name, before: say(was), after: say(thing) }]
      if (moved.has(thing.id) || was.phase !== thing.phase) changes.push({ what, how: 'moved', id: thing.id, label: thing.name, before: null, after: null })
      return changes
    }),
    ...before.filter(({ id }) => !now.has(id)).map((thing): Change => ({ what, how: 'removed', id: thing.id, label: thing.name, before: say(thing), after: null })),
  ]
}

/** The fewest things that must be moved to turn one order into the other: those outside a longest common run. */
function movedIds(before: readonly string[], after: readonly string[]): Set<string> {
  const place = new Map(before.map((id, index) => [id, index]))
  const lengths: number[] = []
  const previous: number[] = []
  let [best, end] = [0, -1]
  after.forEach((id, i) => {
    lengths[i] = 1
    previous[i] = -1
    for (let j = 0; j < i; j++) {
      if ((place.get(after[j] ?? '') ?? 0) < (place.get(id) ?? 0) && (lengths[j] ?? 0) + 1 > (lengths[i] ?? 0)) {
        lengths[i] = (lengths[j] ?? 0) + 1
        previous[i] = j
      }
    }
    if ((lengths[i] ?? 0) > best) [best, end] = [lengths[i] ?? 0, i]
  })
  const stays = new Set<string>()
  for (let i = end; i >= 0; i = previous[i] ?? -1) stays.add(after[i] ?? '')
  return new Set(after.filter((id) => !stays.has(id)))
}

function cells(before: MapContent, after: MapContent): Change[] {
  const say = (content: MapContent) => new Map(content.cells.map((cell) => [cellKey(cell.lane, cell.step), [
    cell.text, cell.as_is !== null && `as is ${cell.as_is}`, cell.to_be !== null && `to be ${cell.to_be}`, cell.evidence && `(${cell.evidence})`].filter(Boolean).join(' ')]))
  const names = new Map([...before.lanes, ...before.steps, ...after.lanes, ...after.steps].map(({ id, name }) => [id, name]))
  const [was, is] = [say(before), say(after)]
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key): Change[] => {
    const [old, now] = [was.get(key) ?? null, is.get(key) ?? null]
    if (old === now) return []
    const [lane = '', step = ''] = key.split(':')
    return [{ what: 'cell', how: old === null ? 'added' : now === null ? 'removed' : 'changed', id: key, label: `${names.get(lane) ?? lane}, ${names.get(step) || 'a step without a name'}`, before: old, after: now }]
  })
}

/** What became of each thing while somebody worked: `s:<id>`, `c:<lane>:<step>` → how it is told; what was removed keeps its name ("removed Ask"), the map knows it no more. */
export type Touched = Record<string, string>

const NOUNS = { phase: 'p', step: 's', lane: 'l', cell: 'c' } as const
const WORDS = { p: 'phase', s: 'step', l: 'lane', c: 'cell' } as const

/** Adds further changes to what was touched before, each thing once: added and then written is added; added and removed is nothing. */
export function touchedBy(changes: readonly Change[], before: Touched = {}): Touched {
  const touched = { ...before }
  for (const { what, how, id, label } of changes) {
    const key = `${NOUNS[what]}:${id}`
    const was = touched[key]
    const now = how === 'removed' && what !== 'cell' && label !== '' ? `removed ${label}` : how
    if (was === 'added' && how === 'removed') delete touched[key]
    else touched[key] = was === undefined ? now : isRemoved(was) && how === 'added' ? 'changed' : was === 'added' ? 'added' : how === 'moved' ? was : now
  }
  return touched
}

const isRemoved = (how: string) => how.startsWith('removed')
const nameOnce = (how: string) => how.slice('removed '.length)

/** How many things of each kind, each once (`{ "step added": 2 }`), and for each kind what they are called, in the order of the map; of cells the steps they stand at, unless those came or went with them. */
export function tallyTouched(touched: Touched, now: MapContent): { changes: Record<string, number>; named: Record<string, string[]> } {
  const changes: Record<string, number> = {}
  const told: { kind: string; name: string; at: number }[] = []
  for (const [key, how] of Object.entries(touched)) {
    const noun = key.charAt(0) as keyof typeof WORDS
    const kind = `${WORDS[noun]} ${isRemoved(how) ? 'removed' : how}`
    changes[kind] = (changes[kind] ?? 0) + 1
    const home = noun === 'c' ? `s:${key.split(':')[2] ?? ''}` : key
    if (noun === 'c' && (touched[home] === 'added' || isRemoved(touched[home] ?? ''))) continue
    const list = home.startsWith('s') ? now.steps : home.startsWith('p') ? now.phases : now.lanes
    const at = list.findIndex(({ id }) => id === home.slice(2))
    told.push({ kind, name: list[at]?.name ?? (noun === 'c' ? '' : nameOnce(how)), at })
  }
  const named: Record<string, string[]> = {}
  for (const { kind, name } of told.toSorted((a, b) => a.at - b.at)) if (name !== '' && !named[kind]?.includes(name)) named[kind] = [...(named[kind] ?? []), name]
  return { changes, named }
}
