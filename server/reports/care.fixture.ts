import { inArray, and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { touchpoints } from '@/db/schema'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { queueAll } from '../services/settle/queue'
import { settleOrganisation } from '../services/settle/settle'

/** Records small histories by kind, in order, and settles them; for tests. Throws when a record is refused. */
export async function recordAll(ctx: OrgCtx, records: Partial<Record<'customer' | 'interaction' | 'transaction' | 'issue' | 'promise' | 'response', Record<string, unknown>[]>>): Promise<void> {
  for (const [kind, list] of Object.entries(records)) {
    const answer = await recordBatch(ctx, { kind: kind as keyof typeof records, records: list })
    if (answer.rejected > 0) throw new Error(JSON.stringify(answer.errors))
  }
}

export async function settleWithMoments(db: Db, ctx: OrgCtx, slugs: string[]): Promise<void> {
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    await tx.update(touchpoints).set({ class: 'moment_that_matters' }).where(and(eq(touchpoints.organisationId, ctx.org.id), inArray(touchpoints.slug, slugs)))
    await queueAll(tx, ctx.org.id)
  })
  await settleOrganisation(ctx)
}

/**
 * STORIES 20, told exactly. Over-billed by accident on 2 February; seven calls in a month; three times no call back;
 * three times "within a few days", each with a promise to call within 24 hours of the credit; once "it is your card".
 */
export const hotel = {
  customer: [{ id: 'guest', name: 'The guest', acquired_at: '2024-05-01T00:00:00Z' }],
  issue: [{ id: 'overbilling', customer: 'guest', opened_at: '2026-02-03T09:00:00Z', touchpoint: 'Billing question', title: 'Billed twice for one stay' }],
  interaction: [
    ['2026-02-03', 'They will call back.'], ['2026-02-05', 'Nobody called. The credit comes within a few days.'], ['2026-02-11', 'No credit. They will call back.'], ['2026-02-13', 'Nobody called. Within a few days.'],
    ['2026-02-19', 'It is your card.'], ['2026-02-23', 'It is not the card. They will call back.'], ['2026-02-27', 'Nobody called. Within a few days.'],
  ].map(([day, summary], i) => ({
    id: `call-${i + 1}`, customer: 'guest', occurred_at: `${day}T09:00:00Z`, channel: 'Phone', touchpoint: 'Billing question', direction: 'contact', issue: 'overbilling', result: 'failed', impression: i < 2 ? -1 : -2,
    duration_s: 600, cost: 5, team: 'Front desk', handled_by: `agent-${i % 5}`, asked_for: i === 0 ? ['Booking number'] : ['booking number', 'card number'], summary,
  })),
  promise: [
    ['back-1', 'call-1', '2026-02-03', '2026-02-04', 'We call you back.'], ['back-2', 'call-3', '2026-02-11', '2026-02-12', 'We call you back.'], ['back-3', 'call-6', '2026-02-23', '2026-02-24', 'We call you back.'],
    ['few-1', 'call-2', '2026-02-05', '2026-02-09', 'The credit comes within a few days.'], ['few-2', 'call-4', '2026-02-13', '2026-02-17', 'The credit comes within a few days.'], ['few-3', 'call-7', '2026-02-27', '2026-03-03', 'The credit comes within a few days.'],
    ['confirm-1', 'call-2', '2026-02-05', '2026-02-10', 'We call within 24 hours of the credit.'], ['confirm-2', 'call-4', '2026-02-13', '2026-02-18', 'We call within 24 hours of the credit.'], ['confirm-3', 'call-7', '2026-02-27', '2026-03-04', 'We call within 24 hours of the credit.'],
  ].map(([id, interaction, made, due, text]) => ({ id, customer: 'guest', issue: 'overbilling', interaction, made_at: `${made}T09:30:00Z`, due_at: `${due}T17:00:00Z`, team: 'Front desk', text })),
}
