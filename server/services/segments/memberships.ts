import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { segmentNames, type Definition } from '../../domain/segments/definition'
import type { LocalDay } from '../../domain/time/local-day'
import { assignedSql, type Cut } from '../../queries/segment-assignment'
import { segmentId } from './save'

export type Cutting = { segmentationId: string; definition: Definition; since: LocalDay | null; /** In order. */ cuts: Cut[] }

const SUMS = ['interactions', 'duration_s', 'durations', 'cost', 'costs', 'failed', 'met', 'exceeded', 'strong_negative', 'strong_positive']
const COUNTED = ["i.result = 'failed'", "i.result = 'met'", "i.result = 'exceeded'", 'i.impression = -2', 'i.impression = 2']

/**
 * Writes the memberships of these customers from `since` on (all of them when null) and moves the roll-ups by segment
 * for those whose present segment changes: their rows are taken from the old one and given to the new one, nobody
 * else's are read. The caller holds the organisation's structure alone. Returns how many memberships changed.
 */
export async function writeMemberships(tx: Tx, ctx: OrgCtx, { segmentationId, definition, since, cuts }: Cutting, customers: string[]): Promise<number> {
  const org = sql`${ctx.org.id}::uuid`
  const mine = sql`organisation_id = ${org} and segmentation_id = ${segmentationId}::uuid and customer_id = any(${sql.param(customers)}::uuid[])`
  const days = cuts.map((cut) => cut.day)
  const names = segmentNames(definition)
  const from = sql`${since}::date`
  const sums = sql.raw(SUMS.join(', '))
  const result = await tx.execute<{ changed: number }>(sql`
    with day as (select cut, n::int, lead(cut) over (order by n) as next from unnest(${sql.param(days)}::date[]) with ordinality as d (cut, n)),
    segment as (select * from unnest(${sql.param(names)}::text[], ${sql.param(names.map((name) => segmentId(segmentationId, name)))}::uuid[]) as s (name, segment_id)),
    assigned as (
      select a.customer_id, d.n, d.cut, d.next, s.segment_id from (${assignedSql(ctx.org, definition, cuts, customers)}) a join day d on d.cut = a.cut join segment s on s.name = a.name),
    islands as (
      select *, n - row_number() over (partition by customer_id, segment_id order by n) as island from assigned),
    fresh as materialized (
      select customer_id, segment_id, min(cut) as from_day, case when bool_or(next is null) then null else max(next) end as to_day from islands group by customer_id, segment_id, island),
    -- Who stays in the same segment across the day a definition changed keeps one membership.
    carried as materialized (
      select f.customer_id, m.from_day as began, f.from_day, f.to_day from fresh f
      join memberships m on m.organisation_id = ${org} and m.segmentation_id = ${segmentationId}::uuid and m.customer_id = f.customer_id and m.segment_id = f.segment_id
        and m.from_day < ${from} and (m.to_day is null or m.to_day >= ${from}) where f.from_day = ${from}),
    written as (select * from fresh f where not exists (select 1 from carried c where c.customer_id = f.customer_id and c.from_day = f.from_day)),
    moved as (
      select coalesce(o.customer_id, f.customer_id) as customer_id, o.segment_id as old, f.segment_id as new
      from (select customer_id, segment_id from memberships where ${mine} and to_day is null) o
      full join (select customer_id, segment_id from fresh where to_day is null) f on f.customer_id = o.customer_id
      where o.segment_id is distinct from f.segment_id),
    signed as (
      select customer_id, old as segment_id, -1 as sign from moved where old is not null union all select customer_id, new, 1 from moved where new is not null),
    rolled as (
      insert into rollup_segment_daily as r (organisation_id, segmentation_id, segment_id, day, channel_id, touchpoint_id, form, direction, ${sums})
      select ${org}, ${segmentationId}::uuid, s.segment_id, i.day, i.channel_id, i.touchpoint_id, i.form, i.direction,
        sum(sign), coalesce(sum(sign * i.duration_s), 0), sum(sign * (i.duration_s is not null)::int), coalesce(sum(sign * i.cost), 0), sum(sign * (i.cost is not null)::int),
        ${COUNTED.map((condition) => sql.raw(`sum(sign * coalesce(${condition}, false)::int)`)).reduce((a, b) => sql`${a}, ${b}`)}
      from signed s join profiles p on p.organisation_id = ${org} and p.customer_id = s.customer_id
      join interactions i on i.organisation_id = p.organisation_id and i.profile_id = p.id group by 1, 2, 3, 4, 5, 6, 7, 8
      order by 3, 4, 5, 6, 7, 8
      on conflict (organisation_id, segmentation_id, segment_id, day, channel_id, touchpoint_id, form, direction)
      do update set ${sql.raw(SUMS.map((sum) => `${sum} = r.${sum} + excluded.${sum}`).join(', '))}
      returning 1),
    gone as (
      delete from memberships m where ${mine} and (${from} is null or m.from_day >= ${from})
        and not exists (select 1 from written f where f.customer_id = m.customer_id and f.from_day = m.from_day) returning 1),
    ended as (
      update memberships m set to_day = ${from} where ${mine} and m.from_day < ${from} and (m.to_day is null or m.to_day > ${from})
        and not exists (select 1 from carried c where c.customer_id = m.customer_id and c.began = m.from_day) returning 1),
    stretched as (
      update memberships m set to_day = c.to_day from carried c where m.organisation_id = ${org} and m.segmentation_id = ${segmentationId}::uuid and m.customer_id = c.customer_id and m.from_day = c.began and m.to_day is distinct from c.to_day returning 1),
    kept as (
      insert into memberships as m (organisation_id, customer_id, segmentation_id, segment_id, from_day, to_day)
      select ${org}, customer_id, ${segmentationId}::uuid, segment_id, from_day, to_day from written order by customer_id, from_day
      on conflict (organisation_id, customer_id, segmentation_id, from_day) do update set segment_id = excluded.segment_id, to_day = excluded.to_day
      where (m.segment_id, m.to_day) is distinct from (excluded.segment_id, excluded.to_day) returning 1)
    select ((select count(*) from gone) + (select count(*) from ended) + (select count(*) from stretched) + (select count(*) from kept) + 0 * (select count(*) from rolled))::int as changed`)
  return result.rows[0]?.changed ?? 0
}
