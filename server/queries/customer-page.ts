import { eq, sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { channels } from '@/db/schema'
import type { Effect, MomentReason, Result, ResultSource } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { toMajor } from '../domain/money'
import { localDayOf } from '../domain/time/local-day'
import { invalid, notFound } from '../errors'
import { effect } from '../reports/moment-counts'
import { resolveWindow } from '../reports/window'
import type { CustomerStatus, TimelineInput } from '../schemas/customers'
import { getCustomer, type CustomerView } from './customer'
import { contactsOf, presentSpell, statusOf, twelveMonths, valueOf } from './customers'
import { knownCustomer, profilesOf } from './customer-page-ids'
import type { ViewedKind } from './record-view'
import { timelineOf, type TimelineEntry } from './timeline'

/** What stands above a customer's timeline. Days are local, money in major units of the organisation's currency. */
export type CustomerHead = Omit<CustomerView, 'timeline' | 'open_promises'> & {
  status: CustomerStatus
  won_back: boolean
  /** First day of the present or latest relationship, whether it was stated, and its end. */
  since: string | null
  since_stated: boolean
  until: string | null
  contacts: number
  value: number
  value_in_all: number
  /** The months that contacts and value are of. */
  from: string
  to: string
  open_issues: number
  promises: { open: number; overdue: number; soonest: string | null }
  /** What they say we are worth to them: their newest answer, with the ends of its scale where they were stated, and its local day. */
  perceived: { score: number; least: number | null; most: number | null; day: string } | null
  /** Spells, moments and tiers of this customer are still being computed. */
  settling: boolean
}

type Figures = { status: CustomerStatus; won_back: boolean; since: string | null; since_stated: boolean; until: string | null; contacts: number; value: number; value_in_all: number; open_issues: number; open: number; overdue: number; soonest: string | null; perceived: CustomerHead['perceived']; settling: boolean }

/** One customer by any of the sender's ids. `not_found` for an unknown id and for an anonymous one: that is no customer. */
export async function customerHead(ctx: OrgCtx, id: string): Promise<CustomerHead> {
  const { timeline: _timeline, open_promises: _promises, ...view } = await getCustomer(ctx, { id, limit: 1 })
  return reading(ctx, async (tx) => {
    const months = await twelveMonths(tx, ctx)
    const me = await knownCustomer(tx, ctx, id)
    const of = sql`${me}::uuid`
    const own = (table: SQL) => sql`from ${table} x join profiles p on p.organisation_id = x.organisation_id and p.id = x.profile_id where x.organisation_id = ${ctx.org.id} and p.customer_id = ${of}`
    const owed = sql`${own(sql`promises`)} and x.kept_at is null and x.withdrawn_at is null`
    const now = sql`${ctx.now.toISOString()}::timestamptz`
    const found = await tx.execute<Figures>(sql`
      select ${statusOf(months.today)} as status, coalesce(s.number > 1 and (s.end_day is null or s.end_day > ${months.today}::date), false) as won_back,
        s.start_day::text as since, coalesce(s.start_stated, false) as since_stated, case when s.end_day <= ${months.today}::date then s.end_day::text end as until,
        ${contactsOf(ctx, of, months)} as contacts, ${valueOf(ctx, of, months)} as value, ${valueOf(ctx, of, { from: '0001-01-01', to: months.to })} as value_in_all,
        (select count(*)::int ${own(sql`issues`)} and x.resolved_at is null and not x.stub) as open_issues,
        (select count(*)::int ${owed}) as open, (select count(*)::int ${owed} and x.due_at < ${now}) as overdue,
        (select to_char(min(x.due_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') ${owed}) as soonest,
        (select json_build_object('score', x.score::float8, 'least', x.scale_min::float8, 'most', x.scale_max::float8, 'day', x.day::text) ${own(sql`responses`)} and x.survey = 'perceived_value' and x.score is not null and x.day is not null order by x.day desc, x.id limit 1) as perceived,
        exists (select 1 from settle_queue q where q.organisation_id = ${ctx.org.id} and q.customer_id = ${of}) as settling
      from (select 1) one ${presentSpell(ctx, of, months.today)}`)
    const [figures] = found.rows
    if (!figures) throw notFound('customer')
    const { open, overdue, soonest, ...rest } = figures
    const major = (minor: number) => toMajor(Math.round(minor), ctx.org.currency)
    return { ...view, ...rest, value: major(rest.value), value_in_all: major(rest.value_in_all), from: months.from, to: months.to, promises: { open, overdue, soonest } }
  })
}

export type MomentMark = { reason: MomentReason; result: Result | null; result_source: ResultSource | null; effect: Effect; advocated: boolean; window_end: string }
export type TimelineItem = TimelineEntry & { /** Local day it is grouped under. */ day: string; moment: MomentMark | null }

/** One page of everything between us and this customer, newest first, moments marked with how they ended and what followed. */
export function customerTimeline(ctx: OrgCtx, asked: TimelineInput): Promise<{ entries: TimelineItem[]; next: string | null }> {
  return reading(ctx, async (tx) => {
    const me = await knownCustomer(tx, ctx, asked.id)
    const page = await timelineOf(tx, ctx.org, await profilesOf(tx, ctx, me), { limit: asked.limit, cursor: asked.cursor ?? undefined, only: await only(tx, ctx, me, asked) })
    const keyOf = (entry: TimelineEntry) => (entry.record === 'interaction' ? recordId(ctx.org.id, 'interaction', entry.source, entry.id) : '')
    const marks = await momentsOf(tx, ctx, me, page.entries.map(keyOf).filter(Boolean))
    return { next: page.next, entries: page.entries.map((entry) => ({ ...entry, day: localDayOf(Date.parse(entry.at), ctx.org.timezone), moment: marks.get(keyOf(entry)) ?? null })) }
  })
}

/** The kinds asked for, narrowed; a channel leaves only what happens on channels, an issue what belongs to it. */
async function only(tx: Tx, ctx: OrgCtx, me: string, { kind, channel, issue }: TimelineInput): Promise<Partial<Record<ViewedKind, SQL>> | undefined> {
  if (!kind && !channel && !issue) return undefined
  let on = sql`true`
  if (channel) {
    const [found] = await tx.select({ id: channels.id }).from(channels).where(sql`${eq(channels.organisationId, ctx.org.id)} and ${eq(channels.slug, channel)}`)
    if (!found) throw invalid(`channel: there is no “${channel}”`, [{ field: 'channel', reason: `there is no “${channel}”` }])
    on = sql`t.channel_id = ${found.id}`
  }
  const about = issue ? sql`t.issue_id = ${issue}::uuid` : sql`true`
  if (kind === 'moment') return { interaction: sql`${on} and ${about} and t.id in (select m.interaction_id from moments m where m.organisation_id = ${ctx.org.id} and m.customer_id = ${me}::uuid)` }
  const form = kind === 'observation' ? sql`t.form = 'observation'` : kind === 'interaction' ? sql`t.form <> 'observation'` : sql`true`
  const all: Partial<Record<ViewedKind, SQL>> = { interaction: sql`${on} and ${about} and ${form}` }
  if (!channel) Object.assign(all, { promise: about, issue: issue ? sql`t.id = ${issue}::uuid` : sql`true` }, issue ? {} : { transaction: sql`true`, response: sql`true`, referral: sql`true` })
  if (!kind) return all
  const one = kind === 'observation' ? 'interaction' : kind
  return all[one] ? { [one]: all[one] } : {}
}

async function momentsOf(tx: Tx, ctx: OrgCtx, me: string, ids: string[]): Promise<Map<string, MomentMark>> {
  if (ids.length === 0) return new Map()
  const window = await resolveWindow(tx, ctx, {}, () => {})
  const found = await tx.execute<MomentMark & { id: string }>(sql`
    select m.interaction_id as id, m.reason, m.result, m.result_source, ${effect({ window })} as effect, m.advocated, m.window_end::text as window_end from moments m
    where m.organisation_id = ${ctx.org.id} and m.customer_id = ${me} and m.interaction_id in (${sql.join(ids.map((id) => sql`${id}::uuid`), sql`, `)})`)
  return new Map(found.rows.map(({ id, ...mark }) => [id, mark]))
}
