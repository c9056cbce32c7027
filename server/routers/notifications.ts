import { listNotifications, notificationSettingsOf, unreadNotifications } from '../queries/notifications'
import { listNotificationsInput, notificationSettingsInput, readNotificationsInput } from '../schemas/notifications'
import { canMail } from '../services/mail/deliver'
import { previewMonday, sendMondayNow } from '../services/monday/send-monday'
import { readNotifications } from '../services/notifications/read-notifications'
import { setNotificationSettings } from '../services/notifications/set-notification-settings'
import { orgProcedure, router } from './trpc'

export const notificationsRouter = router({
  list: orgProcedure.input(listNotificationsInput).query(({ ctx, input }) => listNotifications(ctx, input)),
  unread: orgProcedure.query(({ ctx }) => unreadNotifications(ctx)),
  read: orgProcedure.input(readNotificationsInput).mutation(({ ctx, input }) => readNotifications(ctx, input)),
  settings: orgProcedure.query(async ({ ctx }) => ({ ...await notificationSettingsOf(ctx), canMail: canMail() })),
  previewMonday: orgProcedure.query(({ ctx }) => previewMonday(ctx)),
  sendMonday: orgProcedure.mutation(({ ctx }) => sendMondayNow(ctx)),
  setSettings: orgProcedure.input(notificationSettingsInput).mutation(({ ctx, input }) => setNotificationSettings(ctx, input)),
})
