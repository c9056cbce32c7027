import type { Tx } from '@/db/client'
import { firstOfMonth } from '@/server/domain/time/local-day'
import type { Cell } from './draft'
import { arrayOf, prepared, type ColumnType } from './sql'

/** An interaction's row as the roll-ups see it. */
export type Counted = Record<string, Cell>
/** One record of any kind, for the roll-up per source. */
export type SourceCell = { source: string; kind: string; channelId: string; day: string; records: number }

type Columns = Record<string, ColumnType>
const CELL: Columns = { day: 'date', channel_id: 'uuid', touchpoint_id: 'uuid', form: 'text', direction: 'text' }
const SUMS: Columns = {
  interactions: 'int8', duration_s: 'float8', durations: 'int8', cost: 'int8', costs: 'int8', failed: 'int8', met: 'int8', exceeded: 'int8', strong_negative: 'int8', strong_positive: 'int8',
}
const SEGMENT: Columns = { segmentation_id: 'uuid', segment_id: 'uuid', ...CELL }
const MONTH: Columns = { customer_id: 'uuid', month: 'date', channel_id: 'uuid' }
const SOURCE: Columns = { source: 'text', kind: 'text', channel_id: 'uuid', day: 'date' }
const INTAKE: Columns = { source: 'text', kind: 'text', day: 'date' }
const [CELL_KEYS, SEGMENT_KEYS, MONTH_KEYS, SOURCE_KEYS, INTAKE_KEYS] = [CELL, SEGMENT, MONTH, SOURCE, INTAKE].map((columns) => Object.keys(columns)) as [string[], string[], string[], string[], string[]]
const MONTH_SUMS: Columns = { interactions: 'int8', contacts: 'int8', lookups: 'int8', messages: 'int8', cost: 'int8' }

/** Moves the roll-ups by newly inserted interactions. `customerOf`: profile id → customer, null while anonymous. */
export async function addInteractions(tx: Tx, organisationId: string, rows: readonly Counted[], customerOf: (profileId: string) => string | null, segmented: boolean): Promise<void> {
  if (rows.length === 0) return
  const daily = new Sums(10)
  const monthly = new Sums(5)
  for (const row of rows) {
    const sums = sumsOf(row)
    add(daily.at(cellKey(row), row, CELL_KEYS), sums)
    const customer = customerOf(String(row.profile_id))
    if (customer === null) continue
    const month = firstOfMonth(String(row.day))
    const cell = monthly.at(`${customer}${month}${String(row.channel_id)}`, { customer_id: customer, month, channel_id: row.channel_id ?? null }, MONTH_KEYS)
    add(cell, [1, Number(row.direction === 'contact'), Number(row.direction === 'lookup'), Number(row.direction === 'message'), sums[3] ?? 0])
  }
  await upsert(tx, organisationId, 'rollup_daily', CELL, SUMS, daily)
  if (segmented) await addSegments(tx, organisationId, rows, customerOf)
  await upsert(tx, organisationId, 'rollup_customer_month', MONTH, MONTH_SUMS, monthly)
}

async function addSegments(tx: Tx, organisationId: string, rows: readonly Counted[], customerOf: (profileId: string) => string | null): Promise<void> {
  const customers = [...new Set(rows.flatMap((row) => customerOf(String(row.profile_id)) ?? []))]
  const memberships = await prepared<{ customer_id: string; segmentation_id: string; segment_id: string }>(tx, 'memberships',
    'select customer_id, segmentation_id, segment_id from memberships where organisation_id = $1 and customer_id = any($2::uuid[]) and to_day is null', [organisationId, arrayOf('uuid', customers)])
  if (memberships.length === 0) return
  const byCustomer = new Map<string, typeof memberships>()
  for (const m of memberships) byCustomer.set(m.customer_id, [...(byCustomer.get(m.customer_id) ?? []), m])
  const sums = new Sums(10)
  for (const row of rows) {
    for (const m of byCustomer.get(customerOf(String(row.profile_id)) ?? '') ?? []) add(sums.at(`${m.segmentation_id}${m.segment_id}${cellKey(row)}`, { ...row, ...m }, SEGMENT_KEYS), sumsOf(row))
  }
  await upsert(tx, organisationId, 'rollup_segment_daily', SEGMENT, SUMS, sums)
}

