import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members, notificationSettings, users } from '@/db/schema'
import { capabilitiesOfRole, requireCapability, writing, type OrgCtx } from '@/server/context'
import { mondayMail } from '@/server/domain/monday/mail'
import { addDays, localDayOf, mondayOf, startOfDay } from '@/server/domain/time/local-day'
import { invalid } from '@/server/errors'
import { queueJob } from '@/server/jobs/queue'
import { canMail, publicLink } from '../mail/deliver'
import { queueMail } from '../mail/queue-mail'
import { composeMonday } from './compose'
import { unsubscribePath } from './unsubscribe'

const HOUR = 7
/** A Monday mail that could not go out by then (the server was off) waits for the next one. */
const LATE_DAYS = 2
/** A ctx older than this stands still (a sample organisation): every Monday would be the same one. */
const FROZEN_MS = 60_000

const morningOf = (ctx: OrgCtx, day: string) => startOfDay(day, ctx.org.timezone) + HOUR * 3_600_000

/** Monday, 7:00 in the organisation's zone: queues one mail for each subscriber, once for each Monday. `clock` is the wall's. */
export async function runMonday(ctx: OrgCtx, { clock, signal }: { clock: Date; signal?: AbortSignal }): Promise<{ queued: number }> {
  requireCapability(ctx, 'admin')
  if (Math.abs(clock.getTime() - ctx.now.getTime()) > FROZEN_MS) return { queued: 0 }
  const today = localDayOf(clock.getTime(), ctx.org.timezone)
  const monday = mondayOf(today)
  let queued = 0
  if (canMail() && clock.getTime() >= morningOf(ctx, monday) && today < addDays(monday, LATE_DAYS)) {
    for (const one of await subscribers(ctx, monday)) {
      if (await queueFor(ctx, one, monday)) queued++
      signal?.throwIfAborted()
    }
  }
  await writing(ctx, (tx) => queueMonday(tx, ctx, clock))
  return { queued }
}

type Subscriber = { userId: string; name: string; email: string; role: 'viewer' | 'editor' | 'admin' | 'owner' }
function subscribers(ctx: OrgCtx, monday: string): Promise<Subscriber[]> {
  return ctx.db.maintenance((tx) => tx.select({ userId: members.userId, name: users.name, email: users.email, role: members.role }).from(notificationSettings)
    .innerJoin(members, and(eq(members.organisationId, notificationSettings.organisationId), eq(members.userId, notificationSettings.userId))).innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(notificationSettings.organisationId, ctx.org.id), eq(notificationSettings.mondayMail, true), or(isNull(notificationSettings.mondayQueued), lt(notificationSettings.mondayQueued, monday)))).orderBy(members.userId))
}

async function queueFor(ctx: OrgCtx, { userId, name, email, role }: Subscriber, monday: string): Promise<boolean> {
  // Written as they may see it: their own promises, and nothing their role hides.
  const mail = await mailFor({ ...ctx, actor: { kind: 'user', id: userId, label: name || email, email }, can: capabilitiesOfRole(role) })
  return writing(ctx, async (tx) => {
    const [mine] = await tx.update(notificationSettings).set({ mondayQueued: monday })
      .where(and(eq(notificationSettings.organisationId, ctx.org.id), eq(notificationSettings.userId, userId), eq(notificationSettings.mondayMail, true), or(isNull(notificationSettings.mondayQueued), lt(notificationSettings.mondayQueued, monday)))).returning({ userId: notificationSettings.userId })
    if (mine) await queueMail(tx, ctx, [{ userId, ...mail }])
    return mine !== undefined
  })
}

async function mailFor(ctx: OrgCtx) {
  const stop = publicLink(unsubscribePath(ctx.org.id, ctx.actor.id))
  const mail = mondayMail(await composeMonday(ctx), { absolute: (path) => publicLink(`/${ctx.org.slug}${path}`), unsubscribe: stop, settings: publicLink(`/${ctx.org.slug}/settings/notifications`) })
  return { ...mail, headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } }
}

/** The mail as the reader would get it now, to look at. */
export async function previewMonday(ctx: OrgCtx): Promise<{ subject: string; html: string }> {
  const { subject, html } = mondayMail(await composeMonday(ctx), { absolute: (path) => `/${ctx.org.slug}${path}`, unsubscribe: null, settings: `/${ctx.org.slug}/settings/notifications` })
  return { subject, html }
}

/** Sends the reader one now, subscribed or not. `sent` false: this instance sends no mail. */
export async function sendMondayNow(ctx: OrgCtx): Promise<{ sent: boolean }> {
  requireCapability(ctx, 'read')
  if (ctx.actor.kind !== 'user') throw invalid('Only a member can be sent a mail.')
  if (!canMail()) return { sent: false }
  const mail = await mailFor(ctx)
  await writing(ctx, (tx) => queueMail(tx, ctx, [{ userId: ctx.actor.id, ...mail }]))
  return { sent: true }
}

/** Queues the next Monday morning, while anybody wants the mail. */
export async function queueMonday(tx: Tx, ctx: OrgCtx, clock: Date): Promise<void> {
  const some = await tx.execute(sql`select 1 from notification_settings where organisation_id = ${ctx.org.id} and monday_mail limit 1`)
  if (some.rows.length === 0) return
  const monday = mondayOf(localDayOf(clock.getTime(), ctx.org.timezone))
  const next = [monday, addDays(monday, 7)].map((day) => morningOf(ctx, day)).find((at) => at > clock.getTime())
  await queueJob(tx, ctx.org.id, 'monday', 'org', {}, new Date(next ?? clock.getTime()))
}
