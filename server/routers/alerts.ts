import { listAlerts, listDeliveries, listFirings, listWebhooks } from '../queries/alerts'
import { describeReport } from '../reports/answer'
import { REPORT_NAMES } from '../reports/registry'
import { alertRef, changeWebhookInput, createWebhookInput, deliveriesInput, listFiringsInput, retryDeliveryInput, saveAlertInput, switchAlertInput, tryAlertInput, webhookRef } from '../schemas/alerts'
import { removeAlert, saveAlert, switchAlert, tryAlert } from '../services/alerts/save-alert'
import { canMail } from '../services/mail/deliver'
import { changeWebhook, createWebhook, removeWebhook, retryDelivery, testWebhook } from '../services/webhooks/save-webhook'
import { orgProcedure, router } from './trpc'

/** What can be watched: every figure of every report. */
const watchable = () => REPORT_NAMES.map((name) => {
  const { title, keys, figures, measure, usual, ofNow } = describeReport(name)
  return { name, title, keys, measure, ofNow, figures: Object.entries(figures).map(([field, figure]) => ({ field, label: figure?.label ?? field, unit: figure?.unit ?? 'number', /** Has a range of its own for the running day. */ usual: field in usual })) }
})

export const alertsRouter = router({
  list: orgProcedure.query(async ({ ctx }) => ({ alerts: await listAlerts(ctx), canMail: canMail() })),
  firings: orgProcedure.input(listFiringsInput).query(({ ctx, input }) => listFirings(ctx, input)),
  reports: orgProcedure.query(watchable),
  try: orgProcedure.input(tryAlertInput).query(({ ctx, input }) => tryAlert(ctx, input)),
  save: orgProcedure.input(saveAlertInput).mutation(({ ctx, input }) => saveAlert(ctx, input)),
  switch: orgProcedure.input(switchAlertInput).mutation(({ ctx, input }) => switchAlert(ctx, input)),
  remove: orgProcedure.input(alertRef).mutation(({ ctx, input }) => removeAlert(ctx, input)),
  webhooks: orgProcedure.query(({ ctx }) => listWebhooks(ctx)),
  deliveries: orgProcedure.input(deliveriesInput).query(({ ctx, input }) => listDeliveries(ctx, input)),
  createWebhook: orgProcedure.input(createWebhookInput).mutation(({ ctx, input }) => createWebhook(ctx, input)),
  changeWebhook: orgProcedure.input(changeWebhookInput).mutation(({ ctx, input }) => changeWebhook(ctx, input)),
  removeWebhook: orgProcedure.input(webhookRef).mutation(({ ctx, input }) => removeWebhook(ctx, input)),
  testWebhook: orgProcedure.input(webhookRef).mutation(({ ctx, input }) => testWebhook(ctx, input)),
  retryDelivery: orgProcedure.input(retryDeliveryInput).mutation(({ ctx, input }) => retryDelivery(ctx, input)),
})
