import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { COUNTED_TO } from '../domain/settling'

/** Whether an organisation is a sample whose history is still being recorded. */
export async function sampleComing(tx: Tx, ctx: OrgCtx): Promise<boolean> {
  if (!ctx.org.sample) return false
  const found = await tx.execute(sql`select 1 from jobs where organisation_id = ${ctx.org.id} and kind = 'sample' and state in ('queued', 'running') limit 1`)
  return found.rows.length > 0
}

/** Customers whose moments, effects and relationships wait to be settled; counted no further than COUNTED_TO. */
export async function waitingToSettle(tx: Tx, ctx: OrgCtx): Promise<number> {
  const found = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from settle_queue where organisation_id = ${ctx.org.id} limit ${COUNTED_TO}) q`)
  return found.rows[0]?.n ?? 0
}
