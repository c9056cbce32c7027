import type pg from 'pg'
import type { Tx } from '@/db/client'

/** What a column of rows is sent as: one array parameter, unnested by the database. */
export type ColumnType = 'uuid' | 'text' | 'date' | 'timestamptz' | 'int2' | 'int4' | 'int8' | 'float8' | 'jsonb' | 'text[]'

/**
 * Runs a statement the connection keeps prepared: recording sends the same few thousands of times, and parsing and
 * planning them anew costs more than running them. `name` must stand for one text for ever.
 */
export async function prepared<R extends pg.QueryResultRow>(tx: Tx, name: string, text: string, values: readonly unknown[]): Promise<R[]> {
  return (await client(tx).query<R>({ name: `recording:${name}`, text, values: [...values] })).rows
}

/** The driver's client behind drizzle's handle: drizzle itself never names its statements. */
function client(tx: Tx): pg.PoolClient {
  return (tx as Tx & { $client: pg.PoolClient }).$client
}

/** Cells as PostgreSQL's text of an array. Types that never need quotes are joined as they are. */
export function arrayOf(type: ColumnType, cells: readonly unknown[]): string {
  let out = '{'
  for (let i = 0; i < cells.length; i++) out += i > 0 ? `,${elementOf(type, cells[i])}` : elementOf(type, cells[i])
  return `${out}}`
}

/** The same of one column of rows. */
export function arrayOfColumn(type: ColumnType, rows: readonly Readonly<Record<string, unknown>>[], name: string): string {
  let out = '{'
  for (let i = 0; i < rows.length; i++) out += i > 0 ? `,${elementOf(type, rows[i]?.[name])}` : elementOf(type, rows[i]?.[name])
  return `${out}}`
}

function elementOf(type: ColumnType, cell: unknown): string {
  if (cell === null || cell === undefined) return 'NULL'
  if (type === 'text') return quoted(String(cell))
  if (type === 'jsonb') return quoted(JSON.stringify(cell))
  if (type === 'text[]') return quoted(arrayOf('text', cell as readonly string[]))
  return String(cell)
}

const SPECIAL = /["\\]/
const quoted = (text: string): string => `"${SPECIAL.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`

/** Lists of lists are sent as the text of each list, and cast row by row. */
export const parameterType = (type: ColumnType): string => (type === 'text[]' || type === 'jsonb' ? 'text[]' : `${type}[]`)
export const castFor = (type: ColumnType): string => (type === 'text[]' || type === 'jsonb' ? `::${type}` : '')

/** Names of statements by their text, short enough for the protocol. */
const names = new Map<string, string>()
export function nameFor(text: string): string {
  let name = names.get(text)
  if (!name) names.set(text, (name = String(names.size + 1)))
  return name
}
