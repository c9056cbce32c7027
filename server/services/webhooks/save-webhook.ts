import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { webhookDeliveries, webhooks } from '@/db/schema'
import { now } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { invalid, notFound } from '@/server/errors'
import { changeWebhookInput, createWebhookInput, retryDeliveryInput, webhookRef } from '@/server/schemas/alerts'
import { seal } from '@/server/sealed'
import { targetOf } from './post'
import { queueMessage, wakeDelivery } from './queue-message'

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

function checked(url: string): string {
  const target = targetOf(url)
  if (!target.ok) throw invalid(`The address ${target.reason}.`, [{ field: 'url', reason: target.reason }])
  return target.url.toString()
}

/** A new webhook; its secret is answered this once and lies sealed from then on. Admins. */
export async function createWebhook(ctx: OrgCtx, input: z.input<typeof createWebhookInput>): Promise<{ id: string; secret: string }> {
  requireCapability(ctx, 'admin')
  const { name, url } = createWebhookInput.parse(input)
  const [id, secret] = [randomUUID(), newSecret()]
  const kept = checked(url)
  await writing(ctx, async (tx, w) => {
    await tx.insert(webhooks).values({ organisationId: ctx.org.id, id, name, url: kept, secret: seal('webhook', secret), createdBy: ctx.actor.label, createdAt: now() })
    await w.audit({ action: 'webhook.created', subject: 'webhook', subjectId: id, detail: { name, host: new URL(kept).host } })
    w.publish('alerts')
  })
  return { id, secret }
}

/** Renames it, moves it, switches it on or off, or gives it a new secret, which is answered this once. Admins. */
export async function changeWebhook(ctx: OrgCtx, input: z.input<typeof changeWebhookInput>): Promise<{ secret: string | null }> {
  requireCapability(ctx, 'admin')
  const { id, name, url, enabled, new_secret } = changeWebhookInput.parse(input)
  const secret = new_secret ? newSecret() : null
  const set = { ...(name === undefined ? {} : { name }), ...(url === undefined ? {} : { url: checked(url) }), ...(enabled === undefined ? {} : { enabled }), ...(secret ? { secret: seal('webhook', secret) } : {}) }
  await writing(ctx, async (tx, w) => {
    const [row] = Object.keys(set).length === 0 ? [] : await tx.update(webhooks).set(set).where(and(eq(webhooks.organisationId, ctx.org.id), eq(webhooks.id, id))).returning({ name: webhooks.name })
    if (!row) throw notFound('webhook')
    await w.audit({ action: secret ? 'webhook.secret_renewed' : 'webhook.changed', subject: 'webhook', subjectId: id, detail: { name: row.name, ...(enabled === undefined ? {} : { enabled }) } })
    w.publish('alerts')
  })
  return { secret }
}

/** Takes a webhook away, with its log. Admins; an unknown one is `not_found`. */
export async function removeWebhook(ctx: OrgCtx, input: z.input<typeof webhookRef>): Promise<void> {
  requireCapability(ctx, 'admin')
  const { id } = webhookRef.parse(input)
  await writing(ctx, async (tx, w) => {
    const [row] = await tx.delete(webhooks).where(and(eq(webhooks.organisationId, ctx.org.id), eq(webhooks.id, id))).returning({ name: webhooks.name })
    if (!row) throw notFound('webhook')
    await w.audit({ action: 'webhook.removed', subject: 'webhook', subjectId: id, detail: { name: row.name } })
    w.publish('alerts')
  })
}

/** Queues a test message; what came of it stands in the log. Admins. */
export async function testWebhook(ctx: OrgCtx, input: z.input<typeof webhookRef>): Promise<void> {
  requireCapability(ctx, 'admin')
  const { id } = webhookRef.parse(input)
  await writing(ctx, async (tx) => {
    const sent = await queueMessage(tx, ctx, [id], { type: 'webhook.test', data: { said: 'This is a test. Nothing has happened.' } })
    if (sent.length === 0) throw notFound('webhook that is switched on')
  })
}

/** Sends a message once more that was given up. Admins. */
export async function retryDelivery(ctx: OrgCtx, input: z.input<typeof retryDeliveryInput>): Promise<void> {
  requireCapability(ctx, 'admin')
  const { id } = retryDeliveryInput.parse(input)
  await writing(ctx, async (tx) => {
    const at = now()
    const [row] = await tx.update(webhookDeliveries).set({ state: 'waiting', attempts: 0, dueAt: at, endedAt: null })
      .where(and(eq(webhookDeliveries.organisationId, ctx.org.id), eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, 'failed'))).returning({ id: webhookDeliveries.id })
    if (!row) throw notFound('message that was given up')
    await wakeDelivery(tx, ctx, at)
  })
}
