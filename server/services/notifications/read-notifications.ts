import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import { notifications } from '@/db/schema'
import { now } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { readNotificationsInput } from '@/server/schemas/notifications'

/** Marks one of the reader's own notifications as read, or all of them. No trail: it concerns nobody else. */
export async function readNotifications(ctx: OrgCtx, input: z.input<typeof readNotificationsInput>): Promise<{ read: number }> {
  requireCapability(ctx, 'read')
  const { id } = readNotificationsInput.parse(input)
  return writing(ctx, async (tx, w) => {
    const read = await tx.update(notifications).set({ readAt: now() })
      .where(and(eq(notifications.organisationId, ctx.org.id), eq(notifications.userId, ctx.actor.id), isNull(notifications.readAt), id ? eq(notifications.id, id) : undefined)).returning({ id: notifications.id })
    if (read.length > 0) w.publish('notifications')
    return { read: read.length }
  })
}
