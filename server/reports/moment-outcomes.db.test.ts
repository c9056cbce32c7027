import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { touchpoints } from '@/db/schema'
import type { OrgCtx } from '../context'
import { addDays } from '../domain/time/local-day'
import { recordBatch } from '../services/recording/record-batch'
import { queueAll } from '../services/settle/queue'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

/** Records what happened at two moment touchpoints and settles it. Days; now is 15 March 2026. */
async function seed(ctx: OrgCtx, customers: { id: string; left?: string; moments: [day: string, touchpoint: 'bill' | 'claim', result?: string, channel?: string][]; spent?: [day: string, amount: number][]; referred?: string }[]): Promise<void> {
  const at = (day: string) => `${day}T12:00:00Z`
  await recordBatch(ctx, { kind: 'customer', records: customers.map(({ id, left }) => ({ id, acquired_at: '2025-01-01T00:00:00Z', ...(left ? { left_at: at(left) } : {}) })) })
  await recordBatch(ctx, { kind: 'interaction', records: customers.flatMap(({ id, moments }) => moments.map(([day, touchpoint, result, channel = 'phone'], i) => ({ id: `${id}-${i}`, customer: id, occurred_at: at(day), channel, touchpoint, ...(result ? { result } : {}) }))) })
  await recordBatch(ctx, { kind: 'transaction', records: customers.flatMap(({ id, spent = [] }) => spent.map(([day, amount], i) => ({ id: `${id}-${i}`, customer: id, occurred_at: at(day), amount }))) })
  await recordBatch(ctx, { kind: 'referral', records: customers.flatMap(({ id, referred }) => (referred ? [{ id, customer: id, occurred_at: at(referred) }] : [])) })
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    for (const slug of ['bill', 'claim']) await tx.update(touchpoints).set({ class: 'moment_that_matters' }).where(and(eq(touchpoints.organisationId, ctx.org.id), eq(touchpoints.slug, slug)))
    await queueAll(tx, ctx.org.id)
  })
  await settleOrganisation(ctx)
}

const around = (day: string, before: number, after: number): [string, number][] => [[addDays(day, -10), before], [addDays(day, 10), after]]

