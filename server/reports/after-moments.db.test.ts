import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { addDays } from '../domain/time/local-day'
import { segmentationRow } from '../queries/segments'
import { defineValueTiers } from '../services/segments/define-value-tiers'
import { resegment } from '../services/segments/resegment'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { recordAll, settleWithMoments } from './care.fixture'
import { compareCells } from './cells.fixture'

// Counted by hand; now is 15 March 2026. Landmark of the retention: 1 January.
let db: Db
let ctx: OrgCtx
const at = (day: string, hour = 12) => `${day}T${String(hour).padStart(2, '0')}:00:00Z`
type Life = { id: string; moments: [day: string, result: string][]; left?: string; kind?: string; broken?: boolean }
const lives: Life[] = [
  // Forty failed in November, ten of them on two occasions, five with a broken promise on top; 16 left after the landmark.
  ...Array.from({ length: 40 }, (_, i): Life => ({ id: `f${i}`, moments: [['2025-11-20', 'failed'], ...(i < 10 ? [['2025-12-01', 'failed'] as [string, string]] : [])], broken: i >= 35, ...(i % 5 < 2 ? { left: addDays('2026-01-05', i) } : {}) })),
  ...Array.from({ length: 40 }, (_, i): Life => ({ id: `m${i}`, moments: [['2025-11-20', 'met']], ...(i % 10 === 0 ? { left: addDays('2026-01-10', i) } : {}) })),
  ...Array.from({ length: 40 }, (_, i): Life => ({ id: `n${i}`, moments: [], ...(i % 8 === 0 ? { left: addDays('2026-01-07', i) } : i === 1 ? { left: '2026-02-01', kind: 'administrative' } : {}) })),
  // Left before the landmark: for nobody's curve. A moment before the days that are looked at: as none.
  { id: 'gone', moments: [['2025-11-20', 'failed']], left: '2025-12-15' }, { id: 'old', moments: [['2025-06-01', 'failed']] },
]
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db, { observedFrom: '2025-01-01', effectWindowDays: 60 }))
  await recordAll(ctx, {
    customer: lives.map(({ id, left, kind }) => ({ id, acquired_at: at('2025-01-01'), ...(left ? { left_at: at(left), ...(kind ? { leave_kind: kind } : {}) } : {}) })),
    interaction: [
      ...lives.flatMap(({ id, moments }) => moments.map(([day, result], i) => ({ id: `${id}-${i}`, customer: id, occurred_at: at(day), channel: 'phone', touchpoint: 'Bill', direction: 'contact', result, issue: `${id}-${i}` }))),
      // Attended: we called three of them within two weeks; one of these says it is right again, one only after three weeks.
      ...['f20', 'f21', 'f22'].map((id) => ({ id: `act-${id}`, customer: id, occurred_at: at('2025-11-23'), channel: 'phone', touchpoint: 'Bill', direction: 'message', initiative: 'ours', issue: `${id}-0` })),
      { id: 'fine', customer: 'f20', occurred_at: at('2025-11-24'), channel: 'phone', touchpoint: 'Order', direction: 'contact', result: 'met', result_source: 'customer', issue: 'f20-0' },
      { id: 'late', customer: 'f21', occurred_at: at('2025-12-11'), channel: 'phone', touchpoint: 'Order', direction: 'contact', result: 'met', result_source: 'customer', issue: 'f21-0' },
    ],
    response: [{ id: 'glad', customer: 'f23', survey: 'csat', score: 4, occurred_at: at('2025-11-22'), touchpoint: 'Bill' }],
    promise: lives.filter((l) => l.broken).map(({ id }) => ({ id, customer: id, made_at: at('2025-11-20'), due_at: at('2025-11-25') })),
  })
  await settleWithMoments(db, ctx, ['bill'])
})
afterAll(async () => { await db.close() })

