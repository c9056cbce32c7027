import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'

/** The kinds of work there are; each has one handler in server/jobs/handlers.ts. */
export const JOB_KINDS = ['settle', 'import', 'take_back', 'resegment', 'rebuild', 'score', 'predict', 'sample', 'mail', 'alerts', 'deliver', 'monday', 'remind', 'review', 'verdict', 'expire', 'vacuum'] as const
export type JobKind = (typeof JOB_KINDS)[number]

const CHANNEL = 'touchstone_jobs'
export const JOBS_CHANNEL = CHANNEL

/**
 * Queues work in the caller's transaction and wakes the workers when it commits. A job with the same kind and key
 * that still waits is the same work: then nothing is added, and its id is returned.
 */
export async function queueJob(tx: Tx, organisationId: string, kind: JobKind, key: string, payload: Record<string, unknown>, runAt: Date): Promise<string> {
  const id = randomUUID()
  const result = await tx.execute<{ id: string }>(sql`
    insert into jobs (organisation_id, id, kind, key, payload, run_at)
    values (${organisationId}, ${id}, ${kind}, ${key}, ${JSON.stringify(payload)}::jsonb, ${runAt.toISOString()}::timestamptz)
    on conflict (organisation_id, kind, key) where state = 'queued' do nothing
    returning id`)
  if (result.rows[0]) await tx.execute(sql`select pg_notify(${CHANNEL}, ${kind})`)
  return result.rows[0]?.id ?? (await tx.execute<{ id: string }>(sql`
    select id from jobs where organisation_id = ${organisationId} and kind = ${kind} and key = ${key} and state = 'queued'`)).rows[0]?.id ?? id
}

/**
 * What the running job has done so far stays done, whatever happens next: earlier attempts no longer count against it.
 * Else a long import would be given up after the server had been restarted five times, however far it had come.
 */
export async function gotFurther(tx: Tx, organisationId: string, kind: JobKind, key: string): Promise<void> {
  await tx.execute(sql`update jobs set attempts = 1 where organisation_id = ${organisationId} and kind = ${kind} and key = ${key} and state = 'running' and attempts > 1`)
}
