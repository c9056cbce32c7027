import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { arrayOf } from '../recording/sql'
import { relationshipsChanged } from '../segments/schedule'

/** What is derived per customer from days gone by, and so cannot all be computed again. */
export const KEPT_TABLES = ['memberships', 'risk_scores', 'customer_predictions'] as const
/** Other customers are in relationship than before, on any day. */
const EVER = '0001-01-01'

/**
 * Before the pointers move: keeps what undoing a merge needs. `from` is the customer who goes (null where an anonymous
 * `profile` is identified), `into` the profile named, `holder` the customer it belongs to. Who joins somebody that has
 * been merged away themselves goes back with them. The caller holds the organisation's structure alone.
 */
export async function keepMerge(tx: Tx, ctx: OrgCtx, { from, profile, into, holder }: { from: string | null; profile: string; into: string; holder: string }): Promise<void> {
  const org = ctx.org.id
  const moved = from === null ? [profile] : (await tx.execute<{ id: string }>(sql`select id from profiles where organisation_id = ${org} and customer_id = ${from} order by id`)).rows.map((row) => row.id)
  if (into !== holder) {
    await tx.execute(sql`update merges set profiles = profiles || ${JSON.stringify(moved)}::jsonb where organisation_id = ${org} and undone_at is null and profiles ? ${into}`)
  }
  if (from === null) return
  const kept: Record<string, unknown> = {}
  for (const table of KEPT_TABLES) {
    kept[table] = (await tx.execute<{ rows: unknown }>(sql`select coalesce(jsonb_agg(to_jsonb(t)), '[]'::jsonb) as rows from ${sql.raw(table)} t where t.organisation_id = ${org} and t.customer_id = ${from}`)).rows[0]?.rows ?? []
  }
  await tx.execute(sql`
    insert into merges (organisation_id, number, from_customer_id, into_customer_id, profiles, kept, merged_at, merged_by)
    select ${org}::uuid, coalesce(max(number), 0) + 1, ${from}::uuid, ${into}::uuid, ${JSON.stringify(moved)}::jsonb, ${JSON.stringify(kept)}::jsonb, ${ctx.now.toISOString()}::timestamptz, ${ctx.actor.label}
    from merges where organisation_id = ${org}`)
  await relationshipsChanged(tx, org, EVER)
}

/** Puts back what was kept, for the customer who is there again. */
export async function restoreKept(tx: Tx, ctx: OrgCtx, number: number, customer: string): Promise<void> {
  const org = ctx.org.id
  for (const table of KEPT_TABLES) {
    await tx.execute(sql`
      insert into ${sql.raw(table)} select r.* from merges m, jsonb_populate_recordset(null::${sql.raw(table)}, m.kept -> ${table}) r
      where m.organisation_id = ${org} and m.number = ${number} and r.organisation_id = ${org} and r.customer_id = ${customer} on conflict do nothing`)
  }
  await relationshipsChanged(tx, org, EVER)
}

export const uuids = (ids: readonly string[]) => sql`${arrayOf('uuid', ids)}::uuid[]`
