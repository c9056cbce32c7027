import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { NIL_ID } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { toMajor } from '../domain/money'
import { addDays } from '../domain/time/local-day'
import { nowSql } from '../reports/promise-state'
import type { UnhappyInput } from '../schemas/recovery'
import { presentSpell, statusOf, twelveMonths, valueOf } from './customers'

/** Whoever has been waiting longer is history, and in the reports. */
export const UNHAPPY_DAYS = 60
/** The newest so many moments and promises are looked at: a desk is for those who can still be helped. */
const LOOKED_AT = 20_000
const REASONS = 3

export type UnhappyReason = { kind: 'failed' | 'very_bad' | 'promise'; at: string; channel: string | null; touchpoint: string | null; text: string | null }
/** Money in major units of the organisation's currency. */
export type Unhappy = {
  customer: string; name: string | null; email: string | null; tier: string | null; left: boolean
  since: string; times: number; reasons: UnhappyReason[]
  value: number; value_basis: 'predicted' | 'historic'
  taken: { case: string; by: string; mine: boolean; at: string } | null
}
export type UnhappyList = { rows: Unhappy[]; waiting: number; /** How many of them wait for each reason; who waits for several is counted under each. */ by_reason: Record<UnhappyReason['kind'], number>; at_stake: number; unowned: number; days: number }

type Found = Omit<Unhappy, 'value' | 'reasons' | 'taken'> & { value: number; reasons: UnhappyReason[]; case_id: string | null; taken_by: string | null; taken_mine: boolean | null; taken_at: string | null; waiting: number; by_reason: UnhappyList['by_reason']; at_stake: number; unowned: number }

const iso = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/**
 * Customers with a failed moment, a very bad impression or a broken promise in the last weeks about which nobody has
 * done anything since, the most at stake or the longest waiting first. Value at stake is the predicted value where there
 * is one, else what they brought in twelve months.
 */
export function unhappyNow(ctx: OrgCtx, { order, offset, limit }: UnhappyInput): Promise<UnhappyList> {
  return reading(ctx, async (tx) => {
    const rows = await unhappyRows(tx, ctx, { by: order === 'value' ? sql`value desc, since, u.person` : sql`since, value desc, u.person`, offset, limit })
    const [first] = rows
    const major = (minor: number) => toMajor(Math.round(minor), ctx.org.currency)
    return {
      days: UNHAPPY_DAYS, waiting: first?.waiting ?? 0, by_reason: first?.by_reason ?? { failed: 0, very_bad: 0, promise: 0 }, at_stake: major(first?.at_stake ?? 0), unowned: first?.unowned ?? 0,
      rows: rows.map(({ waiting: _w, by_reason: _b, at_stake: _a, unowned: _u, case_id: of, taken_by: by, taken_mine: mine, taken_at: at, ...row }) => ({
        ...row, value: major(row.value), reasons: row.reasons.slice(0, REASONS), taken: of && by && at ? { case: of, by, mine: mine ?? false, at } : null,
      })),
    }
  })
}

async function unhappyRows(tx: Tx, ctx: OrgCtx, { by, offset, limit }: { by: SQL; offset: number; limit: number }): Promise<Found[]> {
  const org = ctx.org.id
  const months = await twelveMonths(tx, ctx)
  return (await tx.execute<Found>(sql`
    with ${waitingPeople(ctx, months)}
    select n.external_id as customer, n.name, n.email, g.name as tier, ${statusOf(months.today)} in ('left', 'lapsed') as left, ${iso(sql`u.since`)} as since, u.times, u.reasons, u.value, u.value_basis, u.case_id, u.taken_by, u.taken_mine, u.taken_at, a.waiting, a.by_reason, a.at_stake, a.unowned
    from (select * from valued u order by ${by} limit ${limit} offset ${offset}) u
    cross join (select count(*)::int as waiting, jsonb_build_object('failed', count(*) filter (where 'failed' = any(kinds)), 'very_bad', count(*) filter (where 'very_bad' = any(kinds)), 'promise', count(*) filter (where 'promise' = any(kinds))) as by_reason, coalesce(sum(value), 0)::float8 as at_stake, count(*) filter (where case_id is null)::int as unowned from valued) a
    join customers n on n.organisation_id = ${org} and n.id = u.person ${presentSpell(ctx, sql`u.person`, months.today)}
    left join lateral (
      select sg.name from segmentations sn join memberships ms on ms.organisation_id = sn.organisation_id and ms.segmentation_id = sn.id and ms.customer_id = u.person and ms.to_day is null
      join segments sg on sg.organisation_id = sn.organisation_id and sg.segmentation_id = sn.id and sg.id = ms.segment_id where sn.organisation_id = ${org} and sn.slug = 'value' limit 1) g on true
    order by ${by}`)).rows
}

type Months = Awaited<ReturnType<typeof twelveMonths>>

/**
 * Common table expressions, the last of them `valued`: one row per customer who waits (person), since when, how often and
 * for what, of which kinds, what is at stake in minor units, and the case that somebody has open. The desk and the report
 * `unhappy-now` both ask it, so that a figure and the list below it are the same customers.
 */
