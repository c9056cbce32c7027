import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { addMonths } from '../domain/time/local-day'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport } from './answer'
import { suggestionsFor } from './plans/suggestions'

let db: Db
let ctx: OrgCtx

/** Whole months from September 2024 to February 2026, sixty payments in each; from January on seven in ten fail, before three. */
const MONTHS = Array.from({ length: 18 }, (_, i) => addMonths('2024-09-01', i))
const EACH = 60
const failing = (month: string, i: number) => (month < '2026-01-01' ? 18 + (i % 3) : 42)

beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  for (const [m, month] of MONTHS.entries()) {
    await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: EACH }, (_, i) => ({ id: `${month} ${i}`, customer: `c${i}`, occurred_at: `${month.slice(0, 8)}${String(1 + (i % 28)).padStart(2, '0')}T10:00:00Z`, channel: 'web', touchpoint: 'Pay a bill', result: i < failing(month, m) ? 'failed' : 'met' })) })
  }
  await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'newest', customer: 'c1', occurred_at: '2026-03-14T10:00:00Z', channel: 'web', touchpoint: 'Pay a bill', result: 'met' }] })
  await settleOrganisation(ctx)
}, 60_000)
afterAll(async () => { await db.close() })

test('what has stood apart for months says since when, and all of these days point at the target: none is its baseline', async () => {
  const { rows } = await answerReport(ctx, 'findings', {})
  const paying = rows.find((row) => row.report === 'moment-outcomes')
  expect(paying).toMatchObject({ since: '2026-01-01', parameters: { touchpoint: 'pay_a_bill', from: '2026-02-01', to: '2026-03-01' } })
  expect(paying?.text).toContain('above it since January 2026')
  const [suggested] = await suggestionsFor(ctx, { subject: 'finding:' })
  expect(suggested).toMatchObject({ pickedFrom: '2026-01-01', pickedTo: '2026-03-01', links: ['touchpoint:pay_a_bill'] })
})
