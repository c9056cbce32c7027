import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members, promiseReminders, users } from '@/db/schema'
import { requireCapability, writing, type OrgCtx, type Writing } from '@/server/context'
import { addDays, localDayOf, startOfDay } from '@/server/domain/time/local-day'
import { queueJob } from '@/server/jobs/queue'
import { localDay, nowSql, promiseState } from '@/server/reports/promise-state'
import { notify } from '../notifications/notify'

type Kind = 'due' | 'overdue'
type Found = { id: string; kind: Kind; owner: string; text: string | null; customer: string; due: string; due_ms: number }
/** Nobody is told before this hour of the local day that something is due on it. */
const MORNING_HOURS = 7
/** What has been overdue for longer when it is first seen is history. */
const FRESH_DAYS = 7
/** More at once are told as one. */
const EACH = 3
const MOST = 1000
const FROZEN_MS = 60_000

/**
 * Tells owners of promises that they fall due today and that they are overdue, each once for its due time; an owner is a
 * member by name, e-mail or id. Answers how many promises were told of, and sets the next run. `clock` is the wall's.
 */
export async function remindOwners(ctx: OrgCtx, { clock }: { clock: Date }): Promise<{ told: number }> {
  requireCapability(ctx, 'admin')
  const people = await ctx.db.maintenance((tx) => tx.select({ id: users.id, name: users.name, email: users.email }).from(members).innerJoin(users, eq(users.id, members.userId)).where(eq(members.organisationId, ctx.org.id)))
  const byName = new Map(people.flatMap(({ id, name, email }) => [[name.toLowerCase(), id], [email.toLowerCase(), id], [id, id]] as const))
  return writing(ctx, async (tx, w) => {
    const found = await waiting(tx, ctx)
    const fresh = found.length === 0 ? [] : await tx.insert(promiseReminders).values(found.map((one) => ({ organisationId: ctx.org.id, promiseId: one.id, kind: one.kind, dueAt: new Date(one.due_ms), toldAt: clock })))
      .onConflictDoNothing().returning({ id: promiseReminders.promiseId, kind: promiseReminders.kind })
    const untold = new Set(fresh.map((one) => `${one.kind} ${one.id}`))
    const groups = new Map<string, Found[]>()
    for (const one of found) {
      const user = byName.get(one.owner.toLowerCase())
      if (user && untold.has(`${one.kind} ${one.id}`)) groups.set(`${one.kind} ${user}`, [...(groups.get(`${one.kind} ${user}`) ?? []), one])
    }
    for (const [key, list] of groups) await tell(tx, w, ctx, key.split(' ')[1] ?? '', list)
    if (Math.abs(clock.getTime() - ctx.now.getTime()) <= FROZEN_MS) await queueReminders(tx, ctx, await nextAt(tx, ctx))
    return { told: [...groups.values()].reduce((sum, list) => sum + list.length, 0) }
  })
}

/** Promises that are due today (once the day has begun for people) or overdue and were not told of, soonest due first. */
async function waiting(tx: Tx, ctx: OrgCtx): Promise<Found[]> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  const morning = new Date(startOfDay(today, ctx.org.timezone) + MORNING_HOURS * 3_600_000)
  const kinds = sql`case ${promiseState(ctx)} when 'overdue' then 'overdue' when 'due_today' then 'due' end`
  const { rows } = await tx.execute<Found>(sql`
    select pr.id, ${kinds} as kind, pr.owner, pr.text, c.external_id as customer, to_char(pr.due_at at time zone ${ctx.org.timezone}::text, 'HH24:MI') as due, (extract(epoch from pr.due_at) * 1000)::float8 as due_ms
    from promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    where pr.organisation_id = ${ctx.org.id} and pr.owner is not null and pr.kept_at is null and pr.withdrawn_at is null and pr.made_at <= ${nowSql(ctx)}
      and pr.due_at > ${nowSql(ctx)} - ${`${FRESH_DAYS} days`}::interval and ${localDay(ctx, sql`pr.due_at`)} <= ${today}::date
      and (pr.due_at < ${nowSql(ctx)} or (${ctx.now.getTime() >= morning.getTime()} and pr.made_at < ${morning.toISOString()}::timestamptz))
      and not exists (select 1 from promise_reminders r where r.organisation_id = pr.organisation_id and r.promise_id = pr.id and r.kind = ${kinds} and r.due_at = pr.due_at)
    order by pr.due_at, pr.id limit ${MOST}`)
  return rows
}

async function tell(tx: Tx, w: Writing, ctx: OrgCtx, user: string, list: readonly Found[]): Promise<void> {
  const overdue = list[0]?.kind === 'overdue'
  const kind = overdue ? 'promise_overdue' as const : 'promise_due' as const
  if (list.length > EACH) {
    await notify(tx, w, ctx, { to: [user], kind, link: '/promises', title: overdue ? `${list.length} of your promises are overdue` : `${list.length} of your promises fall due today`, body: list.slice(0, 10).map(lineOf).join('\n') })
    return
  }
  for (const one of list) {
    const what = one.text?.trim() || 'a promise'
    await notify(tx, w, ctx, { to: [user], kind, link: `/customers/${encodeURIComponent(one.customer)}`, title: `${overdue ? 'Overdue' : `Due today, ${one.due}`}: ${what}`, body: `Promised to customer ${one.customer}.`, subject: `promise:${one.kind}:${one.id}:${one.due_ms}` })
  }
}
const lineOf = ({ due, text, customer }: Found) => `${due} ${text?.trim() || 'a promise'} (customer ${customer})`

/** When the next promise becomes overdue, or tomorrow morning. */
async function nextAt(tx: Tx, ctx: OrgCtx): Promise<Date> {
  const tomorrow = startOfDay(addDays(localDayOf(ctx.now.getTime(), ctx.org.timezone), 1), ctx.org.timezone) + MORNING_HOURS * 3_600_000
  const today = startOfDay(localDayOf(ctx.now.getTime(), ctx.org.timezone), ctx.org.timezone) + MORNING_HOURS * 3_600_000
  const { rows } = await tx.execute<{ ms: number | null }>(sql`
    select (extract(epoch from min(due_at)) * 1000)::float8 as ms from promises where organisation_id = ${ctx.org.id} and owner is not null and kept_at is null and withdrawn_at is null and due_at >= ${nowSql(ctx)}`)
  // A second after: at the very instant it is not overdue yet.
  return new Date(Math.min(today > ctx.now.getTime() ? today : tomorrow, (rows[0]?.ms ?? Number.POSITIVE_INFINITY) + 1000))
}

/** Lets owners be reminded at `at`, or sooner if they would anyway; nothing where nobody owes anything. */
export async function queueReminders(tx: Tx, ctx: OrgCtx, at: Date): Promise<void> {
  const open = await tx.execute(sql`select 1 from promises where organisation_id = ${ctx.org.id} and owner is not null and kept_at is null and withdrawn_at is null limit 1`)
  if (open.rows.length === 0) return
  const id = await queueJob(tx, ctx.org.id, 'remind', 'org', {}, at)
  await tx.execute(sql`update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${ctx.org.id} and id = ${id} and state = 'queued'`)
}
