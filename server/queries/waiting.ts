import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { COUNTED_TO } from '../domain/settling'

/** Customers whose moments, effects and relationships wait to be settled; counted no further than COUNTED_TO. */
export async function waitingToSettle(tx: Tx, ctx: OrgCtx): Promise<number> {
  const found = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from settle_queue where organisation_id = ${ctx.org.id} limit ${COUNTED_TO}) q`)
  return found.rows[0]?.n ?? 0
}
