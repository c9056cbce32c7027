import { LANE_KINDS, type LaneKind } from '@/db/vocabulary'
import { LANE_NAMES } from '@/server/domain/journeys/content'

/** A cell in quotes, its own quotes doubled, with what makes a sheet quote it: a line break, a tab or a quote. */
const QUOTED = /"((?:[^"]|"")*)"(?=[\t\n]|$)/uy
const PLAIN = /[^\t\n]*/uy

/**
 * The cells of what was copied from a sheet. A quote that does not enclose a whole cell, or encloses one that needs none,
 * is a letter like any other: people also paste plain text.
 */
export function cellsOf(text: string): string[][] {
  const bare = text.replaceAll(/\r\n?/gu, '\n').replace(/\n+$/u, '')
  const rows: string[][] = [[]]
  for (let at = 0; ; at++) {
    QUOTED.lastIndex = PLAIN.lastIndex = at
    const quoted = QUOTED.exec(bare)
    const inner = quoted && /[\t\n"]/u.test(quoted[1] ?? '') ? quoted[1] : undefined
    const taken = (inner === undefined ? PLAIN.exec(bare)?.[0] : quoted?.[0]) ?? ''
    rows.at(-1)?.push((inner?.replaceAll('""', '"') ?? taken).trim())
    at += taken.length
    if (at >= bare.length) return rows
    if (bare[at] === '\n') rows.push([])
  }
}

export type NamedLane = { name: string; kind: LaneKind }
/** Steps with what each says in which lane, by the lane's place among `lanes`. */
export type Headed = { steps: { name: string; said: Map<number, string> }[]; lanes: NamedLane[]; /** Columns only a file brings in. */ aside: string[] }

const plain = (name: string) => name.trim().toLowerCase().replaceAll('’', '\'')
const kindOf = (name: string): LaneKind => LANE_KINDS.find((kind) => kind !== 'own' && plain(LANE_NAMES[kind]) === plain(name)) ?? 'own'
export const sameLane = (a: string, b: string): boolean => plain(a) === plain(b)

/** What else a table that is brought in as a file may say of a step or a cell. */
const OF_A_FILE = ['phase_number', 'phase', 'when', 'step_number', 'touchpoint', 'lane_number', 'kind', 'evidence', 'as_is', 'to_be', 'map_of_step', 'level']

/**
 * A table whose first row names its columns, one of them `step`, as a file has it: a row per step with a column per lane,
 * or a row per cell with `lane` and `text`. Rows without a step go on with the one above. Where the lanes stand in the
 * first column instead (`known`: those of the map), it is turned. Null: no such table.
 */
export function headed(table: readonly (readonly string[])[], known: readonly string[]): Headed | null {
  const isLane = (name: string) => name !== '' && (kindOf(name) !== 'own' || known.some((one) => sameLane(one, name)))
  const first = table[0] ?? []
  if (table.length < 2 || first.length < 2 || !first.some((name) => plain(name) === 'step')) return null
  const lanesDown = table.slice(1).filter(([name = '']) => isLane(name)).length
  const turned = plain(first[0] ?? '') === 'step' && lanesDown > first.filter(isLane).length
  const [head = [], ...body] = turned ? first.map((_, at) => table.map((row) => row[at] ?? '')) : table
  const names = head.map(plain)
  const [step, lane, text] = ['step', 'lane', 'text'].map((name) => names.indexOf(name)) as [number, number, number]
  const perCell = lane >= 0 && text >= 0
  const aside = head.filter((name, at) => OF_A_FILE.includes(names[at] ?? '') && !isLane(name))
  const columns = perCell ? [] : head.flatMap((name, at) => (at === step || name === '' || aside.includes(name) ? [] : [{ at, name }]))
  const found: Headed = { steps: [], lanes: [], aside }
  const placeOf = (name: string) => {
    const at = found.lanes.findIndex((one) => sameLane(one.name, name))
    return at >= 0 ? at : found.lanes.push({ name, kind: kindOf(name) }) - 1
  }
  for (const { name } of columns) placeOf(name)
  for (const row of body) {
    const name = (row[step] ?? '').replaceAll(/\s*\n\s*/gu, ' ')
    const before = found.steps.at(-1)
    const told = perCell ? [{ name: row[lane] ?? '', said: row[text] ?? '' }] : columns.map((column) => ({ name: column.name, said: row[column.at] ?? '' }))
    if (name === '' && told.every(({ said }) => said === '')) continue
    const same = before && (name === '' || (perCell && name === before.name))
    const into = same ? before : { name, said: new Map<number, string>() }
    if (!same) found.steps.push(into)
    for (const { name: where, said } of told) if (where !== '' && said !== '') into.said.set(placeOf(where), [into.said.get(placeOf(where)), said].filter(Boolean).join('\n'))
  }
  return found
}
