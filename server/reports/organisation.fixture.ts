import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { touchpoints } from '@/db/schema'
import type { OrgCtx } from '../context'
import { addDays } from '../domain/time/local-day'
import { saveChannelRule } from '../services/journeys/channel-rules'
import { createJourney } from '../services/journeys/create-journey'
import { recordBatch } from '../services/recording/record-batch'
import { scoreCustomers } from '../services/risk/score-customers'
import { defineValueTiers } from '../services/segments/define-value-tiers'
import { resegment } from '../services/segments/resegment'
import { queueAll } from '../services/settle/queue'
import { settleOrganisation } from '../services/settle/settle'
import { refreshPredictions } from '../services/value/refresh-predictions'
import { testOrganisation } from '@/server/testing/database'

const FIRST = '2025-11-20'
const day = (n: number) => `${addDays(FIRST, n)}T10:00:00Z`
const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/**
 * An organisation with a little of everything a report can ask for: known and anonymous, on three channels, with and
 * without touchpoint, moments of every result, purchases, refunds and other currencies, issues, promises, answers,
 * referrals, customers who left in each way and one who came back; tiers, a dimension, and the newest record of 12 March 2026.
 */
export async function smallOrganisation(db: Db): Promise<{ ctx: OrgCtx; as: Awaited<ReturnType<typeof testOrganisation>>['as'] }> {
  const { ctx, as } = await testOrganisation(db, { dimensions: ['branch'], observedFrom: '2025-06-01', effectWindowDays: 30, lapseDays: 80 })
  const people = range(14).map((i) => `c${i}`)
  await recordBatch(ctx, { kind: 'customer', records: people.map((id, i) => ({
    id, name: `Customer ${i}`, attributes: i % 4 === 3 ? {} : { branch: i % 2 ? 'north' : 'south' }, ...(i < 12 ? { acquired_at: `2025-0${1 + (i % 9)}-15T00:00:00Z` } : {}),
    ...(i === 2 ? { left_at: day(40) } : i === 3 ? { left_at: day(75), leave_kind: 'involuntary' } : i === 4 ? { left_at: day(80), leave_kind: 'administrative' } : {}),
  })) })
  const channels = ['web', 'phone', 'email']
  const results = ['failed', 'met', 'exceeded', undefined]
  await recordBatch(ctx, { kind: 'interaction', records: range(120).map((i) => ({
    id: `i${i}`, ...(i % 9 === 8 ? { anonymous_id: `a${i % 4}` } : { customer: people[i % 14] }), occurred_at: day((i * 7) % 113), channel: channels[i % 3], direction: ['lookup', 'contact', 'message'][i % 3],
    ...(i % 5 === 4 ? {} : { touchpoint: i % 2 ? 'Resolve a billing question' : 'Check the balance' }), ...(results[i % 4] ? { result: results[i % 4] } : {}), ...(i % 10 === 1 ? { impression: -2 } : {}),
    ...(i % 3 === 1 ? { cost: 4.5, duration_s: 300, issue: `case${i % 6}` } : {}),
  })) })
  await recordBatch(ctx, { kind: 'transaction', records: [
    ...range(60).map((i) => ({ id: `t${i}`, customer: people[i % 13], occurred_at: day((i * 11) % 112), amount: i % 12 === 5 ? -20 : 10 + (i % 7) * 5.25, ...(i % 20 === 9 ? { currency: 'USD' } : {}) })),
    // Lapses in February, and buys again in March.
    { id: 'back1', customer: 'back', occurred_at: day(0), amount: 30 }, { id: 'back2', customer: 'back', occurred_at: day(105), amount: 30 },
  ] })
  await recordBatch(ctx, { kind: 'issue', records: range(6).map((i) => ({ id: `case${i}`, customer: people[i % 14], opened_at: day(i * 10), ...(i % 2 ? { resolved_at: day(i * 10 + 5) } : {}) })) })
  await recordBatch(ctx, { kind: 'promise', records: range(6).map((i) => ({ id: `p${i}`, customer: people[i], made_at: day(20 + i), due_at: day(27 + i), ...(i % 2 ? { kept_at: day(25 + i) } : {}), text: 'We call back' })) })
  await recordBatch(ctx, { kind: 'response', records: range(8).map((i) => ({ id: `r${i}`, customer: people[i], occurred_at: day(30 + i), survey: i % 2 ? 'nps' : 'csat', score: i % 2 ? 9 : 2, ...(i % 2 ? {} : { scale_min: 1, scale_max: 5 }) })) })
  await recordBatch(ctx, { kind: 'response', records: range(12).map((i) => ({ id: `w${i}`, customer: people[i], occurred_at: day(70 + i), survey: 'perceived_value', score: (i * 3) % 11, ...(i === 11 ? {} : { scale_min: 0, scale_max: 10 }) })) })
  await recordBatch(ctx, { kind: 'referral', records: [{ id: 'f1', customer: 'c5', occurred_at: day(60) }] })
  // Somebody to worry about: two promises broken and an issue that waits.
  await recordBatch(ctx, { kind: 'issue', records: [{ id: 'waits', customer: 'c6', opened_at: day(60) }] })
  await recordBatch(ctx, { kind: 'promise', records: [80, 90].map((due) => ({ id: `broken${due}`, customer: 'c6', made_at: day(due - 5), due_at: day(due), text: 'We call back' })) })
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    await tx.update(touchpoints).set({ class: 'moment_that_matters' }).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, 'resolve_a_billing_question')))
    await queueAll(tx, ctx.org.id)
  })
  await settleOrganisation(ctx)
  const { slug } = await defineValueTiers(ctx, { name: 'Value', window_days: 365, cut: 'quantiles', tiers: [{ name: 'Top', at: 0.2 }, { name: 'Rest', at: 1 }] })
  const made = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ id: string }>(sql`select id::text from segmentations where slug = ${slug}`))
  await resegment(ctx, made.rows[0]?.id ?? '')
  await scoreCustomers(ctx)
  await refreshPredictions(ctx)
  await mapWithRules(ctx)
  return { ctx, as }
}

/** A map of three steps, one of them bound to nothing, and a channel rule at its second one. */
async function mapWithRules(ctx: OrgCtx): Promise<void> {
  const step = (id: string, touchpoint: string | null) => ({ id, phase: 'p', name: id, touchpoint, child: null })
  await createJourney(ctx, { name: 'Billing', map: { phases: [{ id: 'p', name: 'All of it', when: 'during' }], steps: [step('see', 'check_the_balance'), step('ask', 'resolve_a_billing_question'), step('unbound', null)], lanes: [], cells: [] } })
  await saveChannelRule(ctx, { touchpoint: 'resolve_a_billing_question', required: ['web'], forbidden: ['email'] })
}
