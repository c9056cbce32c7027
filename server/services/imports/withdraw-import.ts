import { and, eq, sql } from 'drizzle-orm'
import { imports } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { notFound } from '@/server/errors'
import { JOBS_CHANNEL, queueJob } from '@/server/jobs/queue'
import { PLANNED, tellPlanner } from '../planner'
import { takeBackImport } from '../recording/take-back-import'
import { removeUpload } from './upload'

/** Up to so many records are taken back while the caller waits; more by a job. */
const AT_ONCE = 50_000

/**
 * Stops an import that waits or runs, and takes back whatever it recorded. `taken_back`: nothing of it is left.
 * `taking_back`: a job is at it. Doing it again changes nothing. Requires `ingest`. Throws `not_found`.
 */
export async function withdrawImport(ctx: OrgCtx, importId: string, { dataDir, at }: { dataDir: string; at: Date }): Promise<'taken_back' | 'taking_back'> {
  requireCapability(ctx, 'ingest')
  const org = ctx.org.id
  const mine = and(eq(imports.organisationId, org), eq(imports.id, importId))
  const row = await writing(ctx, async (tx, w) => {
    const [found] = await tx.select().from(imports).where(mine).for('update')
    if (!found) throw notFound('import with this id')
    if (found.takenBackAt) return found
    // The running job sees at its next batch that it is no longer wanted; none commits after this.
    await tx.update(imports).set({ state: 'cancelled', finishedAt: found.finishedAt ?? at }).where(mine)
    await tx.execute(sql`update jobs set state = 'cancelled', finished_at = ${at.toISOString()}::timestamptz, lease_until = null where organisation_id = ${org} and kind = 'import' and key = ${importId} and state in ('queued', 'running')`)
    await tx.execute(sql`select pg_notify(${JOBS_CHANNEL}, 'cancelled')`)
    if (found.state === 'queued' || found.state === 'running') await w.audit({ action: 'import.cancelled', subject: 'import', subjectId: importId, detail: { filename: found.filename, rows: found.rows } })
    const byJob = found.accepted > AT_ONCE
    if (byJob) await queueJob(tx, org, 'take_back', importId, {}, at)
    w.publish('imports')
    return found
  })
  await removeUpload(dataDir, importId)
  if (row.takenBackAt) return 'taken_back'
  if (row.accepted > AT_ONCE) return 'taking_back'
  await takeBack(ctx, importId)
  return 'taken_back'
}

/** What the job of a large one does, too. Requires `ingest`. */
export async function takeBack(ctx: OrgCtx, importId: string): Promise<void> {
  requireCapability(ctx, 'ingest')
  await tellPlanner(ctx, [...PLANNED.recorded, ...PLANNED.waiting])
  await takeBackImport(ctx, importId)
}
