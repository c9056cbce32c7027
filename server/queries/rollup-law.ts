import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { CUSTOMER_MONTHS } from './customer-months'

/** What a roll-up holds against what it is a sum of. `holds`: rolled = rows + erased. */
export type Law = { rows: number; rolled: number; erased: number; holds: boolean }
export type RollupLaws = { rollup_daily: Law; rollup_customer_month: Law; rollup_segment_daily: Law; source_daily: Law; rollup_moments: Law }

/**
 * The law of recording: Σ roll-up = rows + erased. Only the daily roll-up keeps what was erased (what happened,
 * happened); the others follow the rows that are there. Reads every row: for the data-quality report and tests.
 */
export async function rollupLaws(tx: Tx, organisationId: string): Promise<RollupLaws> {
  const org = sql`organisation_id = ${organisationId}`
  const count = async (query: SQL) => (await tx.execute<{ n: number }>(query)).rows[0]?.n ?? 0
  const law = async (rows: SQL, rolled: SQL, erasedRows?: SQL): Promise<Law> => {
    const found = { rows: await count(rows), rolled: await count(rolled), erased: erasedRows ? await count(erasedRows) : 0 }
    return { ...found, holds: found.rolled === found.rows + found.erased }
  }
  const one = (table: string) => sql`(select count(*) from ${sql.raw(table)} where ${org})`
  return {
    rollup_daily: await law(
      sql`select count(*)::float8 as n from interactions where ${org}`,
      sql`select coalesce(sum(interactions), 0)::float8 as n from rollup_daily where ${org}`,
      // Of people who were erased, and of what was kept long enough (server/services/retention).
      sql`select ((select coalesce(sum(interactions), 0) from erasures where ${org}) + (select coalesce(sum(records), 0) from expirations where ${org} and kind in ('interaction', 'observation')))::float8 as n`),
    rollup_customer_month: await law(
      sql`select count(*)::float8 as n from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id and p.customer_id is not null where i.${org}`,
      sql`select coalesce(sum(interactions), 0)::float8 as n from ${CUSTOMER_MONTHS} r where r.${org}`),
    rollup_segment_daily: await law(
      sql`select count(*)::float8 as n from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        join memberships m on m.organisation_id = p.organisation_id and m.customer_id = p.customer_id and m.to_day is null where i.${org}`,
      sql`select coalesce(sum(interactions), 0)::float8 as n from rollup_segment_daily where ${org}`),
    source_daily: await law(
      sql`select (${one('interactions')} + ${one('transactions')} + ${one('promises')} + ${one('responses')} + ${one('referrals')} + ${one('customer_values')} + ${one('facts')})::float8 as n`,
      sql`select coalesce(sum(records), 0)::float8 as n from source_daily where ${org}`),
    rollup_moments: await law(
      sql`select count(*)::float8 as n from moments where ${org}`,
      sql`select coalesce(sum(moments), 0)::float8 as n from rollup_moments where ${org}`),
  }
}
