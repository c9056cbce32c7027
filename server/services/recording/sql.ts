import type pg from 'pg'
import type { Tx } from '@/db/client'
import { arrayOf, type ColumnType } from './arrays'

export { arrayOf, type ColumnType } from './arrays'

/**
 * Runs a statement the connection keeps prepared: recording sends the same few thousands of times, and parsing and
 * planning them anew costs more than running them. `name` must stand for one text for ever.
 */
export async function prepared<R extends pg.QueryResultRow>(tx: Tx, name: string, text: string, values: readonly unknown[]): Promise<R[]> {
  return (await client(tx).query<R>({ name: `recording:${name}`, text, values: [...values] })).rows
}

/** The same for a text put together from what a batch holds: kept prepared up to some hundreds of different ones. */
export async function preparedText<R extends pg.QueryResultRow>(tx: Tx, text: string, values: readonly unknown[]): Promise<R[]> {
  const name = nameFor(text)
  return (await client(tx).query<R>({ ...(name === null ? {} : { name }), text, values: [...values] })).rows
}

/** The driver's client behind drizzle's handle: drizzle itself never names its statements. */
function client(tx: Tx): pg.PoolClient {
  return (tx as Tx & { $client: pg.PoolClient }).$client
}

/** A column to insert. `few`: its values recur (channels, words), so that they are worth listing once. */
export type Column = { name: string; type: ColumnType; few?: boolean }
/** `columns` for an insert, `select` expressions and `from` for its rows, and the parameters, the first being `$first`. */
export type RowSource = { columns: string; select: string; from: string; values: unknown[] }

/**
 * Rows, column by column, as arrays to unnest. A column that is null in every row is left out, one that is the same in
 * all (a source, a form) is sent once, and of one with few values each row sends only which: most records fill a handful
 * of an interaction's 27 columns. The first column is always an array. Unnested in the select list: in `from`, the
 * database would keep every array as a table of its own first.
 */
export function rowSource(columns: readonly Column[], cellsOf: (column: number, name: string) => readonly unknown[], first: number): RowSource {
  const names: string[] = []
  const select: string[] = []
  const unnested: string[] = []
  const values: unknown[] = []
  const parameter = (value: unknown): string => `$${first + values.push(value) - 1}`
  for (const [i, { name, type, few }] of columns.entries()) {
    const cells = cellsOf(i, name)
    const same = i > 0 ? sameInAll(cells) : undefined
    if (same === null) continue
    const list = type === 'text[]' || type === 'jsonb'
    names.push(name)
    if (same !== undefined && !list) {
      select.push(type === 'bytea' ? `decode(${parameter(same)}, 'hex')` : `${parameter(same)}::${type}`)
      continue
    }
    const listed = few ? listFew(cells) : null
    if (listed) {
      // An array has no element 0: null.
      select.push(`(${parameter(arrayOf(type, listed.values))}::${type}[])[u.${name}]`)
      unnested.push(`unnest(${parameter(arrayOf('int2', listed.which))}::int2[]) as ${name}`)
      continue
    }
    // Lists of lists are sent as the text of each list, and cast row by row.
    select.push(list ? `u.${name}::${type}` : `u.${name}`)
    unnested.push(`unnest(${parameter(arrayOf(type, cells))}::${list ? 'text' : type}[]) as ${name}`)
  }
  return { columns: names.join(', '), select: select.join(', '), from: `(select ${unnested.join(', ')}) u`, values }
}

/** The value a column has in every row; null if none has one, undefined if they differ. */
function sameInAll(cells: readonly unknown[]): unknown {
  const value = cells[0] ?? null
  for (let i = 1; i < cells.length; i++) if ((cells[i] ?? null) !== value) return undefined
  return value
}

/** So few that finding one of them in the database's array costs nothing. */
const FEW = 40

/** The different values, and for each row which of them it has, from 1 on; 0: null. Null if they are not few. */
function listFew(cells: readonly unknown[]): { values: unknown[]; which: number[] } | null {
  const places = new Map<unknown, number>()
  const which: number[] = []
  for (const cell of cells) {
    if (cell === null || cell === undefined) {
      which.push(0)
      continue
    }
    let place = places.get(cell)
    if (place === undefined) {
      if (places.size === FEW) return null
      places.set(cell, (place = places.size + 1))
    }
    which.push(place)
  }
  return { values: [...places.keys()], which }
}

const MOST_NAMES = 300
const names = new Map<string, string>()
function nameFor(text: string): string | null {
  let name = names.get(text)
  if (name === undefined && names.size < MOST_NAMES) names.set(text, (name = `recording:text:${names.size + 1}`))
  return name ?? null
}
