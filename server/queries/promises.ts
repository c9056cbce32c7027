import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { toMajor } from '../domain/money'
import type { LocalDay } from '../domain/time/local-day'
import { isOwn, nowSql, promiseState, type PromiseState } from '../reports/promise-state'
import type { ListPromisesInput, PromiseView } from '../schemas/promises'
import { presentSpell, statusOf, twelveMonths, valueOf } from './customers'
import { recordViews, type RecordView } from './record-view'

export type PromiseRow = { id: string; source: string; customer: string; customer_name: string | null; tier: string | null; /** What the customer is predicted to bring over a year, or brought in twelve months; major units. */ value: number; value_basis: 'predicted' | 'historic'; text: string | null; made_at: string; due_at: string; done_at: string | null; state: PromiseState; owner: string | null; team: string | null; issue: string | null; /** Local day on which the customer left or lapsed; null while they are one. */ left: string | null }
/** `to_left`: how many of the open ones were made to somebody who has left; `teams`: whose they are. Both only of what is open, whoever and whichever team is chosen. */
export type PromiseList = { total: number; to_left: number; teams: string[]; rows: PromiseRow[] }

const STATES: Record<PromiseView, PromiseState[]> = { open: ['overdue', 'due_today', 'due_later'], overdue: ['overdue'], due_today: ['due_today'], due_later: ['due_later'], done: ['kept', 'kept_late', 'withdrawn_by_us', 'withdrawn_by_customer'] }

const iso = (at: SQL) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/**
 * Promises of a view. By the clock: what is due today, then what is overdue (the newest first: it can still be mended),
 * then the rest; done ones the newest first. By value: the customers with most at stake first, each one's by the clock.
 * Times are ISO 8601.
 */
export function listPromises(ctx: OrgCtx, asked: ListPromisesInput): Promise<PromiseList> {
  return reading(ctx, async (tx) => {
    const months = await twelveMonths(tx, ctx)
    const org = ctx.org.id
    const chosen = sql`${those(ctx, asked)} and ${asked.team === undefined ? sql`true` : sql`pr.team = ${asked.team}`} and ${madeTo(ctx, asked.to, months.today)}`
    const all = sql`from promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id and p.customer_id is not null where pr.organisation_id = ${org}`
    const listed = sql`${all} and ${chosen}`
    const total = await tx.execute<{ n: number }>(sql`select count(*)::int as n ${listed}`)
    const open = asked.view === 'done' ? null : (await tx.execute<{ to_left: number; teams: string[] }>(sql`select count(*) filter (where ${madeTo(ctx, 'left', months.today)})::int as to_left, coalesce(array_agg(distinct pr.team order by pr.team) filter (where pr.team is not null), '{}') as teams ${all} and ${those(ctx, asked)}`)).rows[0]
    const worth = (person: SQL) => sql`greatest(coalesce((select y.clv::float8 from customer_predictions y where y.organisation_id = ${org} and y.customer_id = ${person}), ${valueOf(ctx, person, months)}), 0)`
    const page = sql`limit ${asked.limit} offset ${asked.offset}`
    // A page's customers are valued after it is cut; only an order by value has to value everybody who waits, each once.
    const cut = asked.order === 'clock'
      ? sql`select x.*, ${worth(sql`x.person`)} as value from (select pr.*, p.customer_id as person, ${promiseState(ctx)} as state ${listed} order by ${byClock(ctx, asked.view)} ${page}) x`
      : sql`select pr.*, w.person, ${promiseState(ctx)} as state, w.value from (select d.person, ${worth(sql`d.person`)} as value from (select distinct p.customer_id as person ${listed}) d) w
          join profiles p on p.organisation_id = ${org} and p.customer_id = w.person join promises pr on pr.organisation_id = p.organisation_id and pr.profile_id = p.id and ${chosen}
          order by w.value desc, w.person, ${byClock(ctx, asked.view)} ${page}`
    const { rows } = await tx.execute<PromiseRow>(sql`
      select pr.external_id as id, pr.source, c.external_id as customer, c.name as customer_name, pr.text, ${iso(sql`pr.made_at`)} as made_at, ${iso(sql`pr.due_at`)} as due_at, ${iso(sql`coalesce(pr.kept_at, pr.withdrawn_at)`)} as done_at,
        pr.state, pr.owner, pr.team, (select x.external_id from issues x where x.organisation_id = pr.organisation_id and x.profile_id = pr.profile_id and x.id = pr.issue_id) as issue,
        pr.value, case when exists (select 1 from customer_predictions y where y.organisation_id = ${org} and y.customer_id = c.id and y.clv is not null) then 'predicted' else 'historic' end as value_basis,
        (select g.name from segmentations sn join memberships ms on ms.organisation_id = sn.organisation_id and ms.segmentation_id = sn.id and ms.customer_id = c.id and ms.to_day is null
          join segments g on g.organisation_id = sn.organisation_id and g.segmentation_id = sn.id and g.id = ms.segment_id where sn.organisation_id = c.organisation_id and sn.slug = 'value' limit 1) as tier,
        case when ${statusOf(months.today)} in ('left', 'lapsed') then s.end_day::text end as left
      from (${cut}) pr join customers c on c.organisation_id = ${org} and c.id = pr.person ${presentSpell(ctx, sql`pr.person`, months.today)}
      order by ${asked.order === 'value' ? sql`pr.value desc, pr.person,` : sql``} ${byClock(ctx, asked.view)}`)
    return { total: total.rows[0]?.n ?? 0, to_left: open?.to_left ?? 0, teams: open?.teams ?? [], rows: rows.map((row) => ({ ...row, value: toMajor(Math.round(row.value), ctx.org.currency) })) }
  })
}

