import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../context'
import { COUNTED_TO, type Waiting } from '../domain/settling'

/** What of an organisation's record is still to be counted in; customers are counted no further than COUNTED_TO. */
export async function waitingIn(tx: Tx, ctx: OrgCtx): Promise<Waiting> {
  const working = (kind: 'sample' | 'rebuild') => sql`exists (select 1 from jobs where organisation_id = ${ctx.org.id} and kind = ${kind} and state in ('queued', 'running'))`
  const { rows } = await tx.execute<{ coming: boolean; recounting: boolean; n: number }>(sql`
    select ${ctx.org.sample ? working('sample') : sql`false`} as coming, ${working('rebuild')} as recounting,
      (select count(*)::int from (select 1 from settle_queue where organisation_id = ${ctx.org.id} limit ${COUNTED_TO}) q) as n`)
  const [found] = rows
  return { coming: found?.coming ?? false, recounting: found?.recounting ?? false, customers: found?.n ?? 0 }
}
