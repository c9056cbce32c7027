import type { Tx } from '@/db/client'
import { DAILY_SUMS, MONTH_SUMS } from '@/db/schema'
import { firstOfMonth } from '@/server/domain/time/local-day'
import type { Cell } from './draft'
import { arrayOf, prepared, preparedText, rowSource, type Column, type RowSource } from './sql'
import { Sums } from './sums'

/** An interaction's row as the roll-ups see it. */
export type Counted = Record<string, Cell>
/** One record of any kind, for the roll-up per source. */
export type SourceCell = { source: string; kind: string; channelId: string; day: string; records: number }

const few = (...names: string[]): Column[] => names.map((name) => ({ name, type: name.endsWith('_id') ? 'uuid' : name === 'day' || name === 'month' ? 'date' : 'text', few: true }))
const counts = (...names: string[]): Column[] => names.map((name) => ({ name, type: name === 'duration_s' ? 'float8' : 'int8' }))
/** A roll-up's table: what its cells are known by, in the order of its key, and what is summed. */
type Table = { name: string; keys: Column[]; sums: Column[] }
const SUMS = counts(...DAILY_SUMS)
const CELL = few('day', 'channel_id', 'touchpoint_id', 'form', 'direction')
const DAILY: Table = { name: 'rollup_daily', keys: CELL, sums: SUMS }
const SEGMENT: Table = { name: 'rollup_segment_daily', keys: [...few('segmentation_id', 'segment_id'), ...CELL], sums: SUMS }
/** Summed per batch, and kept as it is until settling moves it on (./fold-months). */
const MONTH: Table = { name: 'rollup_customer_month_batches', keys: [{ name: 'customer_ids', type: 'uuid' }, { name: 'months', type: 'date' }, { name: 'channel_ids', type: 'uuid' }], sums: counts(...MONTH_SUMS) }
const SOURCE: Table = { name: 'source_daily', keys: few('source', 'kind', 'channel_id', 'day'), sums: counts('records') }
const INTAKE: Table = { name: 'intake_daily', keys: few('source', 'kind', 'day'), sums: counts('sent', 'accepted', 'duplicates', 'rejected', 'conflicts') }

/** Moves the roll-ups by newly inserted interactions. `customerOf`: profile id → customer, null while anonymous. */
export async function addInteractions(tx: Tx, organisationId: string, rows: readonly Counted[], customerOf: (profileId: string) => string | null, segmented: boolean): Promise<void> {
  if (rows.length === 0) return
  const daily = new Sums(DAILY)
  const monthly = new Sums(MONTH)
  const months = new Map<Cell, string>()
  for (const row of rows) {
    const { day, channel_id: channel = null, direction = null } = row
    const cost = Number(row.cost ?? 0)
    addRow(daily, daily.cell([day, channel, row.touchpoint_id, row.form, direction]), row)
    const customer = customerOf(String(row.profile_id))
    if (customer === null) continue
    let month = months.get(day ?? null)
    if (month === undefined) months.set(day ?? null, (month = firstOfMonth(String(day))))
    const cell = monthly.cell([customer, month, channel])
    monthly.add(cell, 0, 1)
    if (direction === 'contact') monthly.add(cell, 1, 1)
    else if (direction === 'lookup') monthly.add(cell, 2, 1)
    else if (direction === 'message') monthly.add(cell, 3, 1)
    if (cost !== 0) monthly.add(cell, 4, cost)
  }
  await upsert(tx, organisationId, daily)
  if (segmented) await addSegments(tx, organisationId, rows, customerOf)
  await append(tx, organisationId, monthly)
}