export async function addSources(tx: Tx, organisationId: string, cells: Iterable<SourceCell>): Promise<void> {
  const sums = new Sums(1)
  for (const c of cells) add(sums.at(`${c.source}\u0001${c.kind}\u0001${c.channelId}${c.day}`, { source: c.source, kind: c.kind, channel_id: c.channelId, day: c.day }, SOURCE_KEYS), [c.records])
  await upsert(tx, organisationId, 'source_daily', SOURCE, { records: 'int8' }, sums)
}

export type IntakeCell = { source: string; kind: string; sent: number; accepted: number; duplicates: number; rejected: number; conflicts: number }

export async function addIntake(tx: Tx, organisationId: string, day: string, cells: Iterable<IntakeCell>): Promise<void> {
  const sums = new Sums(5)
  for (const c of cells) add(sums.at(`${c.source}\u0001${c.kind}`, { source: c.source, kind: c.kind, day }, INTAKE_KEYS), [c.sent, c.accepted, c.duplicates, c.rejected, c.conflicts])
  await upsert(tx, organisationId, 'intake_daily', INTAKE, { sent: 'int8', accepted: 'int8', duplicates: 'int8', rejected: 'int8', conflicts: 'int8' }, sums)
}

function sumsOf(row: Counted): number[] {
  const duration = row.duration_s ?? null
  const cost = row.cost ?? null
  return [
    1, duration === null ? 0 : Number(duration), duration === null ? 0 : 1, cost === null ? 0 : Number(cost), cost === null ? 0 : 1,
    Number(row.result === 'failed'), Number(row.result === 'met'), Number(row.result === 'exceeded'), Number(row.impression === -2), Number(row.impression === 2),
  ]
}

/** One string per roll-up cell: days, ids and words have lengths or letters that keep them apart. */
const cellKey = (row: Counted): string => `${String(row.day)}${String(row.channel_id)}${String(row.touchpoint_id)}${String(row.form)}${String(row.direction)}`

type Cells = { keys: (Cell | undefined)[]; sums: number[] }
function add(cell: Cells, sums: readonly number[]): void {
  for (let i = 0; i < sums.length; i++) cell.sums[i] = (cell.sums[i] ?? 0) + (sums[i] ?? 0)
}

/** Sums per key. */
class Sums {
  private readonly cells = new Map<string, Cells>()
  constructor(private readonly width: number) {}

  /** The cell of a key; a new one takes its key columns from `row`. */
  at(key: string, row: Counted, columns: readonly string[]): Cells {
    let cell = this.cells.get(key)
    if (!cell) this.cells.set(key, (cell = { keys: columns.map((column) => row[column]), sums: Array.from({ length: this.width }, () => 0) }))
    return cell
  }

  /** In key order, so that two batches never wait for each other in a circle. */
  sorted(): Cells[] {
    return [...this.cells].toSorted((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, cell]) => cell)
  }
}

async function upsert(tx: Tx, organisationId: string, table: string, keys: Columns, sums: Columns, cells: Sums): Promise<void> {
  const rows = cells.sorted()
  if (rows.length === 0) return
  const columns = [...Object.entries(keys), ...Object.entries(sums)]
  const names = columns.map(([name]) => name).join(', ')
  const text = `insert into ${table} as t (organisation_id, ${names})
    select $1, u.* from unnest(${columns.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ')}) as u
    on conflict (organisation_id, ${Object.keys(keys).join(', ')}) do update set ${Object.keys(sums).map((name) => `${name} = t.${name} + excluded.${name}`).join(', ')}`
  const width = Object.keys(keys).length
  await prepared(tx, `upsert-${table}-${Object.keys(sums).length}`, text,
    [organisationId, ...columns.map(([, type], i) => arrayOf(type, rows.map((row) => (i < width ? row.keys[i] : row.sums[i - width]))))])
}
