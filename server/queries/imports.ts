import { and, asc, desc, eq, gt, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { importRejects, imports, savedMappings } from '@/db/schema'
import type { ImportState } from '@/db/vocabulary'
import { now } from '../clock'
import { reading, requireCapability, type OrgCtx } from '../context'
import { compileMapping } from '../domain/mapping/compile'
import type { Mapping } from '../domain/mapping/mapping'
import { rejectHeader, rejectRow } from '../domain/csv/reject-csv'
import { notFound } from '../errors'
import { importPlan, REJECTS_KEPT } from '../schemas/imports'

/** Whether a file is being read into the organisation, as committed now. */
export const importing = (ctx: OrgCtx): Promise<boolean> => reading(ctx, async (tx) => (await tx.select({ id: imports.id }).from(imports).where(and(eq(imports.organisationId, ctx.org.id), eq(imports.state, 'running'))).limit(1)).length > 0)

/** Where an import stands. Counts count records; `rows` are rows of the file that have been read and committed. */
export type ImportView = {
  id: string
  state: ImportState
  rows: number
  accepted: number
  duplicates: number
  rejected: number
  /** Since it started, until it ended; 0 while it waits. */
  seconds: number
  created: { channels: string[]; touchpoints: string[] }
  /** Why it failed, in a sentence for people. */
  error: string | null
  filename: string
  bytes: number
  source: string | null
  created_at: string
  created_by: string
  /** When what it recorded was taken back; `cancelled` without it means that a job is still at it. */
  taken_back_at: string | null
  /** Share of the file that has been read, while it runs. */
  progress: number | null
  /** What it is doing after the last row. */
  doing: string | null
  /** What one should know about the counts. */
  note: string | null
}

/** Whoever may read, and whoever sends: a key that may only ingest has to know what became of its file. */
function seeing<T>(ctx: OrgCtx, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!ctx.can.has('ingest')) requireCapability(ctx, 'read')
  return ctx.db.tenant({ organisationId: ctx.org.id }, work, { readOnly: true })
}

/** Throws `not_found`, also for what is no id. */
export async function getImport(ctx: OrgCtx, id: string): Promise<ImportView> {
  requireId(id)
  const [view] = await seeing(ctx, (tx) => views(tx, ctx, eq(imports.id, id), 1))
  if (!view) throw notFound('import with this id')
  return view
}

/** Newest first; `next` is handed back as `before` for older ones. */
export async function listImports(ctx: OrgCtx, { before, limit = 50 }: { before?: string; limit?: number } = {}): Promise<{ imports: ImportView[]; next: string | null }> {
  const [at = '', id = ''] = (before ?? '').split('_')
  const older = before === undefined ? undefined : or(lt(imports.createdAt, new Date(Number(at))), and(eq(imports.createdAt, new Date(Number(at))), lt(imports.id, id)))
  const found = await seeing(ctx, (tx) => views(tx, ctx, older, limit + 1))
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { imports: page, next: found.length > limit && last ? `${Date.parse(last.created_at)}_${last.id}` : null }
}

async function views(tx: Tx, ctx: OrgCtx, where: SQL | undefined, limit: number): Promise<ImportView[]> {
  const rows = await tx.select().from(imports).where(and(eq(imports.organisationId, ctx.org.id), where)).orderBy(desc(imports.createdAt), desc(imports.id)).limit(limit)
  if (rows.length === 0) return []
  const jobs = await tx.execute<{ key: string; state: string; error: string | null; progress: { done: number; of: number; note?: string } | null }>(sql`
    select distinct on (key) key, state, error, progress from jobs where organisation_id = ${ctx.org.id} and kind = 'import' and key = any(${sql.param(rows.map((row) => row.id))}::text[]) order by key, created_at desc`)
  const jobOf = new Map(jobs.rows.map((job) => [job.key, job]))
  return rows.map((row) => viewOf(row, jobOf.get(row.id)))
}

