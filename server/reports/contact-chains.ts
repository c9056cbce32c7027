import { sql, type SQL } from 'drizzle-orm'
import { NIL_ID, type PlanInterval } from '@/db/vocabulary'
import { inNaturalOrder } from '../domain/natural'
import { addDays, daysBetween } from '../domain/time/local-day'
import { attributeValue, interactionsInView } from './populations'
import { nowSql } from './promise-state'
import type { Asked } from './report'
import { once } from './once'

/** How long silence must last before an issue counts as settled in one contact (METRICS §3). */
export const SILENT_DAYS = 7
export const silence = sql`interval '1 day' * ${SILENT_DAYS}::int`

type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>

/** The instant up to which anything could be seen to follow: now, or the end of the newest day where the data ended more than a week ago. */
export function seenUntil({ ctx, window: { newest, today } }: Pick<View, 'ctx' | 'window'>): SQL {
  if (newest === null || daysBetween(newest, today) <= SILENT_DAYS) return nowSql(ctx)
  return sql`(${addDays(newest, 1)}::date::timestamp at time zone ${ctx.org.timezone}::text)`
}

/**
 * Every contact so far (a subquery with the columns of interactions), with what came before and after it: `issue_nth`,
 * `issue_next` on its issue; `here_last`, `here_next` by the same person at the same touchpoint on any channel. All of
 * history is put in order by its keys alone; whole records are read only for the days that are asked about.
 */
export const contacts = ({ ctx }: Pick<View, 'ctx'>): SQL => sql`(
  select x.*, w.person, w.issue_nth, w.issue_next, w.here_last, w.here_next from ${once(sql`
    select x.id, coalesce(xp.customer_id, x.profile_id) as person,
      row_number() over issue as issue_nth, lead(x.occurred_at) over issue as issue_next, lag(x.occurred_at) over here as here_last, lead(x.occurred_at) over here as here_next
    from interactions x join profiles xp on xp.organisation_id = x.organisation_id and xp.id = x.profile_id
    where x.organisation_id = ${ctx.org.id} and x.direction = 'contact' and x.occurred_at <= ${nowSql(ctx)}
    window issue as (partition by x.issue_id order by x.occurred_at, x.id), here as (partition by coalesce(xp.customer_id, x.profile_id), x.touchpoint_id order by x.occurred_at, x.id)`)} w
  join interactions x on x.organisation_id = ${ctx.org.id} and x.id = w.id and x.direction = 'contact')`

/** A contact (alias x) without an issue, at a touchpoint, so that what it belongs to can be inferred. */
export const inferable = sql`x.issue_id is null and x.touchpoint_id <> ${NIL_ID}::uuid`

/**
 * Counts interactions of a relation (columns of interactions and more) under every filter, for the whole and for each
 * part of the split: `columns` are aggregates over its columns, without alias. The whole comes first, parts in their order.
 * Whole and parts are counted in one pass, which reads of each record only what is counted.
 */
export async function countedByPart<C extends string>(asked: View & Pick<Asked<unknown>, 'tx' | 'note'>, relation: SQL, columns: Record<C, SQL>, extra?: { name: string; expression: SQL }): Promise<({ key: string; label: string; extra: string } & Record<C, number>)[]> {
  const { tx, split: { by } } = asked
  const key = by.kind === 'channel' ? sql`i.channel_id::text` : by.kind === 'touchpoint' ? sql`i.touchpoint_id::text` : by.kind === 'attribute' ? attributeValue(by.name) : by.kind === 'segmentation' ? sql`ms.segment_id::text` : sql`null::text`
  const join = by.kind === 'segmentation' ? sql`left join memberships ms on ms.organisation_id = p.organisation_id and ms.customer_id = p.customer_id and ms.segmentation_id = ${by.segmentation.id} and ms.to_day is null` : sql``
  const list = sql.join(Object.entries<SQL>(columns).map(([name, expression]) => sql`${expression} as ${sql.raw(name)}`), sql`, `)
  const also = extra?.expression ?? sql`''::text`
  const found = await tx.execute<{ key: string; extra: string } & Record<C, number>>(sql`
    select case when grouping(v.part) = 1 then 'total' else v.part end as key, v.extra_key as extra, ${list} from (
      select v.*, ${also} as extra_key from (
        select i.*, ${key} as part from ${relation} i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
        left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id ${join} where ${interactionsInView(asked)}) v) v
    group by grouping sets ((v.extra_key), (v.part, v.extra_key)) having grouping(v.part) = 1 or v.part is not null`)
  if (by.kind === 'segmentation') asked.note(`Customers are grouped by their present ${by.segmentation.name}.`)
  if (by.kind === 'attribute') asked.note(`Customers without a ${by.name} are in the total only.`)
  const parts = by.kind === 'none' || by.kind === 'attribute' ? null : new Map(by.parts.map((part, rank) => [part.id ?? '', { ...part, rank }]))
  const rows = found.rows.map((row) => {
    const part = parts?.get(row.key)
    return { ...row, key: part?.key ?? row.key, label: row.key === 'total' ? 'Total' : (part?.label ?? row.key), rank: row.key === 'total' ? -1 : (part?.rank ?? 0) }
  })
  return rows.toSorted((a, b) => a.rank - b.rank || inNaturalOrder(a.key, b.key) || a.extra.localeCompare(b.extra)).map(({ rank: _rank, ...row }) => row as unknown as { key: string; label: string; extra: string } & Record<C, number>)
}

/** The period a day (as SQL) falls in, as text. */
export const periodOf = (interval: PlanInterval, day: SQL): SQL => sql`to_char(date_trunc(${interval}::text, ${day}::timestamp), 'YYYY-MM-DD')`

export const countIf = (condition: SQL): SQL => sql`count(*) filter (where ${condition})::int`