/** Which promises (alias pr, of the profile p) are asked for. */
function those(ctx: OrgCtx, asked: ListPromisesInput): SQL {
  const whose = asked.customer === undefined ? sql`true` : sql`p.customer_id = (select x.customer_id from profiles x where x.organisation_id = ${ctx.org.id} and x.id = ${recordId(ctx.org.id, 'customer', '', asked.customer)})`
  const owner = asked.owner === 'mine' ? sql`coalesce(${isOwn(ctx)}, false)` : asked.owner === 'nobody' ? sql`pr.owner is null` : sql`true`
  return sql`pr.made_at <= ${nowSql(ctx)} and ${promiseState(ctx)} in (${sql.join(STATES[asked.view].map((s) => sql`${s}`), sql`, `)}) and ${whose} and ${owner}`
}

/** Whether a promise (alias pr, of the profile p) was made to somebody who is a customer, or who has left meanwhile. */
function madeTo(ctx: OrgCtx, to: ListPromisesInput['to'], today: LocalDay): SQL {
  if (to === 'all') return sql`true`
  const status = sql`(select ${statusOf(today)} from (select 1) one ${presentSpell(ctx, sql`p.customer_id`, today)})`
  return to === 'left' ? sql`${status} in ('left', 'lapsed')` : sql`${status} not in ('left', 'lapsed')`
}

const byClock = (ctx: OrgCtx, view: PromiseView): SQL => (view === 'done' ? sql`coalesce(pr.kept_at, pr.withdrawn_at) desc, pr.id`
  : sql`case ${promiseState(ctx)} when 'due_today' then 0 when 'overdue' then 1 else 2 end, case when pr.due_at < ${nowSql(ctx)} then extract(epoch from pr.due_at) * -1 else extract(epoch from pr.due_at) end, pr.id`)

/** The records of promises as they were sent, in the order they are named; unknown ones are left out. */
export async function promiseRecords(tx: Tx, ctx: OrgCtx, refs: readonly { id: string; source: string }[]): Promise<RecordView[]> {
  const keys = refs.map(({ id, source }) => recordId(ctx.org.id, 'promise', source, id))
  const { rows } = await tx.execute<{ profile_id: string }>(sql`select profile_id from promises where organisation_id = ${ctx.org.id} and id = any(${sql.param(keys)}::uuid[])`)
  const views = await recordViews(tx, ctx.org, 'promise', rows.map((row) => row.profile_id), keys)
  return keys.flatMap((key) => views.get(key) ?? [])
}

/** When a promise is due, ISO 8601; null where there is none of that name. */
export async function promiseDue(tx: Tx, ctx: OrgCtx, { id, source }: { id: string; source: string }): Promise<string | null> {
  const found = await tx.execute<{ due: string }>(sql`select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due from promises where organisation_id = ${ctx.org.id} and id = ${recordId(ctx.org.id, 'promise', source, id)}`)
  return found.rows[0]?.due ?? null
}

/** Whether a customer is known by this id of the sender's. */
export async function isCustomer(tx: Tx, ctx: OrgCtx, id: string): Promise<boolean> {
  const found = await tx.execute<{ n: number }>(sql`select 1 as n from profiles where organisation_id = ${ctx.org.id} and id = ${recordId(ctx.org.id, 'customer', '', id)} and customer_id is not null`)
  return found.rows.length > 0
}
