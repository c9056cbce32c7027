import { sql, type SQL } from 'drizzle-orm'
import type { PlanInterval, ResultRow } from '@/db/vocabulary'
import { periodOf } from './contact-chains'
import type { Asked } from './report'
import { inParts, memberAsOf, saysOfItself } from './split'

export const COUNTS = ['moments', 'pending', 'left', 'spent_less', 'stayed', 'not_measurable', 'advocated', 'index_moments', 'closed', 'index_left', 'comparable', 'index_spent_less'] as const
export type Counts = Record<(typeof COUNTS)[number], number>
export type Question = Asked<{ result?: ResultRow | undefined }>
type Row = Counts & { period: string; touchpoint: string; result: ResultRow }

const EFFECT = sql`case when m.window_end > today.day then 'pending' else m.effect end`

/** The effect of a moment (alias m) as of today; who left early waits for the window too. */
export const effect = ({ window }: Pick<Question, 'window'>): SQL => sql`case when m.window_end > ${window.today}::date then 'pending' else m.effect end`

/** Moments, or their roll-up (alias m), of the window under the one filter that both know. */
const inCells = ({ window, split }: Pick<Question, 'window' | 'split'>): SQL => sql`m.day >= ${window.from}::date and m.day < ${window.to}::date
  and ${inParts(sql`m.touchpoint_id`, split.touchpoints)}`

/** Moments (alias m) of the window under every filter but the result's; the segment is the one of the moment's day. */
export const inView = (asked: Pick<Question, 'ctx' | 'window' | 'split'>): SQL => sql`${inCells(asked)} and ${inParts(sql`m.channel_id`, asked.split.channels)} and ${memberAsOf(sql`m.customer_id`, sql`m.day`, asked.ctx, asked.split.segment)} and ${ownWords(asked)}`

/** Moments (alias m) whose interaction has the filter's value of a dimension; true when no filter is set. */
const ownWords = ({ ctx, split }: Pick<Question, 'ctx' | 'split'>): SQL => (split.attribute === null ? sql`true`
  : sql`exists (select 1 from interactions oi where oi.organisation_id = m.organisation_id and oi.profile_id = m.profile_id and oi.occurred_at = m.occurred_at and oi.id = m.interaction_id and ${saysOfItself(sql`oi`, ctx, split.attribute)})`)

/** Whether the roll-up cannot tell: it knows neither channels nor whose the moments were. */
const beyondCells = ({ split }: Pick<Question, 'split'>) => split.segment !== null || split.channels !== null || split.attribute !== null

/** Days of the window and how many closed moments each had. */
export const closedDays = (asked: Pick<Question, 'ctx' | 'window' | 'split'>): SQL => beyondCells(asked)
  ? sql`select m.day, count(*) as n from moments m where m.organisation_id = ${asked.ctx.org.id} and m.window_end <= ${asked.window.today}::date and ${inView(asked)} group by 1`
  : sql`select m.day, sum(m.moments) as n from rollup_moments m where m.organisation_id = ${asked.ctx.org.id} and m.window_end <= ${asked.window.today}::date and ${inCells(asked)} group by 1 having sum(m.moments) > 0`

const OF_ALL = sql.join((['pending', 'left', 'spent_less', 'stayed', 'not_measurable'] as const).map((word) => sql`coalesce(sum(n) filter (where effect = ${word}), 0)::int as ${sql.raw(word)}`), sql`, `)
const OF_FIRST = sql`count(*)::int as index_moments, count(*) filter (where effect <> 'pending')::int as closed, count(*) filter (where effect = 'left')::int as index_left,
  count(*) filter (where effect in ('spent_less', 'stayed'))::int as comparable, count(*) filter (where effect = 'spent_less')::int as index_spent_less`

/**
 * Counts per touchpoint id (or `total`) and result, by the key “id result”; with an interval, those of each period, by its first day. All moments come from their roll-up, unless a channel, a dimension, or a
 * segment as of the moment's day, is asked for. Each customer's first moment has to be looked for: among the window's moments, or, where
 * these are many and the customers few, by one look into the index for each customer, touchpoint and result. So the
 * cost grows with the window's moments only until every customer has some, not with history.
 */
export async function countMoments(asked: Question): Promise<Map<string, Counts>> {
  return (await countMomentsBy(asked, null)).get('') ?? new Map<string, Counts>()
}

