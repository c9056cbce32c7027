import { randomUUID } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { webhookDeliveries, webhooks } from '@/db/schema'
import { now } from '@/server/clock'
import type { OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'

export type Message = { type: 'alert.fired' | 'alert.cleared' | 'webhook.test'; data: Record<string, unknown> }

/**
 * Keeps a message for each of these webhooks (those that are switched on) with the write it tells of, and wakes the job
 * that sends it. Answers their ids.
 */
export async function queueMessage(tx: Tx, ctx: OrgCtx, ids: readonly string[], message: Message): Promise<string[]> {
  if (ids.length === 0) return []
  const found = await tx.select({ id: webhooks.id }).from(webhooks).where(and(eq(webhooks.organisationId, ctx.org.id), inArray(webhooks.id, [...ids]), eq(webhooks.enabled, true))).orderBy(webhooks.id)
  if (found.length === 0) return []
  const at = now()
  const body = JSON.stringify({ type: message.type, timestamp: at.toISOString(), data: { organisation: ctx.org.slug, ...message.data } })
  await tx.insert(webhookDeliveries).values(found.map(({ id }) => ({ organisationId: ctx.org.id, id: randomUUID(), webhookId: id, event: message.type, body, dueAt: at, createdAt: at })))
  await wakeDelivery(tx, ctx, at)
  return found.map(({ id }) => id)
}

/** Lets the job that sends messages run at `at`, or sooner if it would anyway. */
export async function wakeDelivery(tx: Tx, ctx: OrgCtx, at: Date): Promise<void> {
  const id = await queueJob(tx, ctx.org.id, 'deliver', 'org', {}, at)
  await tx.execute(sql`update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${ctx.org.id} and id = ${id} and state = 'queued'`)
}
