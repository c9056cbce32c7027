import { sql } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import { queueJob } from './queue'
import type { InstanceHandler } from './worker'

type Db = OrgCtx['db']
const DAY_MS = 86_400_000

/**
 * The embedded engine has no autovacuum: once a day, and after much was written, its statistics and free space are
 * brought up to date. PostgreSQL looks after itself, so nothing is queued there.
 */
export async function scheduleVacuum(db: Db, at: Date): Promise<void> {
  if (db.kind !== 'embedded') return
  await db.maintenance(async (tx) => {
    const id = await queueJob(tx, NIL_ID, 'vacuum', 'instance', {}, at)
    await tx.execute(sql`update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${NIL_ID} and id = ${id} and state = 'queued'`)
  })
}

export const vacuum: InstanceHandler = async (db, _job, { clock }) => {
  await db.outside('vacuum analyze')
  await scheduleVacuum(db, new Date(clock.getTime() + DAY_MS))
}
