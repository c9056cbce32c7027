import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { mails } from '@/db/schema'
import { now } from '@/server/clock'
import type { OrgCtx } from '@/server/context'
import { queueJob } from '@/server/jobs/queue'
import { wakeDelivery } from '../webhooks/queue-message'

export type QueuedMail = { userId: string; subject: string; text: string; html?: string; headers?: Record<string, string>; pictures?: { cid: string; png: string }[] }

/**
 * Keeps mails to members with what they tell of, in the same transaction, and wakes the job that sends them. Mail lives on
 * the wall's clock, also that of a sample organisation whose time stands still.
 */
export async function queueMail(tx: Tx, ctx: OrgCtx, list: readonly QueuedMail[]): Promise<void> {
  if (list.length === 0) return
  const at = now()
  await tx.insert(mails).values(list.map((mail) => ({ organisationId: ctx.org.id, id: randomUUID(), ...mail, dueAt: at, createdAt: at })))
  await wakeMail(tx, ctx, at)
}

/** Wakes what must go out, should its job have been lost (five failures in a row): asked once a day and after new data. */
export async function wakeOutgoing(tx: Tx, ctx: OrgCtx, at: Date): Promise<void> {
  const waiting = await tx.execute(sql`select 1 from mails where organisation_id = ${ctx.org.id} and state in ('waiting', 'sending') limit 1`)
  if (waiting.rows.length > 0) await wakeMail(tx, ctx, at)
  const messages = await tx.execute(sql`select 1 from webhook_deliveries where organisation_id = ${ctx.org.id} and state in ('waiting', 'sending') limit 1`)
  if (messages.rows.length > 0) await wakeDelivery(tx, ctx, at)
}

/** Lets the mail job run at `at`, or sooner if it would anyway. */
export async function wakeMail(tx: Tx, ctx: OrgCtx, at: Date): Promise<void> {
  const id = await queueJob(tx, ctx.org.id, 'mail', 'org', {}, at)
  await tx.execute(sql`update jobs set run_at = least(run_at, ${at.toISOString()}::timestamptz) where organisation_id = ${ctx.org.id} and id = ${id} and state = 'queued'`)
}
