import { existsSync } from 'node:fs'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { imports } from '@/db/schema'
import { now as wallClock, ticks } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { TouchstoneError } from '@/server/errors'
import { BATCH_ROWS, importPlan } from '@/server/schemas/imports'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { givingWay } from '../give-way'
import { PLANNED, tellPlanner } from '../planner'
import { runSettle } from '../settle/run-settle'
import { FOLDED, foldAllMonths } from '../recording/fold-months'
import { commitBatch, NoLongerRunning, type Running, type Tally } from './commit-batch'
import { openMapped } from './open-mapped'
import { openUpload, removeUpload, uploadPath } from './upload'

export type RunOptions = {
  dataDir: string
  signal?: AbortSignal
  /** Bytes of the file that are read. */
  onProgress?: (progress: { done: number; of: number; note?: string }) => void
  /** No other attempt follows: what goes wrong now ends the import. */
  last?: boolean
  /** Rows per transaction; else as many as suit this attempt. */
  batchRows?: number
  /** The how manieth attempt this is since it last got further. */
  attempt?: number
  /** Before each batch; for tests that stop in the middle. */
  onBatch?: (rows: number) => void
}
export type Ran = 'done' | 'failed' | 'cancelled' | 'over'

/** Rows per transaction: half as many each time the server ended before one was through, so that a server that is restarted often gets on too. */
export const rowsAt = (attempt: number): number => Math.max(LEAST_ROWS, Math.floor(BATCH_ROWS / 2 ** (attempt - 1)))
const LEAST_ROWS = 125

/** Pages are told at most this often. */
const TELL_MS = 1000

/**
 * Brings a queued file in, or goes on with one that a stopped server left: batches of rows, each with its place in one
 * transaction, then everything derived from them, so that reports are right when it says done. A file that breaks off
 * fails with its reason, and what was recorded before stays until it is taken back. Requires `ingest`.
 */
export async function runImport(ctx: OrgCtx, importId: string, options: RunOptions): Promise<Ran> {
  requireCapability(ctx, 'ingest')
  const { dataDir } = options
  const begun = await begin(ctx, importId)
  if (!begun) {
    await removeUpload(dataDir, importId)
    return 'over'
  }
  try {
    if (!existsSync(uploadPath(dataDir, importId))) throw new TouchstoneError('not_found', 'The uploaded file is not on this server. Send it again; several servers must share DATA_DIR.')
    const settledOf = await recordAll(ctx, importId, begun, options)
    await tellPlanner(ctx, [...PLANNED.recorded, ...PLANNED.waiting])
    await runSettle(ctx, { since: null, signal: options.signal, clock: wallClock(), onProgress: ({ done, of }) => options.onProgress?.({ ...settledOf, note: `Working out what follows for customers: ${done} of ${of}` }) })
    await end(ctx, importId, 'done', null)
  } catch (error) {
    if (error instanceof NoLongerRunning) {
      await removeUpload(dataDir, importId)
      return 'cancelled'
    }
    if (options.signal?.aborted || !(error instanceof TouchstoneError || options.last)) throw error
    await end(ctx, importId, 'failed', error instanceof TouchstoneError ? error.message : 'Something went wrong here. The log has the details; taking the import back and sending the file again is safe.')
    await removeUpload(dataDir, importId)
    if (!(error instanceof TouchstoneError)) throw error
    return 'failed'
  }
  await removeUpload(dataDir, importId)
  return 'done'
}

type Begun = { mapping: Mapping; fileHash: string; bytes: number; tally: Tally }

async function begin(ctx: OrgCtx, importId: string): Promise<Begun | null> {
  return writing(ctx, async (tx, w) => {
    const [row] = await tx.update(imports).set({ state: 'running', startedAt: sql`coalesce(${imports.startedAt}, ${wallClock().toISOString()}::timestamptz)` })
      .where(and(eq(imports.organisationId, ctx.org.id), eq(imports.id, importId), inArray(imports.state, ['queued', 'running']))).returning()
    if (!row) return null
    const kept = await tx.execute<{ kept: number; bytes: number }>(sql`
      select count(*)::int as kept, coalesce(sum(octet_length(cells::text)), 0)::float8 as bytes from import_rejects where organisation_id = ${ctx.org.id} and import_id = ${importId}`)
    w.publish('imports')
    const { rows, accepted, duplicates, rejected, created } = row
    const plan = importPlan.parse(row.mapping)
    return { mapping: plan.mapping as Mapping, fileHash: row.fileHash, bytes: row.bytes, tally: { rows, accepted, duplicates, rejected, created, kept: kept.rows[0]?.kept ?? 0, keptBytes: kept.rows[0]?.bytes ?? 0 } }
  })
}

async function recordAll(ctx: OrgCtx, importId: string, begun: Begun, options: RunOptions): Promise<{ done: number; of: number }> {
  const bytes = openUpload(options.dataDir, importId)
  const { file, read, source } = await openMapped(bytes, begun.mapping, { zone: ctx.org.timezone, fileHash: begun.fileHash, batchRows: options.batchRows ?? rowsAt(options.attempt ?? 1) })
  const running: Running = { ctx, importId, mapping: begun.mapping, read, source }
  let { tally } = begun
  let told = -TELL_MS
  let unfolded = 0
  const giveWay = givingWay(ctx.db, options.signal)
  for await (const batch of file.batches) {
    options.signal?.throwIfAborted()
    const left = batch.filter(({ row }) => row > tally.rows)
    if (left.length === 0) continue
    options.onBatch?.(tally.rows)
    await giveWay()
    const tell = ticks() - told >= TELL_MS
    tally = await commitBatch(running, left, tally, tell)
    if (tell) told = ticks()
    // Settling comes at the end; reports that are asked meanwhile would have to read all this cell by cell.
    if ((unfolded += left.length) >= FOLDED) {
      await foldAllMonths(ctx)
      unfolded = 0
    }
    options.onProgress?.({ done: bytes.bytesRead, of: begun.bytes })
  }
  return { done: begun.bytes, of: begun.bytes }
}

async function end(ctx: OrgCtx, importId: string, state: 'done' | 'failed', error: string | null): Promise<void> {
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.update(imports).set({ state, error, finishedAt: wallClock() })
      .where(and(eq(imports.organisationId, ctx.org.id), eq(imports.id, importId), eq(imports.state, 'running'))).returning()
    if (!row) return
    await w.audit({ action: `import.${state}`, subject: 'import', subjectId: importId, detail: { filename: row.filename, rows: row.rows, accepted: row.accepted, duplicates: row.duplicates, rejected: row.rejected, ...(error ? { error } : {}) } })
    w.publish('imports')
  })
}