export function waitingPeople(ctx: OrgCtx, months: Months): SQL {
  const org = ctx.org.id
  return sql`waiting as materialized (${waitingSql(ctx, months.today, null)}),
    person as (
      select w.person, min(w.occurred_at) as since, count(*)::int as times, array_agg(distinct w.kind) as kinds, jsonb_agg(jsonb_build_object('kind', w.kind, 'at', ${iso(sql`w.occurred_at`)}, 'channel', c.slug, 'touchpoint', t.slug, 'text', w.text) order by w.occurred_at desc, w.id) as reasons
      from waiting w left join channels c on c.organisation_id = ${org} and c.id = w.channel_id left join touchpoints t on t.organisation_id = ${org} and t.id = w.touchpoint_id group by 1),
    valued as materialized (
      select u.*, greatest(coalesce(p.clv::float8, ${valueOf(ctx, sql`u.person`, months)}), 0) as value, case when p.customer_id is null then 'historic' else 'predicted' end as value_basis, k.id as case_id, k.taken_by_label as taken_by, k.taken_by = ${ctx.actor.id} as taken_mine, ${iso(sql`k.taken_at`)} as taken_at
      from person u left join customer_predictions p on p.organisation_id = ${org} and p.customer_id = u.person
      left join lateral (select k.* from recovery_cases k join profiles kp on kp.organisation_id = k.organisation_id and kp.id = k.profile_id where k.organisation_id = ${org} and kp.customer_id = u.person and k.closed_at is null order by k.taken_at desc limit 1) k on true)`
}

/** What nobody has acted on: id, person, occurred_at, issue_id, touchpoint_id, channel_id, kind, text. `only`: of one customer. */
export function waitingSql(ctx: OrgCtx, today: string, only: string | null): SQL {
  const org = ctx.org.id
  const from = sql`${addDays(today, -UNHAPPY_DAYS)}::date`
  const whose = (column: SQL) => (only === null ? sql`true` : sql`${column} = ${only}::uuid`)
  const unhappy = sql`(
    select i.id, m.customer_id as person, i.occurred_at, i.issue_id, i.touchpoint_id, i.channel_id, case when m.result = 'failed' then 'failed' else 'very_bad' end as kind, i.summary as text
    from (select * from moments m where m.organisation_id = ${org} and m.day >= ${from} and ${whose(sql`m.customer_id`)} order by m.day desc limit ${LOOKED_AT}) m
    join interactions i on i.organisation_id = m.organisation_id and i.profile_id = m.profile_id and i.occurred_at = m.occurred_at and i.id = m.interaction_id
    where (m.result = 'failed' or i.impression = -2) and i.occurred_at <= ${nowSql(ctx)}
    union all
    select pr.id, pp.customer_id, pr.due_at, pr.issue_id, coalesce(pi.touchpoint_id, ${NIL_ID}::uuid), pi.channel_id, 'promise', pr.text
    from (select * from promises pr where pr.organisation_id = ${org} and pr.due_at < ${nowSql(ctx)} and pr.due_at >= ${from} and pr.kept_at is null and (pr.withdrawn_at is null or pr.withdrawn_by is distinct from 'customer') order by pr.due_at desc limit ${LOOKED_AT}) pr
    join profiles pp on pp.organisation_id = pr.organisation_id and pp.id = pr.profile_id and pp.customer_id is not null and ${whose(sql`pp.customer_id`)}
    left join interactions pi on pi.organisation_id = pr.organisation_id and pi.profile_id = pr.profile_id and pi.id = pr.interaction_id)`
  return sql`select u.* from ${unhappy} u where not (${acted(ctx)})`
}

/**
 * Whether somebody has acted on an unhappiness (alias u) since: what the reports on care call an act
 * (server/reports/care-acts), asked one by one, because a desk looks at a few weeks and they at all of history. A promise
 * that was not kept is still owed when its issue is closed, or another promise was kept: for it only reaching out is an act.
 */
function acted(ctx: OrgCtx): SQL {
  const org = ctx.org.id
  const theirs = (alias: string) => sql`join profiles ap on ap.organisation_id = ${sql.raw(alias)}.organisation_id and ap.id = ${sql.raw(alias)}.profile_id and ap.customer_id = u.person where ${sql.raw(alias)}.organisation_id = ${org}`
  const since = (column: SQL) => sql`${column} > u.occurred_at and ${column} <= ${nowSql(ctx)}`
  return sql`exists (
      select 1 from profiles ap join interactions n on n.organisation_id = ap.organisation_id and n.profile_id = ap.id and ${since(sql`n.occurred_at`)}
      where ap.organisation_id = ${org} and ap.customer_id = u.person and n.initiative = 'ours'
        and (n.goodwill_amount > 0 or n.issue_id = u.issue_id or ((n.issue_id is null or u.issue_id is null) and n.touchpoint_id = u.touchpoint_id and n.touchpoint_id <> ${NIL_ID}::uuid)))
    or u.kind <> 'promise' and exists (select 1 from promises r ${theirs('r')} and ${since(sql`r.kept_at`)} and (r.issue_id = u.issue_id or r.interaction_id = u.id))
    or u.kind <> 'promise' and exists (select 1 from issues s ${theirs('s')} and s.id = u.issue_id and ${since(sql`s.resolved_at`)})
    or exists (select 1 from recovery_acts ra ${theirs('ra')} and ${since(sql`ra.at`)})`
}
