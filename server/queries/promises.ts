import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { toMajor } from '../domain/money'
import { notFound } from '../errors'
import { isOwn, nowSql, promiseState, type PromiseState } from '../reports/promise-state'
import type { ListPromisesInput, PromiseView } from '../schemas/promises'
import { twelveMonths, valueOf } from './customers'
import { recordViews, type RecordView } from './record-view'

export type PromiseRow = { id: string; source: string; customer: string; customer_name: string | null; tier: string | null; /** What the customer is predicted to bring over a year, or brought in twelve months; major units. */ value: number; value_basis: 'predicted' | 'historic'; text: string | null; made_at: string; due_at: string; done_at: string | null; state: PromiseState; owner: string | null; team: string | null; issue: string | null }
export type PromiseList = { total: number; rows: PromiseRow[] }

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
    const listed = sql`from promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id and p.customer_id is not null where pr.organisation_id = ${org} and ${those(ctx, asked)}`
    const total = await tx.execute<{ n: number }>(sql`select count(*)::int as n ${listed}`)
    const worth = (person: SQL) => sql`greatest(coalesce((select y.clv::float8 from customer_predictions y where y.organisation_id = ${org} and y.customer_id = ${person}), ${valueOf(ctx, person, months)}), 0)`
    const page = sql`limit ${asked.limit} offset ${asked.offset}`
    // A page's customers are valued after it is cut; only an order by value has to value everybody who waits, each once.
    const cut = asked.order === 'clock'
      ? sql`select x.*, ${worth(sql`x.person`)} as value from (select pr.*, p.customer_id as person, ${promiseState(ctx)} as state ${listed} order by ${byClock(ctx, asked.view)} ${page}) x`
      : sql`select pr.*, w.person, ${promiseState(ctx)} as state, w.value from (select d.person, ${worth(sql`d.person`)} as value from (select distinct p.customer_id as person ${listed}) d) w
          join profiles p on p.organisation_id = ${org} and p.customer_id = w.person join promises pr on pr.organisation_id = p.organisation_id and pr.profile_id = p.id and ${those(ctx, asked)}
          order by w.value desc, w.person, ${byClock(ctx, asked.view)} ${page}`
    const { rows } = await tx.execute<PromiseRow>(sql`
      select pr.external_id as id, pr.source, c.external_id as customer, c.name as customer_name, pr.text, ${iso(sql`pr.made_at`)} as made_at, ${iso(sql`pr.due_at`)} as due_at, ${iso(sql`coalesce(pr.kept_at, pr.withdrawn_at)`)} as done_at,
        pr.state, pr.owner, pr.team, (select x.external_id from issues x where x.organisation_id = pr.organisation_id and x.profile_id = pr.profile_id and x.id = pr.issue_id) as issue,
        pr.value, case when exists (select 1 from customer_predictions y where y.organisation_id = ${org} and y.customer_id = c.id and y.clv is not null) then 'predicted' else 'historic' end as value_basis,
        (select g.name from segmentations sn join memberships ms on ms.organisation_id = sn.organisation_id and ms.segmentation_id = sn.id and ms.customer_id = c.id and ms.to_day is null
          join segments g on g.organisation_id = sn.organisation_id and g.segmentation_id = sn.id and g.id = ms.segment_id where sn.organisation_id = c.organisation_id and sn.slug = 'value' limit 1) as tier
      from (${cut}) pr join customers c on c.organisation_id = ${org} and c.id = pr.person
      order by ${asked.order === 'value' ? sql`pr.value desc, pr.person,` : sql``} ${byClock(ctx, asked.view)}`)
    return { total: total.rows[0]?.n ?? 0, rows: rows.map((row) => ({ ...row, value: toMajor(Math.round(row.value), ctx.org.currency) })) }
  })
}

/** Which promises (alias pr, of the profile p) are asked for. */
function those(ctx: OrgCtx, asked: ListPromisesInput): SQL {
  const whose = asked.customer === undefined ? sql`true` : sql`p.customer_id = (select x.customer_id from profiles x where x.organisation_id = ${ctx.org.id} and x.id = ${recordId(ctx.org.id, 'customer', '', asked.customer)})`
  const owner = asked.owner === 'mine' ? sql`coalesce(${isOwn(ctx)}, false)` : asked.owner === 'nobody' ? sql`pr.owner is null` : sql`true`
  return sql`pr.made_at <= ${nowSql(ctx)} and ${promiseState(ctx)} in (${sql.join(STATES[asked.view].map((s) => sql`${s}`), sql`, `)}) and ${whose} and ${owner}`
}

const byClock = (ctx: OrgCtx, view: PromiseView): SQL => (view === 'done' ? sql`coalesce(pr.kept_at, pr.withdrawn_at) desc, pr.id`
  : sql`case ${promiseState(ctx)} when 'due_today' then 0 when 'overdue' then 1 else 2 end, case when pr.due_at < ${nowSql(ctx)} then extract(epoch from pr.due_at) * -1 else extract(epoch from pr.due_at) end, pr.id`)

/** The record of one promise as it was sent; `not_found` otherwise. */
export async function promiseRecord(tx: Tx, ctx: OrgCtx, { id, source }: { id: string; source: string }): Promise<RecordView> {
  const key = recordId(ctx.org.id, 'promise', source, id)
  const found = await tx.execute<{ profile_id: string }>(sql`select profile_id from promises where organisation_id = ${ctx.org.id} and id = ${key}`)
  const profile = found.rows[0]?.profile_id
  const view = profile ? (await recordViews(tx, ctx.org, 'promise', [profile], [key])).get(key) : undefined
  if (!view) throw notFound('promise')
  return view
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
