import { sql, type SQL } from 'drizzle-orm'
import type { TouchpointClass } from '@/db/vocabulary'
import { kaplanMeier } from '../domain/statistics/kaplan-meier'
import type { Tenure } from '../domain/statistics/risk-set'
import { firstActs } from './care-acts'
import { seenUntil } from './contact-chains'
import { once } from './once'
import { interactionsInView } from './populations'
import { nowSql } from './promise-state'
import type { Asked } from './report'
import { memberAsOf, presentlyIn } from './split'

/** What a touchpoint is held to: an efficient one to time, errors and effort, a moment that matters to its result, its effect and the time until somebody acts. */
export type Held = { id: string; class: TouchpointClass; critical: boolean; /** Its moments are its failures, by its rule. */ failures_only: boolean; target_minutes: number | null; target_failed: number | null; target_left: number | null; target_effort: number | null; target_action_hours: number | null }
export type Effort = { id: string; effort: number; efforts: number; scale: string }
export type Action = { unhappy: number; acted: number; hours: number | null }
type Question = Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split'>
const uuids = (ids: readonly string[]) => sql`${sql.param([...ids])}::uuid[]`

export async function heldTo({ tx, ctx }: Question, ids: readonly string[]): Promise<Map<string, Held>> {
  const found = await tx.execute<Held>(sql`
    select t.id::text as id, t.class, t.critical, coalesce(t.moment_rule ->> 'rule' = 'failed', false) as failures_only, t.target_minutes, d.target_failed, d.target_left, d.target_effort, d.target_action_hours
    from touchpoints t left join touchpoint_details d on d.organisation_id = t.organisation_id and d.touchpoint_id = t.id
    where t.organisation_id = ${ctx.org.id} and t.id = any(${uuids(ids)})`)
  return new Map(found.rows.map((row) => [row.id, row]))
}

const SCALE = sql`case when r.scale_min is null or r.scale_max is null then 'unstated' else (r.scale_min::float8)::text || '–' || (r.scale_max::float8)::text end`

/** Answers to the effort question about these touchpoints (alias r); the condition `effortOf` counts by. */
export const askedOfEffort = ({ ctx, window, split }: Question, ids: readonly string[]): SQL => sql`r.survey = 'ces' and r.touchpoint_id = any(${uuids(ids)}) and r.score is not null
  and r.day >= ${window.from}::date and r.day < ${window.to}::date and ${presentlyIn(sql`p.customer_id`, ctx, split.segment)}`

/** Mean customer effort of efficient touchpoints, on the scale most answers are on: scales are never mixed. */
export async function effortOf(asked: Question, ids: readonly string[]): Promise<Map<string, Effort>> {
  if (ids.length === 0) return new Map()
  const found = await asked.tx.execute<Effort>(sql`
    select distinct on (id) id, effort, efforts, scale from (
      select r.touchpoint_id::text as id, ${SCALE} as scale, avg(r.score)::float8 as effort, count(*)::int as efforts
      from responses r join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id where r.organisation_id = ${asked.ctx.org.id} and ${askedOfEffort(asked, ids)} group by 1, 2) s
    order by id, efforts desc, scale`)
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** Unhappy contacts at these touchpoints, of several on one issue the first (as time-to-action counts them): a subquery. */
export const unhappyAt = (asked: Question, ids: readonly string[]): SQL => once(sql`
  select x.* from (
    select i.id, i.occurred_at, i.issue_id, i.touchpoint_id, coalesce(p.customer_id, p.id) as person, row_number() over (partition by i.touchpoint_id, coalesce(i.issue_id, i.id) order by i.occurred_at, i.id) as nth
    from interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    where i.organisation_id = ${asked.ctx.org.id} and (i.result = 'failed' or i.impression < 0) and i.occurred_at <= ${nowSql(asked.ctx)} and i.touchpoint_id = any(${uuids(ids)})
      and ${interactionsInView({ ...asked, split: { ...asked.split, touchpoints: null } })}) x
  where x.nth = 1`)

/** Median hours from unhappiness to our first act at moments that matter (Kaplan–Meier: those still waiting are included). */
export async function actionOf(asked: Question, ids: readonly string[]): Promise<Map<string, Action>> {
  if (ids.length === 0) return new Map()
  const unhappy = unhappyAt(asked, ids)
  const found = await asked.tx.execute<Tenure & { id: string; count: number }>(sql`
    select u.touchpoint_id::text as id, a.act is not null as event, count(*)::int as count,
      greatest(0, floor(extract(epoch from coalesce(a.act, greatest(u.occurred_at, ${seenUntil(asked)})) - u.occurred_at) / 3600))::int as exit
    from ${unhappy} u left join ${firstActs(asked, unhappy, asked.window.from)} a on a.id = u.id group by 1, 2, 4`)
  return new Map(ids.flatMap((id): [string, Action][] => {
    const waits = found.rows.filter((row) => row.id === id)
    if (waits.length === 0) return []
    const sum = (rows: typeof waits) => rows.reduce((n, { count }) => n + count, 0)
    const hours = kaplanMeier(waits, { minAtRisk: 1 }).rows.find(({ survival }) => survival <= 0.5)?.t ?? null
    return [[id, { unhappy: sum(waits), acted: sum(waits.filter(({ event }) => event)), hours }]]
  }))
}

export type Effects = { id: string; moments: number; left: number; spent_less: number; advocated: number }

/** Each customer's first moment of the window at a touchpoint, where its effect is known by now: a subquery. */
export const firstMoments = ({ ctx, window, split }: Question, ids: readonly string[], channel: SQL): SQL => sql`(
  select * from (
    select distinct on (m.touchpoint_id, m.customer_id) m.touchpoint_id, m.interaction_id, m.effect, m.advocated, m.window_end from moments m
    where m.organisation_id = ${ctx.org.id} and m.touchpoint_id = any(${uuids(ids)}) and m.day >= ${window.from}::date and m.day < ${window.to}::date
      and ${channel} and ${memberAsOf(sql`m.customer_id`, sql`m.day`, ctx, split.segment)}
    order by m.touchpoint_id, m.customer_id, m.occurred_at, m.interaction_id) first
  where window_end <= ${window.today}::date)`
