import { z } from 'zod'
import { NOTIFICATION_KINDS } from '@/db/vocabulary'

export const listNotificationsInput = z.object({
  limit: z.number().int().min(1).max(100).default(30),
  /** The last one of the page before. */
  cursor: z.strictObject({ at: z.date(), id: z.uuid() }).nullish(),
})
export const readNotificationsInput = z.strictObject({ /** Without: all. */ id: z.uuid().optional() })
export const notificationSettingsInput = z.strictObject({
  mails: z.partialRecord(z.enum(NOTIFICATION_KINDS), z.boolean()).optional(),
  monday_mail: z.boolean().optional(),
})
