import type pg from 'pg'
import type { Tx } from '@/db/client'
import { arrayOfColumn, type ColumnType } from './arrays'

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

/** A column to insert, and where its cells are in the rows. */
export type Column = { name: string; type: ColumnType }
/** `columns` for an insert, `select` expressions and `from` for its rows, and the parameters, the first being `$first`. */
export type RowSource = { columns: string; select: string; from: string; values: unknown[] }

/**
 * Rows as arrays to unnest. A column that is null in every row is left out, one that is the same in all (a source, a
 * form) is sent once: most records fill a handful of an interaction's 27 columns. The first column is always an array.
 */
export function rowSource(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[], first: number): RowSource {
  const names: string[] = []
  const select: string[] = []
  const arrays: string[] = []
  const values: unknown[] = []
  const unnested: string[] = []
  for (const [i, { name, type }] of columns.entries()) {
    const same = i > 0 ? sameInAll(rows, name) : undefined
    if (same === null) continue
    const parameter = `$${first + values.length}`
    const list = type === 'text[]' || type === 'jsonb'
    names.push(name)
    if (same !== undefined && !list) {
      select.push(`${parameter}::${type}`)
      values.push(same)
      continue
    }
    // Lists of lists are sent as the text of each list, and cast row by row.
    select.push(list ? `u.${name}::${type}` : `u.${name}`)
    arrays.push(`${parameter}::${list ? 'text' : type}[]`)
    unnested.push(name)
    values.push(arrayOfColumn(type, rows, name))
  }
  return { columns: names.join(', '), select: select.join(', '), from: `unnest(${arrays.join(', ')}) as u(${unnested.join(', ')})`, values }
}

/** The value a column has in every row; null if none has one, undefined if they differ. */
function sameInAll(rows: readonly Readonly<Record<string, unknown>>[], name: string): unknown {
  const value = rows[0]?.[name] ?? null
  for (let i = 1; i < rows.length; i++) if ((rows[i]?.[name] ?? null) !== value) return undefined
  return value
}

const MOST_NAMES = 300
const names = new Map<string, string>()
function nameFor(text: string): string | null {
  let name = names.get(text)
  if (name === undefined && names.size < MOST_NAMES) names.set(text, (name = `recording:text:${names.size + 1}`))
  return name ?? null
}