function viewOf(row: typeof imports.$inferSelect, job: { state: string; error: string | null; progress: { done: number; of: number; note?: string } | null } | undefined): ImportView {
  const open = row.state === 'queued' || row.state === 'running'
  // A server that ended each time it tried could not say so itself.
  const lost = open && job?.state === 'failed'
  const ended = row.finishedAt ?? now()
  const plan = importPlan.safeParse(row.mapping)
  return {
    id: row.id, state: lost ? 'failed' : row.state, rows: row.rows, accepted: row.accepted, duplicates: row.duplicates, rejected: row.rejected,
    seconds: row.startedAt ? Math.max(0, Math.round((ended.getTime() - row.startedAt.getTime()) / 100) / 10) : 0,
    created: row.created, error: lost ? job.error : row.error, filename: row.filename, bytes: row.bytes, source: plan.success ? (plan.data.mapping.source ?? null) : null,
    created_at: row.createdAt.toISOString(), created_by: row.createdBy, taken_back_at: row.takenBackAt?.toISOString() ?? null,
    progress: row.state === 'running' && job?.progress && job.progress.of > 0 ? Math.min(1, job.progress.done / job.progress.of) : null,
    doing: row.state === 'running' ? (job?.progress?.note ?? null) : null,
    note: row.rejected > REJECTS_KEPT ? `Only the first ${REJECTS_KEPT.toLocaleString('en-GB')} refused rows are kept for the download.` : null,
  }
}

const ROWS_AT_ONCE = 1000

/**
 * The refused rows of an import as CSV text, a piece at a time, in the order of the file: the sender's own cells after
 * why, the source and the row's number, so that a mended file can be sent again with the same mapping.
 */
export async function rejectsCsv(ctx: OrgCtx, id: string): Promise<{ filename: string; pieces: AsyncGenerator<string, void, undefined> }> {
  requireId(id)
  const [row] = await seeing(ctx, (tx) => tx.select().from(imports).where(and(eq(imports.organisationId, ctx.org.id), eq(imports.id, id))))
  if (!row) throw notFound('import with this id')
  const { mapping, header, width } = importPlan.parse(row.mapping)
  const compiled = compileMapping(mapping as Mapping, header, { organisationZone: ctx.org.timezone, fileHash: row.fileHash, width })
  async function* pieces(): AsyncGenerator<string, void, undefined> {
    yield rejectHeader(header, width)
    for (let after = 0; ;) {
      const rows = await seeing(ctx, (tx) => tx.select().from(importRejects)
        .where(and(eq(importRejects.organisationId, ctx.org.id), eq(importRejects.importId, id), gt(importRejects.row, after))).orderBy(asc(importRejects.row)).limit(ROWS_AT_ONCE))
      if (rows.length === 0) return
      yield rows.map((one) => {
        // A row of a file of refused rows brings its own source and number along.
        const place = compiled.ok ? compiled.read(one.cells, one.row) : { source: 'default', row: one.row }
        return rejectRow({ reasons: [one.reason], source: place.source, row: place.row, cells: one.cells }, header)
      }).join('')
      after = rows.at(-1)?.row ?? Number.MAX_SAFE_INTEGER
    }
  }
  return { filename: `${row.filename.replace(/\.(gz|csv|txt|tsv)$/gi, '').replace(/\.(csv|txt|tsv)$/i, '')}-rejects.csv`, pieces: pieces() }
}

/** Mappings saved by name. */
export async function listMappings(ctx: OrgCtx): Promise<{ name: string; mapping: Record<string, unknown>; updatedAt: Date }[]> {
  return reading(ctx, (tx) => tx.select({ name: savedMappings.name, mapping: savedMappings.mapping, updatedAt: savedMappings.updatedAt }).from(savedMappings)
    .where(eq(savedMappings.organisationId, ctx.org.id)).orderBy(asc(savedMappings.name)))
}

function requireId(id: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw notFound('import with this id')
}
