import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'

/** What the data offers to choose from in the settings, and what is fixed by it. */
export type SettingsSeen = {
  /** Attribute names among the newest customers and interactions, most frequent first. */
  attributes: string[]
  /** Kinds among the newest transactions, most frequent first. */
  kinds: string[]
  sources: string[]
  /** Amounts are recorded, so that the currency is fixed. */
  amounts: boolean
}

/** Enough to meet every name in use without reading a large table through. */
const NEWEST = 2000

export function settingsSeen(ctx: OrgCtx): Promise<SettingsSeen> {
  const org = sql`organisation_id = ${ctx.org.id}`
  return reading(ctx, async (tx) => {
    const names = await tx.execute<{ name: string }>(sql`
      select name from (
        (select attributes from interactions where ${org} order by day desc limit ${NEWEST}) union all
        (select attributes from customers where ${org} limit ${NEWEST})
      ) r cross join lateral jsonb_object_keys(coalesce(r.attributes, '{}'::jsonb)) as k (name) group by name order by count(*) desc, name limit 50`)
    const kinds = await tx.execute<{ kind: string }>(sql`
      select kind from (select kind from transactions where ${org} order by day desc limit ${NEWEST}) t where kind is not null group by kind order by count(*) desc, kind limit 50`)
    const sources = await tx.execute<{ source: string }>(sql`select distinct source from source_daily where ${org} order by source limit 200`)
    return { attributes: names.rows.map((r) => r.name), kinds: kinds.rows.map((r) => r.kind), sources: sources.rows.map((r) => r.source), amounts: await amountsRecorded(tx, ctx) }
  })
}

/** Whether any amount is kept in minor units of the present currency; transactions and finance's figures keep one of their own. */
export async function amountsRecorded(tx: Tx, ctx: OrgCtx): Promise<boolean> {
  const found = await tx.execute<{ some: boolean }>(sql`
    select exists (select 1 from transactions where organisation_id = ${ctx.org.id} and currency = ${ctx.org.currency})
        or exists (select 1 from customer_values where organisation_id = ${ctx.org.id} and currency = ${ctx.org.currency})
        or exists (select 1 from rollup_daily where organisation_id = ${ctx.org.id} and costs > 0)
        or exists (select 1 from channels where organisation_id = ${ctx.org.id} and cost_per_contact is not null)
        or exists (select 1 from recovery_acts where organisation_id = ${ctx.org.id} and goodwill <> 0)
        or exists (select 1 from recovery_budgets where organisation_id = ${ctx.org.id})
        or exists (select 1 from plan_actions where organisation_id = ${ctx.org.id} and coalesce(cost_planned, cost_spent, return_low, return_high) is not null)
        or exists (select 1 from touchpoint_details where organisation_id = ${ctx.org.id} and failure_cost is not null)
        or exists (select 1 from interactions where organisation_id = ${ctx.org.id} and goodwill_amount is not null) as some`)
  return found.rows[0]?.some ?? false
}

export type Recomputing = { kind: 'settle' | 'rebuild' | 'sample'; state: 'queued' | 'running' | 'failed'; done: number; of: number; /** What it is at, in words. */ note: string | null }

/** Jobs that recompute history, or load the sample's, and are at work, due, or failed last; the run at midnight is none while it waits. */
export async function recomputing(ctx: OrgCtx): Promise<Recomputing[]> {
  const rows = await reading(ctx, (tx) => tx.execute<Recomputing>(sql`
    select distinct on (kind) kind, state, coalesce((progress ->> 'done')::float8, 0) as done, coalesce((progress ->> 'of')::float8, 0) as of, progress ->> 'note' as note
    from jobs where organisation_id = ${ctx.org.id} and kind in ('settle', 'rebuild', 'sample') and not (state = 'queued' and key = 'midnight')
    order by kind, (state = 'running') desc, (state = 'queued') desc, created_at desc`))
  return rows.rows.filter((row) => ['queued', 'running', 'failed'].includes(row.state))
}
