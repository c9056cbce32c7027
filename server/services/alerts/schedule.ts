import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'

/** As what an alert interrupts screens. */
export const sourceOf = ({ id }: { id: string }): string => `alert:${id}`

/** Lets alerts be looked at at `at`, or sooner if they would anyway; nothing where there are none. */
export async function queueAlerts(tx: Tx, ctx: OrgCtx, at: Date): Promise<void> {
  const some = await tx.execute<{ n: number }>(sql`select 1 as n from alert_rules where organisation_id = ${ctx.org.id} and enabled limit 1`)
  if (some.rows.length === 0) return
  const id = await queueJob(tx, ctx.org.id, 'alerts', 'org', {}, at)
  await tx.execute(sql`update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${ctx.org.id} and id = ${id} and state = 'queued'`)
}
