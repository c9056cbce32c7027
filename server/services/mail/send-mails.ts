import { and, eq, sql } from 'drizzle-orm'
import { mails, members, users } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '@/server/context'
import { mailWait } from '@/server/domain/notifications/wanted'
import { dueRow, nextDue, type Outbox } from '../outbox'
import { canMail, openMail, type Delivery } from './deliver'
import { wakeMail } from './queue-mail'

const BOX: Outbox = { table: 'mails', claimMs: 10 * 60_000 }
type Claimed = typeof mails.$inferSelect

/**
 * Sends what is due, one after the other: claimed, handed over, written down. A server that is away is asked again later
 * (`mailWait`), one that refuses is not. `clock` is the wall's. Answers how many were taken by the mail server.
 */
export async function sendMails(ctx: OrgCtx, { clock, signal }: { clock: Date; signal?: AbortSignal }): Promise<{ sent: number }> {
  requireCapability(ctx, 'admin')
  const server = canMail() ? await openMail() : null
  let sent = 0
  try {
    for (let mail = await claim(ctx, clock); mail; mail = await claim(ctx, clock)) {
      const to = await addressOf(ctx, mail.userId)
      const delivery = server && to ? await server.deliver({ to, subject: mail.subject, text: mail.text, html: mail.html ?? undefined, headers: mail.headers, pictures: mail.pictures, messageId: `<${mail.id}@touchstone>` }) : null
      await settle(ctx, mail, delivery, clock)
      if (delivery?.state === 'sent') sent++
      // The mail server is away: the others would wait as long for nothing.
      if (delivery?.state === 'failed') break
      signal?.throwIfAborted()
    }
  } finally {
    server?.close()
  }
  await writing(ctx, async (tx) => {
    const ms = await nextDue(tx, BOX, ctx.org.id)
    // Those behind a failed one are due already: they go with its next attempt, at the latest in a minute.
    if (ms !== null) await wakeMail(tx, ctx, new Date(Math.max(ms, clock.getTime() + 60_000)))
  })
  return { sent }
}

function claim(ctx: OrgCtx, clock: Date): Promise<Claimed | undefined> {
  return writing(ctx, async (tx) => {
    const [mail] = await tx.update(mails).set({ state: 'sending', claimedAt: clock, attempts: sql`${mails.attempts} + 1` }).where(dueRow(BOX, ctx.org.id, clock)).returning()
    return mail
  })
}

/** The address a member has now; null when they are a member no more. */
async function addressOf(ctx: OrgCtx, userId: string): Promise<string | null> {
  const [found] = await ctx.db.maintenance((tx) => tx.select({ email: users.email }).from(members).innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organisationId, ctx.org.id), eq(members.userId, userId))))
  return found?.email ?? null
}

async function settle(ctx: OrgCtx, mail: Claimed, delivery: Delivery | null, clock: Date): Promise<void> {
  const wait = delivery?.state === 'failed' ? mailWait(mail.attempts) : null
  const error = delivery && delivery.state !== 'sent' ? delivery.reason.slice(0, 500) : null
  const done = delivery === null ? { state: 'dropped' as const } : delivery.state === 'sent' ? { state: 'sent' as const, sentAt: clock, error } : wait === null ? { state: 'failed' as const, error } : { state: 'waiting' as const, dueAt: new Date(clock.getTime() + wait), error }
  // What was sent is only counted afterwards: its words are not kept.
  const kept = done.state === 'sent' || done.state === 'dropped' ? { text: '', html: null, pictures: [] } : {}
  await writing(ctx, (tx) => tx.update(mails).set({ ...done, ...kept, claimedAt: null }).where(and(eq(mails.organisationId, ctx.org.id), eq(mails.id, mail.id))))
}
