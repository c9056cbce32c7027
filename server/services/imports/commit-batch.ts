import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { sqlState } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import type { RowReader } from '@/server/domain/mapping/compile'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { gotFurther } from '@/server/jobs/queue'
import { localDayOf } from '@/server/domain/time/local-day'
import { REJECTS_KEPT } from '@/server/schemas/imports'
import { recordMixed, type MixedResult } from '../recording/record'
import { addIntake } from '../recording/roll-up'
import { readBatch, refusedRows, type ReadBatch } from './read-batch'
import type { FileRow } from './read-rows'
import { keepable, type Refused } from './refused'

/** How far an import has come; the same as its row says. */
export type Tally = { rows: number; accepted: number; duplicates: number; rejected: number; created: { channels: string[]; touchpoints: string[] }; kept: number; keptBytes: number }
export type Running = { ctx: OrgCtx; importId: string; mapping: Mapping; read: RowReader; source: string }

/** Thrown, and the batch undone, when the import is no longer ours to go on with: cancelled, or taken over. */
export class NoLongerRunning extends Error {}

const REJECT_BYTES_KEPT = 256 * 2 ** 20

/**
 * Records one batch of rows and how far the import has come with it, in one transaction: after a crash the import goes
 * on with the row after the last one committed. A row that the database itself will not take (which no check foresaw)
 * is found by halving and refused, so that it costs no neighbour. Returns the new tally.
 */
export async function commitBatch(running: Running, rows: readonly FileRow[], tally: Tally, publish: boolean): Promise<Tally> {
  const { ctx, mapping, read, source } = running
  const batch = readBatch(rows, read, mapping, source)
  try {
    return await commit(running, batch, tally, publish)
  } catch (error) {
    if (!isDataError(error)) throw error
    if (rows.length > 1) {
      const half = rows.length >> 1
      return commitBatch(running, rows.slice(half), await commitBatch(running, rows.slice(0, half), tally, publish), publish)
    }
    const [row] = rows
    const refused: Refused[] = row ? [{ row: row.row, cells: row.cells, reasons: ['the database cannot hold this row'], records: Math.max(1, batch.items.length) }] : []
    return commit({ ...running, ctx }, { ...batch, items: [], rowOf: [], refused: new Map(refused.map((one) => [0, one])) }, tally, publish)
  }
}

async function commit({ ctx, importId, mapping }: Running, batch: ReadBatch, before: Tally, publish: boolean): Promise<Tally> {
  let after = before
  const also = async (tx: Tx, w: { publish(topic: 'imports'): void }, result: MixedResult) => {
    const refused = refusedRows(batch, result.outcomes, mapping)
    if (batch.intake.length > 0) await addIntake(tx, ctx.org.id, localDayOf(ctx.now.getTime(), ctx.org.timezone), batch.intake)
    const kept = await keep(tx, ctx.org.id, importId, refused, before)
    after = {
      rows: before.rows + batch.rows.length, accepted: before.accepted + result.accepted, duplicates: before.duplicates + result.duplicates,
      rejected: before.rejected + refused.reduce((sum, one) => sum + one.records, 0), created: union(before.created, result.created), ...kept,
    }
    await write(tx, ctx.org.id, importId, before, after)
    await gotFurther(tx, ctx.org.id, 'import', importId)
    if (publish) w.publish('imports')
  }
  await recordMixed(ctx, { items: batch.items, mode: mapping.mode, importId, settle: false, also })
  return after
}

async function write(tx: Tx, organisationId: string, importId: string, before: Tally, after: Tally): Promise<void> {
  const mine = await tx.execute(sql`
    update imports set rows = ${after.rows}::int8, accepted = ${after.accepted}::int8, duplicates = ${after.duplicates}::int8, rejected = ${after.rejected}::int8, created = ${JSON.stringify(after.created)}::jsonb
    where organisation_id = ${organisationId} and id = ${importId} and state = 'running' and rows = ${before.rows}::int8 returning 1`)
  if (mine.rows.length === 0) throw new NoLongerRunning('The import was cancelled or taken over.')
}

async function keep(tx: Tx, organisationId: string, importId: string, refused: readonly Refused[], before: Tally): Promise<Pick<Tally, 'kept' | 'keptBytes'>> {
  const room = Math.max(0, REJECTS_KEPT - before.kept)
  if (refused.length === 0 || room === 0 || before.keptBytes >= REJECT_BYTES_KEPT) return { kept: before.kept, keptBytes: before.keptBytes }
  const rows = refused.slice(0, room).map(keepable)
  const json = JSON.stringify(rows)
  await tx.execute(sql`
    insert into import_rejects (organisation_id, import_id, "row", cells, reason)
    select ${organisationId}::uuid, ${importId}::uuid, r."row", r.cells, r.reason from jsonb_to_recordset(${json}::jsonb) as r ("row" int8, cells jsonb, reason text)`)
  return { kept: before.kept + rows.length, keptBytes: before.keptBytes + json.length }
}

const union = (a: Tally['created'], b: Tally['created']): Tally['created'] => ({
  channels: [...new Set([...a.channels, ...b.channels])], touchpoints: [...new Set([...a.touchpoints, ...b.touchpoints])],
})

/** SQLSTATE classes 22 (data exception), 23 (constraint) and 54 (limit exceeded): the rows are at fault, not the database. */
const isDataError = (error: unknown): boolean => /^(22|23|54)/.test(sqlState(error))
