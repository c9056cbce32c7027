import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { OrgCtx } from '../context'
import { publish } from '../live'
import type { JobKind } from './queue'

type Db = OrgCtx['db']

export type Job = { organisationId: string; id: string; kind: JobKind; key: string; payload: Record<string, unknown>; attempts: number }
export type Progress = { done: number; of: number; note?: string }

/** A worker's hold on a job; another worker may take it when it has not been renewed for this long. */
export const LEASE_S = 60
export const MAX_ATTEMPTS = 5
/** Tries that may end with the server's own: more than of errors, which say why. A server that is restarted often gives a job little time, and only one that ends the server itself must be given up. */
export const MAX_ENDS = 100
/** After some ends a job waits so long before the next, so that a server it may have ended is there for everybody else meanwhile. */
const PATIENT = { ends: 5, s: 30 }
/** Waits before the second to fifth attempt. */
const BACK_OFF_S = [5, 30, 120, 600]

/** Whoever holds jobs: one per worker. All times come from the caller's clock. */
export function leases(db: Db, clock: () => Date) {
  const worker = randomUUID()
  const at = (plusS = 0) => sql`${new Date(clock().getTime() + plusS * 1000).toISOString()}::timestamptz`
  const mine = (job: Job) => sql`organisation_id = ${job.organisationId} and id = ${job.id} and leased_by = ${worker} and state = 'running'`

  return {
    /** Takes the job that is due for longest: one that waits, or one whose worker has died. */
    take: () => db.maintenance(async (tx) => {
      const taken = await tx.execute<Job>(sql`
        update jobs set state = 'running', attempts = attempts + 1, lease_until = ${at(LEASE_S)}, leased_by = ${worker}, error = null
        where (organisation_id, id) = (
          select organisation_id, id from jobs where (state = 'queued' and run_at <= ${at()}) or (state = 'running' and lease_until < ${at()})
          order by run_at, created_at limit 1 for update skip locked)
        returning organisation_id as "organisationId", id, kind, key, payload, attempts`)
      return taken.rows[0]
    }),

    /** When the next waiting job is due, or a running one may be taken over; null: none. */
    nextDue: () => db.maintenance(async (tx) => {
      const next = await tx.execute<{ ms: number | null }>(sql`
        select (extract(epoch from min(case when state = 'queued' then run_at else lease_until end)) * 1000)::float8 as ms from jobs where state in ('queued', 'running')`)
      return next.rows[0]?.ms ?? null
    }),

    /** Keeps hold of a job and writes its progress. False: it was cancelled, or taken by another worker. */
    renew: (job: Job, progress?: Progress) => db.maintenance(async (tx) => {
      const kept = await tx.execute(sql`
        update jobs set lease_until = ${at(LEASE_S)}${progress ? sql`, progress = ${JSON.stringify(progress)}::jsonb` : sql``} where ${mine(job)} returning 1`)
      if (progress && kept.rows.length > 0) await publish(tx, job.organisationId, ['jobs'])
      return kept.rows.length > 0
    }),

    /** Ends a job; of earlier ones of the same work only this last stays on record. */
    done: (job: Job, progress?: Progress) => db.maintenance(async (tx) => {
      await tx.execute(sql`
        update jobs set state = 'done', finished_at = ${at()}, lease_until = null${progress ? sql`, progress = ${JSON.stringify(progress)}::jsonb` : sql``} where ${mine(job)}`)
      await tx.execute(sql`
        delete from jobs where organisation_id = ${job.organisationId} and kind = ${job.kind} and key = ${job.key} and state in ('done', 'failed') and id <> ${job.id}`)
      await publish(tx, job.organisationId, ['jobs'])
    }),

    /** Ends a job for good, with a reason a person can read. */
    fail: (job: Job, error: string) => db.maintenance(async (tx) => {
      await tx.execute(sql`update jobs set state = 'failed', error = ${error.slice(0, 2000)}, finished_at = ${at()}, lease_until = null where ${mine(job)}`)
      await publish(tx, job.organisationId, ['jobs'])
    }),

    /**
     * Puts a job back: after an error to wait for its next attempt, without one (the server stops) to be taken again at
     * once. If the same work was queued meanwhile, that one does it, and this one ends.
     */
    async putBack(job: Job, error?: string): Promise<void> {
      const wait = error === undefined ? 0 : BACK_OFF_S[Math.min(job.attempts, BACK_OFF_S.length) - 1] ?? 0
      await db.maintenance(async (tx) => {
        // Locked first, so that nobody queues the same work between the question and the answer.
        await tx.execute(sql`lock table jobs in share row exclusive mode`)
        const back = await tx.execute(sql`
          update jobs j set state = 'queued', run_at = ${at(wait)}, lease_until = null, leased_by = null, error = ${error?.slice(0, 2000) ?? null}, attempts = attempts - ${error === undefined ? 1 : 0}::int
          where ${mine(job)} and not exists (select 1 from jobs o where o.organisation_id = j.organisation_id and o.kind = j.kind and o.key = j.key and o.state = 'queued') returning 1`)
        if (back.rows.length === 0) await tx.execute(sql`delete from jobs where ${mine(job)}`)
        await publish(tx, job.organisationId, ['jobs'])
      })
    },

    /** The embedded engine has one process: whatever still seems to run was cut off by its end. */
    release: () => db.maintenance(async (tx) => {
      await tx.execute(sql`update jobs set lease_until = case when attempts > ${PATIENT.ends} then ${at(PATIENT.s)} else ${at(-1)} end where state = 'running' and leased_by is distinct from ${worker}`)
    }),
  }
}
