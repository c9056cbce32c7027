import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { monthCells } from '@/db/month-cells'
import { MONTH_SUMS } from '@/db/schema'

/**
 * Moves what recording has added into the roll-up per customer and month: all of it, or batches of about `most` cells
 * together; returns how many batches. No sum over both changes. One at a time per organisation; what is being recorded
 * meanwhile stays for the next time.
 */
export async function foldMonths(tx: Tx, organisationId: string, most: number | null): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`months:${organisationId}`}, 0))`)
  const which = most === null ? sql`` : sql`and id in (
    select id from (select id, sum(cells) over (order by id) - cells as before from rollup_customer_month_batches where organisation_id = ${organisationId}) b where before < ${most})`
  const folded = await tx.execute<{ batches: number }>(sql`
    with taken as (delete from rollup_customer_month_batches where organisation_id = ${organisationId} ${which} returning *),
    cells as (${sql.raw(monthCells('taken'))}),
    moved as (
      insert into rollup_customer_month as t (organisation_id, customer_id, month, channel_id, ${sql.raw(MONTH_SUMS.join(', '))})
      select organisation_id, customer_id, month, channel_id, ${sql.raw(MONTH_SUMS.map((sum) => `sum(${sum})`).join(', '))} from cells group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (organisation_id, customer_id, month, channel_id) do update set ${sql.raw(MONTH_SUMS.map((sum) => `${sum} = t.${sum} + excluded.${sum}`).join(', '))})
    select count(*)::int as batches from taken`)
  return folded.rows[0]?.batches ?? 0
}
