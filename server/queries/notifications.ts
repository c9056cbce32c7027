import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { notifications, notificationSettings } from '@/db/schema'
import { NOTIFICATION_KINDS, type NotificationKind } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { mailWanted } from '../domain/notifications/wanted'
import type { listNotificationsInput } from '../schemas/notifications'

export type Notification = { id: string; kind: NotificationKind; title: string; body: string; link: string; createdAt: Date; readAt: Date | null }

const mine = (ctx: OrgCtx) => and(eq(notifications.organisationId, ctx.org.id), eq(notifications.userId, ctx.actor.id))

/** What the reader was told, newest first, and whether there is more. */
export async function listNotifications(ctx: OrgCtx, { limit, cursor }: z.output<typeof listNotificationsInput>): Promise<{ rows: Notification[]; more: boolean }> {
  const { id, kind, title, body, link, createdAt, readAt } = notifications
  const older = cursor ? sql`(${createdAt}, ${id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::uuid)` : sql`true`
  const rows = await reading(ctx, (tx) => tx.select({ id, kind, title, body, link, createdAt, readAt }).from(notifications).where(and(mine(ctx), older)).orderBy(desc(createdAt), desc(id)).limit(limit + 1))
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

/** How many the reader has not read, counted up to a hundred. */
export async function unreadNotifications(ctx: OrgCtx): Promise<number> {
  const found = await reading(ctx, (tx) => tx.select({ id: notifications.id }).from(notifications).where(and(mine(ctx), isNull(notifications.readAt))).limit(100))
  return found.length
}

export type NotificationSettings = { mails: Record<NotificationKind, boolean>; mondayMail: boolean }

/** What the reader wants by mail. */
export async function notificationSettingsOf(ctx: OrgCtx): Promise<NotificationSettings> {
  const [row] = await reading(ctx, (tx) => tx.select().from(notificationSettings).where(and(eq(notificationSettings.organisationId, ctx.org.id), eq(notificationSettings.userId, ctx.actor.id))))
  const mails = Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, mailWanted(kind, row?.mails ?? null)])) as Record<NotificationKind, boolean>
  return { mails, mondayMail: row?.mondayMail ?? false }
}