async function addSegments(tx: Tx, organisationId: string, rows: readonly Counted[], customerOf: (profileId: string) => string | null): Promise<void> {
  const customers = [...new Set(rows.flatMap((row) => customerOf(String(row.profile_id)) ?? []))]
  const memberships = await prepared<{ customer_id: string; segmentation_id: string; segment_id: string }>(tx, 'memberships',
    'select customer_id, segmentation_id, segment_id from memberships where organisation_id = $1 and customer_id = any($2::uuid[]) and to_day is null', [organisationId, arrayOf('uuid', customers)])
  if (memberships.length === 0) return
  const byCustomer = new Map<string, typeof memberships>()
  for (const m of memberships) byCustomer.set(m.customer_id, [...(byCustomer.get(m.customer_id) ?? []), m])
  const sums = new Sums(SEGMENT)
  for (const row of rows) {
    for (const m of byCustomer.get(customerOf(String(row.profile_id)) ?? '') ?? []) {
      addRow(sums, sums.cell([m.segmentation_id, m.segment_id, row.day, row.channel_id, row.touchpoint_id, row.form, row.direction]), row)
    }
  }
  await upsert(tx, organisationId, sums)
}

export async function addSources(tx: Tx, organisationId: string, cells: Iterable<SourceCell>): Promise<void> {
  const sums = new Sums(SOURCE)
  for (const c of cells) sums.add(sums.cell([c.source, c.kind, c.channelId, c.day]), 0, c.records)
  await upsert(tx, organisationId, sums)
}

export type IntakeCell = { source: string; kind: string; sent: number; accepted: number; duplicates: number; rejected: number; conflicts: number }

export async function addIntake(tx: Tx, organisationId: string, day: string, cells: Iterable<IntakeCell>): Promise<void> {
  const sums = new Sums(INTAKE)
  for (const c of cells) {
    const cell = sums.cell([c.source, c.kind, day])
    for (const [i, n] of [c.sent, c.accepted, c.duplicates, c.rejected, c.conflicts].entries()) sums.add(cell, i, n)
  }
  await upsert(tx, organisationId, sums)
}

/** Adds an interaction to a cell of `SUMS`. */
function addRow(sums: Sums, cell: number, { duration_s: duration = null, cost = null, result, impression }: Counted): void {
  sums.add(cell, 0, 1)
  if (duration !== null) {
    sums.add(cell, 1, Number(duration))
    sums.add(cell, 2, 1)
  }
  if (cost !== null) {
    sums.add(cell, 3, Number(cost))
    sums.add(cell, 4, 1)
  }
  if (result === 'failed') sums.add(cell, 5, 1)
  else if (result === 'met') sums.add(cell, 6, 1)
  else if (result === 'exceeded') sums.add(cell, 7, 1)
  if (impression === -2) sums.add(cell, 8, 1)
  else if (impression === 2) sums.add(cell, 9, 1)
}

function cellsOf(sums: Sums, order: readonly number[]): RowSource {
  const { keys, sums: summed } = sums.table
  return rowSource([...keys, ...summed], (i) => (i < keys.length ? sums.keysOf(i, order) : sums.sumsOf(i - keys.length, order)), 2)
}

/** One row: its arrays hold a cell at each place. */
async function append(tx: Tx, organisationId: string, sums: Sums): Promise<void> {
  const order = sums.asSeen()
  if (order.length === 0) return
  const { name, keys, sums: summed } = sums.table
  const columns = [...keys.map((column, i) => ({ ...column, cells: sums.keysOf(i, order) as unknown[] })), ...summed.map((column, i) => ({ ...column, cells: sums.sumsOf(i, order) }))]
  await prepared(tx, name, `insert into ${name} (organisation_id, cells, ${columns.map((column) => column.name).join(', ')}) values ($1, $2, ${columns.map((_, i) => `$${i + 3}`).join(', ')})`,
    [organisationId, order.length, ...columns.map(({ type, cells }) => (cells.length > 0 ? arrayOf(type, cells) : null))])
}

async function upsert(tx: Tx, organisationId: string, sums: Sums): Promise<void> {
  const { name, keys, sums: summed } = sums.table
  const order = sums.inOrder()
  if (order.length === 0) return
  const { columns, select, from, values } = cellsOf(sums, order)
  const given = new Set(columns.split(', '))
  await preparedText(tx, `insert into ${name} as t (organisation_id, ${columns}) select $1, ${select} from ${from}
    on conflict (organisation_id, ${keys.map((column) => column.name).join(', ')}) do update set ${summed.filter((column) => given.has(column.name)).map((column) => `${column.name} = t.${column.name} + excluded.${column.name}`).join(', ')}`, [organisationId, ...values])
}
