import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { notificationSettings } from '@/db/schema'
import { now } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { localDayOf, mondayOf } from '@/server/domain/time/local-day'
import { invalid } from '@/server/errors'
import { notificationSettingsInput } from '@/server/schemas/notifications'
import { queueMonday } from '../monday/send-monday'

/** Sets what the reader wants by mail; what is not named stays. Only a member has such wishes, not a key. */
export async function setNotificationSettings(ctx: OrgCtx, input: z.input<typeof notificationSettingsInput>): Promise<void> {
  requireCapability(ctx, 'read')
  const { mails, monday_mail: mondayMail } = notificationSettingsInput.parse(input)
  if (ctx.actor.kind !== 'user') throw invalid('Only a member can be told by mail.')
  // Whoever subscribes in the middle of a week gets the next Monday's, not the last one's.
  const clock = now()
  const mondayQueued = mondayOf(localDayOf(clock.getTime(), ctx.org.timezone))
  await writing(ctx, async (tx) => {
    await tx.insert(notificationSettings).values({ organisationId: ctx.org.id, userId: ctx.actor.id, mails: mails ?? {}, mondayMail: mondayMail ?? false, mondayQueued }).onConflictDoUpdate({
      target: [notificationSettings.organisationId, notificationSettings.userId],
      set: { ...(mails ? { mails: sql`${notificationSettings.mails} || ${JSON.stringify(mails)}::jsonb` } : {}), ...(mondayMail === undefined ? { mondayMail: notificationSettings.mondayMail } : { mondayMail, mondayQueued }) },
    })
    if (mondayMail) await queueMonday(tx, ctx, clock)
  })
}