describe('moment outcomes', () => {
  test('results and effects of all moments, rates over each customer’s first', async () => {
    const { ctx } = await testOrganisation(db, { effectWindowDays: 30, observedFrom: '2025-01-01' })
    const day = '2025-11-10'
    await seed(ctx, [
      { id: 'left', moments: [[day, 'bill', 'failed'], ['2025-11-12', 'bill', 'failed']], left: '2025-11-20' },
      { id: 'less', moments: [[day, 'bill', 'failed']], spent: around(day, 100, 70) },
      { id: 'bit', moments: [[day, 'bill', 'failed']], spent: around(day, 100, 71) },
      { id: 'poor', moments: [[day, 'bill', 'failed']] },
      { id: 'fan', moments: [[day, 'bill', 'exceeded']], spent: around(day, 50, 80), referred: '2025-11-30' },
      { id: 'quiet', moments: [[day, 'bill']], spent: around(day, 50, 50) },
      // Left early, but the others of that day cannot have been watched to the end yet.
      { id: 'early', moments: [['2026-03-01', 'bill', 'failed']], left: '2026-03-05' },
      { id: 'claimant', moments: [['2025-12-01', 'claim', 'met', 'web']], spent: around('2025-12-01', 10, 10) },
    ])
    const { rows, statistics } = await answerReport(ctx, 'moment-outcomes', {})
    expect(rows.map((r) => [r.touchpoint, r.result, r.moments])).toEqual([
      ['total', 'failed', 6], ['total', 'met', 1], ['total', 'exceeded', 1], ['total', 'not_recorded', 1],
      ['bill', 'failed', 6], ['bill', 'met', 0], ['bill', 'exceeded', 1], ['bill', 'not_recorded', 1], ['claim', 'failed', 0], ['claim', 'met', 1], ['claim', 'exceeded', 0], ['claim', 'not_recorded', 0],
    ])
    expect(rows[4]).toMatchObject({
      touchpoint: 'bill', result: 'failed', moments: 6, share: 0.75, known: 7, share_of_known: expect.closeTo(6 / 7, 12), coverage: 7 / 8, pending: 1, left: 2, spent_less: 1, stayed: 1, not_measurable: 1, advocated: 0,
      index_moments: 5, closed: 4, index_left: 1, left_rate: 0.25, left_low: expect.closeTo(0.0456, 4), left_high: expect.closeTo(0.6994, 4), comparable: 2, index_spent_less: 1, spent_less_rate: 0.5,
    })
    expect(rows[5]).toMatchObject({ moments: 0, share: 0, left_rate: null })
    expect(rows[6]).toMatchObject({ stayed: 1, advocated: 1 })
    for (const r of rows) expect(r.pending + r.left + r.spent_less + r.stayed + r.not_measurable).toBe(r.moments)
    expect(statistics).toMatchObject({ moments: 9, coverage: expect.closeTo(8 / 9, 12) })
    expect(rows[7]).toMatchObject({ result: 'not_recorded', moments: 1, known: 7, share_of_known: null })
    expect(Object.values(statistics).every((v) => v !== null)).toBe(true)
    expect((await compareCells(ctx, 'moment-outcomes', {})).without).toEqual([])
    await compareCells(ctx, 'moment-outcomes', { channel: 'web', from: '2025-11-11' })
    expect((await answerReport(ctx, 'moment-outcomes', { channel: 'web', result: 'met' })).rows.map((r) => [r.touchpoint, r.moments, r.share])).toEqual([['total', 1, 1], ['claim', 1, 1]])
  })

  test('few customers with many moments: each first is looked for, and the records behind the cells agree', async () => {
    const { ctx } = await testOrganisation(db, { effectWindowDays: 30, observedFrom: '2025-01-01' })
    const results = ['failed', 'met', undefined]
    const moments = (shift: number) => Array.from({ length: 60 }, (_, i): [string, 'bill' | 'claim', string?] => [addDays('2025-03-01', i * 4 + shift), i % 4 === 0 ? 'claim' : 'bill', results[(i + shift) % 3]])
    await seed(ctx, [{ id: 'a', moments: moments(0), spent: around('2025-06-01', 100, 10) }, { id: 'b', moments: moments(1), left: '2025-11-01' }])
    const { rows } = await answerReport(ctx, 'moment-outcomes', { from: '2025-05-01' })
    expect(rows.filter((r) => r.touchpoint === 'total').map((r) => [r.result, r.index_moments])).toEqual([['failed', 2], ['met', 2], ['exceeded', 0], ['not_recorded', 2]])
    expect((await compareCells(ctx, 'moment-outcomes', { from: '2025-05-01' })).without).toEqual([])
    await compareCells(ctx, 'moment-outcomes', { from: '2025-05-01', touchpoint: 'claim' })
  })

  test('beside spending less stands the same change among all customers', async () => {
    const { ctx } = await testOrganisation(db, { effectWindowDays: 30 })
    const day = '2025-11-10'
    await seed(ctx, [{ id: 'm', moments: [[day, 'bill', 'failed']], spent: around(day, 100, 40) }, { id: 'x', moments: [], spent: around(day, 100, 60) }, { id: 'y', moments: [], spent: around(day, 100, 100) }, { id: 'z', moments: [], left: '2025-11-15', spent: around(day, 100, 0) }])
    const { statistics, notes } = await answerReport(ctx, 'moment-outcomes', {})
    expect(statistics).toMatchObject({ all_customers_left_rate: 0.25, all_customers_spent_less_rate: expect.closeTo(2 / 3, 12), all_customers_spend_change: expect.closeTo(-1 / 3, 12) })
    expect(notes.join(' ')).toContain('30 %')
  })

  test('no moments; a gap longer than the window says what it cannot show', async () => {
    const { ctx } = await testOrganisation(db, { lapseDays: 180 })
    const empty = await answerReport(ctx, 'moment-outcomes', {})
    expect(empty).toMatchObject({ rows: [], statistics: { moments: 0, coverage: null } })
    expect(empty.notes.join(' ')).toContain('shorter than the gap')
    expect((await answerReport(ctx, 'moment-outcomes', { by: 'channel' })).notes.join(' ')).toContain('by')
  })
})
