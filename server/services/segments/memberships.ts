import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { DAILY_SUMS } from '@/db/schema'
import type { OrgCtx } from '../../context'
import { segmentNames, type Definition } from '../../domain/segments/definition'
import type { LocalDay } from '../../domain/time/local-day'
import { amongSql, type Among } from '../../queries/among'
import { assignedSql, type Cut } from '../../queries/segment-assignment'
import { segmentId } from './save'

export type Cutting = { segmentationId: string; definition: Definition; since: LocalDay | null; /** In order. */ cuts: Cut[] }

const COUNTED = ["i.result = 'failed'", "i.result = 'met'", "i.result = 'exceeded'", 'i.impression = -2', 'i.impression = 2']

/**
 * SQL for a list of common table expressions about some customers: `put`, memberships to write, and `gone`, those that
 * stand and are not wanted so; both (customer_id, segment_id, from_day, to_day). Neither is joined with anything: whole
 * sets are compared, so that its cost does not hang on what the planner knows of the tables.
 */
function differences(ctx: OrgCtx, { segmentationId, definition, since, cuts }: Cutting, customers: Among): SQL {
  const names = segmentNames(definition)
  const from = sql`${since}::date`
  return sql`
    day as (select cut, n::int, lead(cut) over (order by n) as next from unnest(${sql.param(cuts.map((cut) => cut.day))}::date[]) with ordinality as d (cut, n)),
    segment as (select * from unnest(${sql.param(names)}::text[], ${sql.param(names.map((name) => segmentId(segmentationId, name)))}::uuid[]) as s (name, segment_id)),
    assigned as (
      select a.customer_id, d.n, d.cut, d.next, s.segment_id from (${assignedSql(ctx.org, definition, cuts, customers)}) a join day d on d.cut = a.cut join segment s on s.name = a.name),
    islands as (
      select *, n - row_number() over (partition by customer_id, segment_id order by n) as island from assigned),
    fresh as (
      select customer_id, segment_id, min(cut) as from_day, case when bool_or(next is null) then null else max(next) end as to_day from islands group by customer_id, segment_id, island),
    old as materialized (
      select customer_id, segment_id, from_day, to_day from memberships where organisation_id = ${ctx.org.id}::uuid and segmentation_id = ${segmentationId}::uuid and ${amongSql(customers, sql`customer_id`)}
        and (${from} is null or to_day is null or to_day >= ${from})),
    -- What stands from before the definition, up to its day, then what is fresh.
    standing as (
      select customer_id, segment_id, from_day, least(to_day, ${from}) as to_day from old where from_day < ${from} union all select customer_id, segment_id, from_day, to_day from fresh),
    beside as (
      select *, (from_day = ${from} and lag(segment_id) over w = segment_id and lag(to_day) over w = ${from}) is true as carried,
        (to_day = ${from} and from_day < ${from} and lead(segment_id) over w = segment_id and lead(from_day) over w = ${from}) is true as carries, lead(to_day) over w as until
      from standing window w as (partition by customer_id order by from_day)),
    -- Who stays in the same segment across the day a definition changed keeps one membership.
    wanted as (select customer_id, segment_id, from_day, case when carries then until else to_day end as to_day from beside where not carried),
    put as materialized (select * from wanted except select * from old),
    gone as materialized (select * from old except select * from wanted)`
}

/** Those of some customers whose memberships are not what the cuts say. */
export async function misplaced(tx: Tx, ctx: OrgCtx, cutting: Cutting, customers: Among): Promise<string[]> {
  const found = await tx.execute<{ id: string }>(sql`
    with ${differences(ctx, cutting, customers)} select customer_id::text as id from put union select customer_id::text from gone order by 1`)
  return found.rows.map(({ id }) => id)
}

/**
 * Writes the memberships of these customers from `since` on (all of them when null) and moves the roll-ups by segment
 * for those whose present segment changes: their rows are taken from the old one and given to the new one, nobody
 * else's are read. The caller holds the organisation's structure alone. Returns how many memberships changed.
 */
export const writeMemberships = (tx: Tx, ctx: OrgCtx, cutting: Cutting, customers: string[]): Promise<number> => moveMemberships(tx, ctx, cutting.segmentationId, differences(ctx, cutting, customers))

/** The same for any list of common table expressions that ends in `put` and `gone` (customer_id, segment_id, from_day, to_day). */
export async function moveMemberships(tx: Tx, ctx: OrgCtx, segmentationId: string, putAndGone: SQL): Promise<number> {
  const org = sql`${ctx.org.id}::uuid`
  const segmentation = sql`${segmentationId}::uuid`
  const sums = sql.raw(DAILY_SUMS.join(', '))
  const result = await tx.execute<{ changed: number }>(sql`
    with ${putAndGone},
    signed as materialized (
      select customer_id, segment_id, sum(sign)::int as sign from (
        select customer_id, segment_id, -1 as sign from gone where to_day is null union all select customer_id, segment_id, 1 from put where to_day is null) x group by 1, 2 having sum(sign) <> 0),
    rolled as (
      insert into rollup_segment_daily as r (organisation_id, segmentation_id, segment_id, day, channel_id, touchpoint_id, form, direction, ${sums})
      select ${org}, ${segmentation}, s.segment_id, i.day, i.channel_id, i.touchpoint_id, i.form, i.direction,
        sum(sign), coalesce(sum(sign * i.duration_s), 0), sum(sign * (i.duration_s is not null)::int), coalesce(sum(sign * i.cost), 0), sum(sign * (i.cost is not null)::int),
        ${COUNTED.map((condition) => sql.raw(`sum(sign * coalesce(${condition}, false)::int)`)).reduce((a, b) => sql`${a}, ${b}`)}
      from signed s join profiles p on p.organisation_id = ${org} and p.customer_id = s.customer_id
      join interactions i on i.organisation_id = p.organisation_id and i.profile_id = p.id group by 1, 2, 3, 4, 5, 6, 7, 8
      order by 3, 4, 5, 6, 7, 8
      on conflict (organisation_id, segmentation_id, segment_id, day, channel_id, touchpoint_id, form, direction)
      do update set ${sql.raw(DAILY_SUMS.map((sum) => `${sum} = r.${sum} + excluded.${sum}`).join(', '))}),
    leaving as (select customer_id, from_day from gone except select customer_id, from_day from put),
    taken as (
      delete from memberships m using leaving l where m.organisation_id = ${org} and m.segmentation_id = ${segmentation} and m.customer_id = l.customer_id and m.from_day = l.from_day returning 1),
    kept as (
      insert into memberships as m (organisation_id, customer_id, segmentation_id, segment_id, from_day, to_day)
      select ${org}, customer_id, ${segmentation}, segment_id, from_day, to_day from put order by customer_id, from_day
      on conflict (organisation_id, customer_id, segmentation_id, from_day) do update set segment_id = excluded.segment_id, to_day = excluded.to_day returning 1)
    select ((select count(*) from taken) + (select count(*) from kept))::int as changed`)
  return result.rows[0]?.changed ?? 0
}
