import { sql, type SQL } from 'drizzle-orm'
import { NIL_ID, type Effect, type MomentReason, type Result, type ResultSource } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { effectsOf } from '../reports/moment-effects'
import { nowSql } from '../reports/promise-state'
import { inParts, memberAsOf, resolveSplit } from '../reports/split'
import { resolveWindow } from '../reports/window'
import type { MomentRegisterInput } from '../schemas/moments'

export const MOMENTS_SHOWN = 25
/** What followed within so many days; `closes`: the first local day on which it can be said. */
export type FollowedBy = { days: number; effect: Effect; closes: string }
/** One moment. Instants are ISO 8601; `acted_at`: our first act after somebody was unhappy, null while they wait or were not. */
export type MomentRow = {
  id: string; at: string; customer: string; name: string | null; channel: string | null; touchpoint: string | null; reason: MomentReason; mood: number | null; impression: number | null
  result: Result | null; result_source: ResultSource | null; unhappy: boolean; acted_at: string | null; advocated: boolean; effects: FollowedBy[]
}
export type MomentRegister = { total: number; rows: MomentRow[] }

const iso = (at: SQL) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/**
 * Every moment of a window, newest first: the mood it began in, how it ended, how soon we acted where somebody was unhappy,
 * and what followed within 30, 60 and 90 days, as the reports on moments and on time to action have it.
 */
export function momentRegister(ctx: OrgCtx, { from, to, channel, touchpoint, segment, result, offset }: MomentRegisterInput): Promise<MomentRegister> {
  return reading(ctx, async (tx) => {
    const org = ctx.org.id
    const window = await resolveWindow(tx, ctx, { from, to }, () => {})
    const split = await resolveSplit(tx, ctx, { channel, touchpoint, segment })
    const which = sql`mm.organisation_id = ${org} and mm.day >= ${window.from}::date and mm.day < ${window.to}::date and ${inParts(sql`mm.channel_id`, split.channels)} and ${inParts(sql`mm.touchpoint_id`, split.touchpoints)}
      and ${memberAsOf(sql`mm.customer_id`, sql`mm.day`, ctx, split.segment)} and ${result === undefined ? sql`true` : result === 'not_recorded' ? sql`mm.result is null` : sql`mm.result = ${result}`}`
    const page = sql`select mm.* from moments mm where ${which} order by mm.occurred_at desc, mm.interaction_id limit ${MOMENTS_SHOWN} offset ${offset}`
    const total = await tx.execute<{ n: number }>(sql`select count(*)::int as n from moments mm where ${which}`)
    const { rows } = await tx.execute<MomentRow>(sql`
      with page as materialized (${page})
      select m.interaction_id::text as id, ${iso(sql`m.occurred_at`)} as at, c.external_id as customer, c.name, ch.slug as channel, t.slug as touchpoint, m.reason, m.mood, i.impression, m.result, m.result_source, m.advocated, u.unhappy,
        case when u.unhappy then ${iso(firstActAfter(ctx))} end as acted_at, coalesce(e.effects, '[]'::jsonb) as effects
      from page m join interactions i on i.organisation_id = ${org} and i.profile_id = m.profile_id and i.occurred_at = m.occurred_at and i.id = m.interaction_id
      cross join lateral (select coalesce(m.result = 'failed', false) or coalesce(i.impression < 0, false) as unhappy) u
      join customers c on c.organisation_id = ${org} and c.id = m.customer_id left join channels ch on ch.organisation_id = ${org} and ch.id = m.channel_id left join touchpoints t on t.organisation_id = ${org} and t.id = m.touchpoint_id and t.id <> ${NIL_ID}::uuid
      left join (select f.customer_id, f.interaction_id, jsonb_agg(jsonb_build_object('days', f.days, 'effect', f.effect, 'closes', f.closes::text) order by f.days) as effects from ${effectsOf({ ctx, window }, sql`select * from page`)} f group by 1, 2) e on e.customer_id = m.customer_id and e.interaction_id = m.interaction_id
      order by m.occurred_at desc, m.interaction_id`)
    return { total: total.rows[0]?.n ?? 0, rows }
  })
}

/** When we first acted on the moment m of interaction i: what server/reports/care-acts calls an act, asked of one customer. */
function firstActAfter(ctx: OrgCtx): SQL {
  const org = ctx.org.id
  const theirs = (alias: string) => sql`join profiles ap on ap.organisation_id = ${sql.raw(alias)}.organisation_id and ap.id = ${sql.raw(alias)}.profile_id and ap.customer_id = m.customer_id where ${sql.raw(alias)}.organisation_id = ${org}`
  return sql`(select min(a.at) from (
    select n.occurred_at as at from profiles ap join interactions n on n.organisation_id = ap.organisation_id and n.profile_id = ap.id and n.occurred_at > i.occurred_at where ap.organisation_id = ${org} and ap.customer_id = m.customer_id and n.initiative = 'ours'
      and (n.goodwill_amount > 0 or n.issue_id = i.issue_id or ((n.issue_id is null or i.issue_id is null) and n.touchpoint_id = i.touchpoint_id and n.touchpoint_id <> ${NIL_ID}::uuid))
    union all select r.kept_at from promises r ${theirs('r')} and r.kept_at > i.occurred_at and (r.issue_id = i.issue_id or r.interaction_id = i.id)
    union all select s.resolved_at from issues s ${theirs('s')} and s.resolved_at > i.occurred_at and s.id = i.issue_id) a where a.at <= ${nowSql(ctx)})`
}
