import { and, asc, desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { alertFirings, alertRules, webhookDeliveries, webhooks } from '@/db/schema'
import { reading, requireCapability, type OrgCtx } from '../context'
import type { deliveriesInput, listFiringsInput } from '../schemas/alerts'

/** Every alert with what was seen last, by name. */
export function listAlerts(ctx: OrgCtx) {
  return reading(ctx, (tx) => tx.select().from(alertRules).where(eq(alertRules.organisationId, ctx.org.id)).orderBy(asc(alertRules.name), asc(alertRules.id)))
}
export type Alert = Awaited<ReturnType<typeof listAlerts>>[number]

/** When alerts fired, newest first. */
export function listFirings(ctx: OrgCtx, { alert, limit }: z.output<typeof listFiringsInput>) {
  return reading(ctx, (tx) => tx.select({
    id: alertFirings.id, ruleId: alertFirings.ruleId, name: alertRules.name, firedAt: alertFirings.firedAt, observed: alertFirings.observed, threshold: alertFirings.threshold, title: alertFirings.title, body: alertFirings.body, told: alertFirings.told, clearedAt: alertFirings.clearedAt,
  }).from(alertFirings).innerJoin(alertRules, and(eq(alertRules.organisationId, alertFirings.organisationId), eq(alertRules.id, alertFirings.ruleId)))
    .where(and(eq(alertFirings.organisationId, ctx.org.id), alert ? eq(alertFirings.ruleId, alert) : undefined)).orderBy(desc(alertFirings.firedAt), desc(alertFirings.id)).limit(limit))
}
export type Firing = Awaited<ReturnType<typeof listFirings>>[number]

/** Webhooks by name, without their secrets; only admins see where they lead. */
export async function listWebhooks(ctx: OrgCtx) {
  const rows = await reading(ctx, (tx) => tx.select({ id: webhooks.id, name: webhooks.name, url: webhooks.url, enabled: webhooks.enabled, createdBy: webhooks.createdBy, createdAt: webhooks.createdAt }).from(webhooks).where(eq(webhooks.organisationId, ctx.org.id)).orderBy(asc(webhooks.name), asc(webhooks.id)))
  return ctx.can.has('admin') ? rows : rows.map((row) => ({ ...row, url: '' }))
}
export type Webhook = Awaited<ReturnType<typeof listWebhooks>>[number]

/** The last fifty messages to a webhook and what came of them. Admins. */
export function listDeliveries(ctx: OrgCtx, { webhook }: z.output<typeof deliveriesInput>) {
  requireCapability(ctx, 'admin')
  const { id, event, state, attempts, dueAt, createdAt, endedAt, log, body } = webhookDeliveries
  return reading(ctx, (tx) => tx.select({ id, event, state, attempts, dueAt, createdAt, endedAt, log, body }).from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.organisationId, ctx.org.id), eq(webhookDeliveries.webhookId, webhook))).orderBy(desc(createdAt), desc(id)).limit(50))
}
