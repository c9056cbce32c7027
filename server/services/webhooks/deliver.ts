import { createHmac } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { webhookDeliveries, webhooks } from '@/db/schema'
import { now } from '@/server/clock'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { deliveryWait, logged } from '@/server/domain/webhooks/message'
import { unseal } from '@/server/sealed'
import { dueRow, nextDue, type Outbox } from '../outbox'
import { post, type Posted, type Resolve } from './post'
import { wakeDelivery } from './queue-message'

const BOX: Outbox = { table: 'webhook_deliveries', claimMs: 5 * 60_000 }
/** Delivered and given-up messages stay in the log for so long. */
const KEPT_DAYS = 30
type Claimed = typeof webhookDeliveries.$inferSelect

/**
 * Sends the messages that are due, one after the other, and says when the next one is. `clock` is the wall's.
 * At least once: a receiver tells a message that came twice by its webhook-id.
 */
export async function deliverMessages(ctx: OrgCtx, { clock, signal, resolve }: { clock: Date; signal?: AbortSignal; resolve?: Resolve }): Promise<{ delivered: number }> {
  requireCapability(ctx, 'admin')
  let delivered = 0
  for (let message = await claim(ctx, clock); message; message = await claim(ctx, clock)) {
    if (await send(ctx, message, clock, resolve)) delivered++
    signal?.throwIfAborted()
  }
  await writing(ctx, async (tx) => {
    await tx.execute(sql`delete from webhook_deliveries where organisation_id = ${ctx.org.id} and ended_at < ${clock.toISOString()}::timestamptz - ${`${KEPT_DAYS} days`}::interval`)
    const ms = await nextDue(tx, BOX, ctx.org.id)
    if (ms !== null) await wakeDelivery(tx, ctx, new Date(ms))
  })
  return { delivered }
}

function claim(ctx: OrgCtx, clock: Date): Promise<Claimed | undefined> {
  return writing(ctx, async (tx) => {
    const [message] = await tx.update(webhookDeliveries).set({ state: 'sending', claimedAt: clock, attempts: sql`${webhookDeliveries.attempts} + 1` }).where(dueRow(BOX, ctx.org.id, clock)).returning()
    return message
  })
}

async function send(ctx: OrgCtx, message: Claimed, clock: Date, resolve?: Resolve): Promise<boolean> {
  const [hook] = await writing(ctx, (tx) => tx.select().from(webhooks).where(and(eq(webhooks.organisationId, ctx.org.id), eq(webhooks.id, message.webhookId))))
  const posted = hook?.enabled ? await post(hook.url, headersOf(message, hook.secret), message.body, { resolve }) : null
  await settle(ctx, message, posted, clock)
  return posted?.taken === true
}

/** Standard Webhooks: id, seconds and an HMAC over both and the body. */
function headersOf(message: Claimed, sealed: string): Record<string, string> {
  const timestamp = String(Math.floor(now().getTime() / 1000))
  return {
    'content-type': 'application/json', 'user-agent': 'Touchstone-Webhooks/1', 'webhook-id': message.id, 'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature(unseal('webhook', sealed), message.id, timestamp, message.body)}`,
  }
}

/** The signature of one message by a secret `whsec_<base64>`. */
export const signature = (secret: string, id: string, timestamp: string, body: string): string =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64')

async function settle(ctx: OrgCtx, message: Claimed, posted: Posted | null, clock: Date): Promise<void> {
  const wait = posted && !posted.taken ? deliveryWait(message.attempts) : null
  const ended = posted === null ? 'dropped' as const : posted.taken ? 'delivered' as const : wait === null ? 'failed' as const : null
  const log = posted ? logged(message.log, { at: clock.toISOString(), status: posted.status, said: posted.said, ms: posted.ms }) : message.log
  await writing(ctx, async (tx, w) => {
    await tx.update(webhookDeliveries).set({ claimedAt: null, log, ...(ended ? { state: ended, endedAt: clock } : { state: 'waiting' as const, dueAt: new Date(clock.getTime() + (wait ?? 0)) }) })
      .where(and(eq(webhookDeliveries.organisationId, ctx.org.id), eq(webhookDeliveries.id, message.id)))
    w.publish('notifications')
  })
}