/** The same of each period of the window; '' is the whole window, where no interval is given. */
export async function countMomentsBy(asked: Question, interval: PlanInterval | null): Promise<Map<string, Map<string, Counts>>> {
  const { ctx: { org }, tx, window } = asked
  const period = interval ? periodOf(interval, sql`m.day`) : sql`''::text`
  const source = beyondCells(asked)
    ? sql`select ${period} as period, m.touchpoint_id, coalesce(m.result, 'not_recorded') as result, m.advocated, ${EFFECT} as effect, 1 as n from moments m, today where m.organisation_id = ${org.id} and ${inView(asked)}`
    : sql`select ${period} as period, m.touchpoint_id, m.result, m.advocated, ${EFFECT} as effect, m.moments as n from rollup_moments m, today where m.organisation_id = ${org.id} and ${inCells(asked)}`
  const all = await tx.execute<Row>(sql`
    with today as (select ${window.today}::date as day), m as materialized (${source})
    select period, coalesce(touchpoint_id::text, 'total') as touchpoint, result, sum(n)::int as moments, coalesce(sum(n) filter (where advocated), 0)::int as advocated, ${OF_ALL}
    from m group by grouping sets ((period, result), (period, touchpoint_id, result)) having sum(n) > 0`)
  const cells = all.rows.filter(({ touchpoint }) => touchpoint !== 'total')
  const moments = cells.reduce((sum, row) => sum + row.moments, 0)
  const firsts = interval === null && await few(asked, moments, cells.length) ? probed(asked, cells) : scanned(asked, period)
  const first = await tx.execute<Row>(sql`
    with today as (select ${window.today}::date as day), m as materialized (${firsts})
    select period, 'total' as touchpoint, result, ${OF_FIRST} from (
      select distinct on (period, customer_id, result) period, result, effect from m order by period, customer_id, result, occurred_at, interaction_id) of_any group by period, result
    union all select period, touchpoint_id::text, result, ${OF_FIRST} from m group by period, touchpoint_id, result`)
  const none = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts
  const found = new Map<string, Map<string, Counts>>()
  for (const { period: of, touchpoint, result, ...counts } of [...all.rows, ...first.rows]) {
    const cellsOf = found.get(of) ?? new Map<string, Counts>()
    found.set(of, cellsOf.set(`${touchpoint} ${result}`, { ...none, ...cellsOf.get(`${touchpoint} ${result}`), ...counts }))
  }
  return found
}

/** A look costs about as much as reading two moments and ranking them. */
const LOOK = 2

/** Whether looking for every customer's first is less work than reading the window's moments. */
async function few(asked: Question, moments: number, cells: number): Promise<boolean> {
  const { ctx: { org }, tx } = asked
  const most = Math.floor(moments / (LOOK * Math.max(cells, 1)))
  if (beyondCells(asked) || most < 1) return false
  const found = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (select 1 from customers where organisation_id = ${org.id} limit ${most + 1}) found`)
  return (found.rows[0]?.n ?? 0) <= most
}

/** Each customer's first moment (of each period) at each touchpoint with each result, found by reading all of the window. */
const scanned = (asked: Question, period: SQL): SQL => sql`
  select distinct on (period, m.customer_id, m.touchpoint_id, m.result) ${period} as period, m.customer_id, m.interaction_id, m.occurred_at, m.touchpoint_id, coalesce(m.result, 'not_recorded') as result, ${EFFECT} as effect
  from moments m, today where m.organisation_id = ${asked.ctx.org.id} and ${inView(asked)} order by period, m.customer_id, m.touchpoint_id, m.result, m.occurred_at, m.interaction_id`

/** The same, by one look into the index each. */
function probed({ ctx: { org }, window }: Question, cells: readonly Row[]): SQL {
  const look = (result: SQL, of: readonly Row[]) => sql`
    select ''::text as period, m.customer_id, m.interaction_id, m.occurred_at, cell.touchpoint_id, cell.result, ${EFFECT} as effect
    from today, customers c cross join (values ${sql.join(of.map((cell) => sql`(${cell.touchpoint}::uuid, ${cell.result}::text)`), sql`, `)}) cell (touchpoint_id, result)
    cross join lateral (select m.* from moments m where m.organisation_id = ${org.id} and m.touchpoint_id = cell.touchpoint_id and ${result} and m.customer_id = c.id
      and m.day >= ${window.from}::date and m.day < ${window.to}::date order by m.day, m.occurred_at, m.interaction_id limit 1) m
    where c.organisation_id = ${org.id}`
  const [told, untold] = [cells.filter((c) => c.result !== 'not_recorded'), cells.filter((c) => c.result === 'not_recorded')]
  const looks = [...(told.length > 0 ? [look(sql`m.result = cell.result`, told)] : []), ...(untold.length > 0 ? [look(sql`m.result is null`, untold)] : [])]
  return sql.join(looks, sql` union all `)
}
