import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'

const KEY = sql.raw('day, window_end, touchpoint_id, result, effect, advocated')

/** The cell of rollup_moments that a moment (alias m) is counted in. */
export const MOMENT_CELL: SQL = sql.raw(`m.day, m.window_end, m.touchpoint_id, coalesce(m.result, 'not_recorded') as result, m.effect, m.advocated`)

/** Moves the roll-up by `moved`: a query of cells, each with n = 1 for a moment that came and −1 for one that went. */
export const moveMoments = (organisationId: string, moved: SQL): SQL => sql`
  insert into rollup_moments as t (organisation_id, ${KEY}, moments)
  select ${organisationId}::uuid, ${KEY}, sum(n) from (${moved}) moved group by ${KEY} having sum(n) <> 0 order by ${KEY}
  on conflict (organisation_id, ${KEY}) do update set moments = t.moments + excluded.moments`

/** Removes the moments of customers who are no more, and their part of the roll-up. */
export async function forgetMoments(tx: Tx, organisationId: string, customers: readonly string[]): Promise<void> {
  const theirs = sql`from moments m where m.organisation_id = ${organisationId} and m.customer_id = any(${sql.param(customers)}::uuid[])`
  await tx.execute(moveMoments(organisationId, sql`select ${MOMENT_CELL}, -1 as n ${theirs}`))
  await tx.execute(sql`delete ${theirs}`)
}
