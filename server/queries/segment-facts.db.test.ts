import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { Leaf } from '@/server/domain/segments/conditions'
import { addDays, daysBetween } from '@/server/domain/time/local-day'
import { rfmCuts, rfmScore } from '@/server/domain/value-models/rfm'
import { testDb, testOrganisation } from '@/server/testing/database'
import { recordBatch } from '../services/recording/record-batch'
import { runSettle } from '../services/settle/run-settle'
import { cutAt } from './segment-assignment'
import { factsSql } from './segment-facts'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const today = '2026-03-15'
const purchase = fc.record({
  customer: fc.integer({ min: 0, max: 14 }).map((n) => `c${String(n).padStart(2, '0')}`), day: fc.integer({ min: -3, max: 120 }).map((n) => addDays(today, -n)),
  // Few distinct amounts, so that scores have ties to keep together; refunds are no purchase.
  amount: fc.constantFrom(-15, 0, 5, 5, 10, 10, 20, 80), kind: fc.constantFrom('order', 'order', 'order', 'salary'),
})
const countsOf = (values: number[]) => [...new Set(values)].map((value) => ({ value, count: values.filter((v) => v === value).length }))

test('the scores that SQL gives are those of the pure rule: fifths of all who bought by then, equal ones alike', async () => {
  await fc.assert(fc.asyncProperty(fc.array(purchase, { maxLength: 50 }), fc.constantFrom(null, 30, 90), async (bought, days) => {
    const { ctx } = await testOrganisation(db, { transactionKinds: { salary: 'ignore' } })
    await recordBatch(ctx, { kind: 'transaction', records: bought.map(({ day, ...b }, i) => ({ ...b, id: `t${i}`, occurred_at: `${day}T12:00:00Z` })) })
    await runSettle(ctx, { since: null, clock: ctx.now })
    const leaves: Leaf[] = [{ fact: 'recency_score', op: 'at_least', value: 1 }, { fact: 'frequency_score', op: 'at_least', value: 1, days }, { fact: 'monetary_score', op: 'at_least', value: 1, days }]
    const found = await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
      const { borders } = await cutAt(tx, ctx.org, { kind: 'rules', template: null, rest: 'Rest', segments: leaves.map((when, i) => ({ name: `S${i}`, when })) }, today)
      const { facts, column } = factsSql({ org: ctx.org, cuts: [today], customers: null, borders }, leaves)
      return (await tx.execute<{ customer: string; scores: (number | null)[] }>(sql`
        select c.external_id as customer, array[${sql.join(leaves.map((leaf) => sql`f.${column(leaf)}`), sql`, `)}] as scores from (${facts}) f join customers c on c.id = f.customer_id order by 1`)).rows
    })

    const counted = bought.filter((b) => b.kind !== 'salary' && b.day < today)
    const inWindow = counted.filter((b) => days === null || b.day >= addDays(today, -days))
    const buyers = [...new Set(counted.filter((b) => b.amount >= 0).map((b) => b.customer))].toSorted()
    const of = (list: typeof counted, customer: string) => list.filter((b) => b.customer === customer)
    const facts = buyers.map((customer) => ({
      customer, recency: -Math.min(...of(counted, customer).filter((b) => b.amount >= 0).map((b) => daysBetween(b.day, today))),
      frequency: new Set(of(inWindow, customer).filter((b) => b.amount >= 0).map((b) => b.day)).size, monetary: of(inWindow, customer).reduce((sum, b) => sum + b.amount * 100, 0),
    }))
    const scored = facts.map((one) => ({ customer: one.customer, scores: (['recency', 'frequency', 'monetary'] as const).map((key) => rfmScore(one[key], rfmCuts(countsOf(facts.map((other) => other[key]))))) }))
    expect(found.filter((row) => row.scores.some((score) => score !== null))).toEqual(scored)
    // Who never bought has no score, whatever else is known of them.
    expect(found.filter((row) => row.scores.every((score) => score === null)).filter((row) => buyers.includes(row.customer))).toEqual([])
  }), { numRuns: 25 })
}, 120_000)
