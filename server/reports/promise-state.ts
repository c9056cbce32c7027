import { sql, type SQL } from 'drizzle-orm'
import type { OrgCtx } from '../context'
import { memberAsOf, type Split } from './split'

/** One each, as of now. `overdue` is past due without a record: broken (METRICS §3: follow-through). */
export const PROMISE_STATES = ['due_later', 'due_today', 'overdue', 'kept', 'kept_late', 'withdrawn_by_us', 'withdrawn_by_customer'] as const
export type PromiseState = (typeof PROMISE_STATES)[number]

export const nowSql = (ctx: Pick<OrgCtx, 'now'>): SQL => sql`${ctx.now.toISOString()}::timestamptz`
export const localDay = (ctx: Pick<OrgCtx, 'org'>, instant: SQL): SQL => sql`(${instant} at time zone ${ctx.org.timezone}::text)::date`

/**
 * The state of a promise (alias pr) as of now; what is dated later has not happened. Kept counts from the moment it was
 * kept, whatever was withdrawn afterwards; a withdrawal without a name is ours.
 */
export const promiseState = (ctx: OrgCtx): SQL => sql`case
  when pr.kept_at <= ${nowSql(ctx)} and pr.kept_at <= pr.due_at then 'kept'
  when pr.withdrawn_at <= ${nowSql(ctx)} and pr.withdrawn_by = 'customer' then 'withdrawn_by_customer'
  when pr.kept_at <= ${nowSql(ctx)} then 'kept_late'
  when pr.withdrawn_at <= ${nowSql(ctx)} then 'withdrawn_by_us'
  when pr.due_at < ${nowSql(ctx)} then 'overdue'
  when ${localDay(ctx, sql`pr.due_at`)} = ${localDay(ctx, nowSql(ctx))} then 'due_today'
  else 'due_later' end`

/** Promises (alias pr) made to customers who stood in the filter's segment on that day; true when no filter is set. */
export const madeToSegment = (ctx: OrgCtx, segment: Split['segment']): SQL => (segment === null ? sql`true` : sql`exists (select 1 from profiles sp where sp.organisation_id = pr.organisation_id and sp.id = pr.profile_id
  and ${memberAsOf(sql`sp.customer_id`, localDay(ctx, sql`pr.made_at`), ctx, segment)})`)

/** True of the promises (alias pr) whose owner is the reader, as an owner is written: by name, e-mail or id. */
export const isOwn = ({ actor }: Pick<OrgCtx, 'actor'>): SQL => sql`lower(pr.owner) in (${sql.join(ownNames(actor).map((name) => sql`${name}`), sql`, `)})`
/** How an owner may be written who is the reader, in small letters. */
export const ownNames = ({ label, id, email }: OrgCtx['actor']): string[] => [label, id, ...(email ? [email] : [])].map((name) => name.toLowerCase())

/** The team that made a promise: its own, else that of the contact it was made in (alias li). */
export const teamOf: SQL = sql`coalesce(pr.team, li.team)`

/** Teams are shown from this many people on (METRICS §2). */
export const SMALLEST_TEAM = 5

/** Teams of at least five known people: those who handled its contacts or own its promises. */
export const knownTeams = (ctx: OrgCtx): SQL => sql`(
  select x.team from (
    select team, handled_by as person from interactions where organisation_id = ${ctx.org.id} and team is not null and handled_by is not null
    union select team, owner from promises where organisation_id = ${ctx.org.id} and team is not null and owner is not null) x
  group by 1 having count(*) >= ${SMALLEST_TEAM})`
