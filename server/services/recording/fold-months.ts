import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { monthCells } from '@/db/month-cells'
import { MONTH_SUMS } from '@/db/schema'
import { writing, type OrgCtx } from '@/server/context'

/** Cells moved in one transaction, more or less: reports read what is not moved yet cell by cell. */
export const FOLDED = 50_000

/**
 * Moves what recording has added into the roll-up per customer and month: all of it, or batches of about `most` cells
 * together. Returns how many batches, and how many are left. No sum over both changes. One at a time per organisation;
 * what is being recorded meanwhile stays for the next time.
 */
export async function foldMonths(tx: Tx, organisationId: string, most: number | null): Promise<{ folded: number; left: number }> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`months:${organisationId}`}, 0))`)
  const which = most === null ? sql`` : sql`and id in (
    select id from (select id, sum(cells) over (order by id) - cells as before from rollup_customer_month_batches where organisation_id = ${organisationId}) b where before < ${most})`
  const { rows: [moved] } = await tx.execute<{ folded: number; there: number }>(sql`
    with taken as (delete from rollup_customer_month_batches where organisation_id = ${organisationId} ${which} returning *),
    cells as (${sql.raw(monthCells('taken'))}),
    moved as (
      insert into rollup_customer_month as t (organisation_id, customer_id, month, channel_id, ${sql.raw(MONTH_SUMS.join(', '))})
      select organisation_id, customer_id, month, channel_id, ${sql.raw(MONTH_SUMS.map((sum) => `sum(${sum})`).join(', '))} from cells group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (organisation_id, customer_id, month, channel_id) do update set ${sql.raw(MONTH_SUMS.map((sum) => `${sum} = t.${sum} + excluded.${sum}`).join(', '))})
    select (select count(*) from taken)::int as folded, (select count(*) from rollup_customer_month_batches where organisation_id = ${organisationId})::int as there`)
  const folded = moved?.folded ?? 0
  return { folded, left: (moved?.there ?? 0) - folded }
}

/** As much as there is now, in transactions of their own: more may come all the while. */
export async function foldAllMonths(ctx: OrgCtx): Promise<void> {
  const step = () => writing(ctx, (tx) => foldMonths(tx, ctx.org.id, FOLDED))
  let { left } = await step()
  while (left > 0) {
    const { folded } = await step()
    if (folded === 0) return
    left -= folded
  }
}