test('retention from the landmark on: who was there, who left, and the hazard against those with a moment that was met', async () => {
  const { rows, statistics, notes } = await answerReport(ctx, 'retention-after-moment', { landmark: '2026-01-01', unit: 'month', min_at_risk: 1 })
  expect(statistics).toMatchObject({ customers: 121, n_failed: 40, left_failed: 16, n_met: 40, left_met: 4, n_exceeded: 0, n_none: 41, left_none: 5, ties: 'efron', hr_exceeded: null })
  expect(statistics.hr_failed_against_met).toBeGreaterThan(3)
  expect(Number(statistics.hr_failed_against_met_low)).toBeGreaterThan(1)
  expect(Number(statistics.hr_failed_against_met_p)).toBeLessThan(0.05)
  expect(Number(statistics.hr_met_low)).toBeLessThan(1)
  expect(Number(statistics.hr_met_high)).toBeGreaterThan(1)
  const failed = rows.filter((r) => r.group === 'failed')
  // f0 leaves on 5 January, f1 on the 6th, … f36 on 10 February: 12 before February, 4 after.
  expect(failed.map((r) => [r.t, r.at_risk, r.events, Math.round(r.survival * 40)])).toEqual([[0, 40, 12, 28], [1, 28, 4, 24]])
  expect(notes.join(' ')).toContain('Landmark: 1 January 2026')
  expect((await compareCells(ctx, 'retention-after-moment', { landmark: '2026-01-01', min_at_risk: 1 })).without).toEqual([])
})

test('dose: a second failure, and a broken promise on top', async () => {
  const { statistics } = await answerReport(ctx, 'retention-after-moment', { landmark: '2026-01-01', compare_by: 'dose' })
  expect(statistics).toMatchObject({ n_one_failure: 25, n_several_failures: 10, n_failure_and_broken_promise: 5, n_none: 81 })
})

test('effects after 30, 60 and 90 days of each customer’s first moment', async () => {
  const { rows } = await answerReport(ctx, 'moment-effects', { from: '2025-11-01', to: '2025-12-10' })
  const of = (result: string, days: number) => rows.find((r) => r.result === result && r.days === days)
  // Within 30 days only `gone` (on 15 December); by 19 January the fourteenth day's leavers f0 … f12, by 18 February everybody.
  expect(of('failed', 30)).toMatchObject({ moments: 41, pending: 0, closed: 41, left: 1, not_measurable: 40 })
  expect(of('failed', 60)).toMatchObject({ left: 1 + [0, 1, 5, 6, 10, 11].length })
  expect(of('failed', 90)).toMatchObject({ left: 17, left_rate: 17 / 41 })
  expect(of('total', 90)).toMatchObject({ moments: 81, left: 21 })
  for (const r of rows) expect(r.pending + r.left + r.spent_less + r.stayed + r.not_measurable).toBe(r.moments)
  await compareCells(ctx, 'moment-effects', {})
})

test('rescued as the customer says, attended or not, and who stayed from day 14 on', async () => {
  const { rows } = await answerReport(ctx, 'recovery', { from: '2025-11-01' })
  // 51 failed moments: 40 + 10 second ones + gone. f20 by their word, f23 by satisfaction; f21 was too late.
  expect(rows).toMatchObject([{ group: 'total', failed: 51, rescued: 2, too_young: 0 }, { group: 'attended', failed: 3, rescued: 1 }, { group: 'unattended', failed: 48, rescued: 1 }])
  // First failures: 41 customers, all there on 4 December; watched for 60 days, to 2 February. Of f0 … the leavers to f26 are gone then.
  expect(rows[0]).toMatchObject({ watched: 41, stayed: 41 - 1 - [0, 1, 5, 6, 10, 11, 15, 16, 20, 21, 25, 26].length })
  await compareCells(ctx, 'recovery', {})
})

test('by tier each has figures of its own', async () => {
  await recordAll(ctx, { transaction: lives.map(({ id }, i) => ({ id: `t${id}`, customer: id, occurred_at: at('2025-06-01'), amount: 10 + (i % 2) * 90 })) })
  const { slug } = await defineValueTiers(ctx, { name: 'Value', window_days: 365, cut: 'quantiles', tiers: [{ name: 'High', at: 0.5 }, { name: 'Low', at: 1 }] })
  const id = await db.tenant({ organisationId: ctx.org.id }, async (tx) => (await segmentationRow(tx, ctx, slug))?.id ?? '')
  await resegment(ctx, id)
  const { statistics } = await answerReport(ctx, 'retention-after-moment', { landmark: '2026-01-01', by: 'segment' })
  expect(Number(statistics['high:n_failed']) + Number(statistics['low:n_failed'])).toBe(statistics.n_failed)
  expect(Number(statistics['high:left_met']) + Number(statistics['low:left_met'])).toBe(statistics.left_met)
  expect(Number(statistics.hr_failed_low)).toBeLessThan(Number(statistics.hr_failed))
})
