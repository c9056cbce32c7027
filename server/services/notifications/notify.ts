import { randomUUID } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { members, notifications, notificationSettings } from '@/db/schema'
import type { NotificationKind } from '@/db/vocabulary'
import { now } from '@/server/clock'
import type { OrgCtx, Writing } from '@/server/context'
import { escapeHtml, mailWanted } from '@/server/domain/notifications/wanted'
import { canMail, publicLink } from '../mail/deliver'
import { queueMail } from '../mail/queue-mail'

export type Notice = {
  /** User ids. Who is no member, and whoever does it themselves, is passed over. */
  to: readonly string[]
  kind: NotificationKind
  /** One line that says it all. */
  title: string
  body?: string
  /** Path below the organisation's own, such as `/promises?view=overdue`. */
  link?: string
  /** Told of once: a second notice with the same subject changes nothing for whoever has had the first. */
  subject?: string
  /** Tell the actor too, when they are among `to`. */
  alsoActor?: boolean
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Tells members of something, inside the transaction of the write that is the news: `writing(ctx, async (tx, w) => { …; await
 * notify(tx, w, ctx, { to, kind, title, link }) })`. It stands in their list, live, and goes by mail to whoever wants that
 * kind by mail. Answers whom it told.
 */
export async function notify(tx: Tx, w: Writing, ctx: OrgCtx, notice: Notice): Promise<string[]> {
  const { kind, body = '', link = '', subject = null } = notice
  const title = notice.title.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  const wanted = [...new Set(notice.to)].filter((id) => UUID.test(id) && (notice.alsoActor === true || id !== ctx.actor.id))
  if (wanted.length === 0) return []
  const found = await tx.select({ userId: members.userId, mails: notificationSettings.mails }).from(members)
    .leftJoin(notificationSettings, and(eq(notificationSettings.organisationId, members.organisationId), eq(notificationSettings.userId, members.userId)))
    .where(and(eq(members.organisationId, ctx.org.id), inArray(members.userId, wanted))).orderBy(members.userId)
  if (found.length === 0) return []
  const told = await tx.insert(notifications).values(found.map(({ userId }) => ({ organisationId: ctx.org.id, id: randomUUID(), userId, kind, title, body: body.slice(0, 2000), link, subject, createdAt: now() })))
    .onConflictDoNothing({ target: [notifications.organisationId, notifications.userId, notifications.subject] }).returning({ userId: notifications.userId })
  const ids = new Set(told.map((row) => row.userId))
  if (ids.size === 0) return []
  if (canMail()) {
    const mail = mailOf(ctx, { title, body, link })
    await queueMail(tx, ctx, found.filter((one) => ids.has(one.userId) && mailWanted(kind, one.mails)).map(({ userId }) => ({ userId, ...mail })))
  }
  w.publish('notifications')
  return [...ids]
}

/** Text and HTML of one notice; both say where it can be switched off. */
function mailOf(ctx: OrgCtx, { title, body, link }: { title: string; body: string; link: string }): { subject: string; text: string; html: string } {
  const at = publicLink(`/${ctx.org.slug}${link}`)
  const settings = publicLink(`/${ctx.org.slug}/settings/notifications`)
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  return {
    subject: `${title} · ${ctx.org.name}`.slice(0, 250),
    text: [title, ...lines, '', at, '', `What comes by mail: ${settings}`, ''].join('\n'),
    html: `<!doctype html><html><body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c1b19;background:#ffffff"><div style="max-width:560px">
<p style="margin:0 0 12px;font-size:18px;font-weight:600">${escapeHtml(title)}</p>${lines.map((line) => `<p style="margin:0 0 8px">${escapeHtml(line)}</p>`).join('')}
<p style="margin:20px 0"><a href="${escapeHtml(at)}" style="color:#1f5fae">Look at it in Touchstone</a></p>
<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #dddad3;font-size:13px;color:#5f5c55">${escapeHtml(ctx.org.name)} · <a href="${escapeHtml(settings)}" style="color:#5f5c55">What comes by mail</a></p></div></body></html>`,
  }
}
