import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { customerPredictions, riskDays, riskScores } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'
import { customerId, seedCustomers, seedTiers, type CustomerSeed } from './spells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

// Asked on Sunday 15 March 2026: the list is as of Monday the 16th.
const TODAY = '2026-03-16'
const LIST = '2025-12-15'
const many = (n: number, prefix: string, seed: Omit<CustomerSeed, 'id'>): CustomerSeed[] => Array.from({ length: n }, (_, i) => ({ id: `${prefix}${i}`, ...seed }))
const there = { spells: [{ start: '2024-01-01' }] }
const gone = (end: string, kind: 'voluntary' | 'involuntary' | 'administrative' | 'lapse' = 'voluntary') => ({ spells: [{ start: '2024-01-01', end, kind }] })

type Scored = { id: string; day?: string; score: number; value?: number; frozen?: boolean; reasons?: { reason: string; points: number; figures: Record<string, number> }[] }
async function scores(ctx: OrgCtx, days: string[], rows: Scored[]): Promise<void> {
  const organisationId = ctx.org.id
  await db.tenant({ organisationId }, async (tx) => {
    await tx.insert(riskDays).values(days.map((day) => ({ organisationId, day, saw: 'test' })))
    await tx.insert(riskScores).values(rows.map(({ id, day = TODAY, score, value = 100_00, frozen = false, reasons = [{ reason: 'broken_promise', points: score, figures: { promises: 2 } }] }) => ({ organisationId, customerId: customerId(ctx, id), day, score, value, frozen, reasons })))
  })
}

describe('the list', () => {
  test('is by value at stake, from 30 points on, with reasons and what moved', async () => {
    const { ctx } = await testOrganisation(db)
    await seedCustomers(ctx, [...many(4, 'c', there), { id: 'new', spells: [{ start: '2026-03-12' }] }])
    await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'c0', occurred_at: '2026-03-15T08:00:00Z', amount: 5 }] })
    await scores(ctx, [TODAY, '2026-03-09'], [
      { id: 'c0', score: 42, value: 50_00, reasons: [{ reason: 'failed_moment', points: 22, figures: { moments: 1, days: 12 } }, { reason: 'broken_promise', points: 20, figures: { promises: 2 } }] },
      { id: 'c0', day: '2026-03-09', score: 24, reasons: [{ reason: 'failed_moment', points: 24, figures: { moments: 1, days: 5 } }] },
      { id: 'c1', score: 30, value: 900_00 }, { id: 'c2', score: 29, value: 5000_00 }, { id: 'new', score: 35, value: 1_00 },
    ])
    const { rows, statistics } = await answerReport(ctx, 'at-risk', {})
    expect(rows.map((r) => [r.customer, r.score, r.value_at_stake, r.change])).toEqual([['c1', 30, 900, 30], ['c0', 42, 50, 18], ['new', 35, 1, null]])
    expect(rows[1]).toMatchObject({ reasons: 'failed moment 12 days ago; two broken promises', moved: 'broken promise new +20, failed moment fading −2', score_before: 24, failed_moment: 22, broken_promise: 20, silent: 0, value_basis: 'historic', left_on: null })
    expect(statistics).toMatchObject({ day: TODAY, listed: 3, value_at_stake: 951, rising: 3 })
    // One customer, whatever the score.
    expect((await answerReport(ctx, 'at-risk', { customer: 'c2' })).rows).toMatchObject([{ customer: 'c2', score: 29 }])
    // Before anybody was scored.
    expect((await answerReport(ctx, 'at-risk', { to: '2026-03-01' })).notes.join(' ')).toContain('Nobody has been scored yet')
    expect((await answerReport(ctx, 'at-risk', { limit: 1 })).notes.join(' ')).toContain('1 of 3 customers are shown')
    // A prediction, where there is one, is what is at stake.
    await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.insert(customerPredictions).values({ organisationId: ctx.org.id, customerId: customerId(ctx, 'new'), asOf: '2026-03-14', model: 'bg_nbd', horizonWeeks: 52, expectedValue: 3000_00, clv: 2000_00 }))
    const predicted = await answerReport(ctx, 'at-risk', {})
    expect(predicted.rows[0]).toMatchObject({ customer: 'new', value_at_stake: 2000, value_basis: 'predicted' })
  })

  test('keeps who has left with the score of that day, and follows the segment of the list’s day', async () => {
    const { ctx } = await testOrganisation(db)
    const tiers = await seedTiers(ctx, ['top', 'rest'])
    await seedCustomers(ctx, [{ id: 'a', ...there, tiers: [{ tier: 'top', from: '2025-01-01' }] }, { id: 'b', ...there, tiers: [{ tier: 'top', from: '2025-01-01', to: '2026-03-01' }, { tier: 'rest', from: '2026-03-01' }] }, { id: 'gone', ...gone('2026-02-10'), tiers: [{ tier: 'top', from: '2025-01-01' }] }], tiers)
    await scores(ctx, [TODAY], [{ id: 'a', score: 40 }, { id: 'b', score: 40 }, { id: 'gone', day: '2026-02-10', score: 55, frozen: true }, { id: 'gone', day: LIST, score: 10 }])
    expect((await answerReport(ctx, 'at-risk', { segment: 'top' })).rows.map((r) => [r.customer, r.tier])).toEqual([['a', 'top']])
    expect((await answerReport(ctx, 'at-risk', { who: 'left' })).rows).toMatchObject([{ customer: 'gone', score: 55, left_on: '2026-02-10', scored_on: '2026-02-10', change: null, moved: '' }])
  })
})

describe('hits', () => {
  test('are those who left within 90 days, of the listed and of all others; closed by us and ended by death count for neither', async () => {
    const { ctx } = await testOrganisation(db)
    await seedCustomers(ctx, [
      ...many(3, 'hit', gone('2026-01-10')), ...many(7, 'stayed', there), ...many(2, 'closed', gone('2026-01-10', 'involuntary')), { id: 'died', ...gone('2026-01-10', 'administrative') },
      ...many(2, 'missed', gone('2026-03-14', 'lapse')), ...many(38, 'fine', there),
      // The day of the list itself is known to nobody yet; before it they were gone; on the 90th day it is too late.
      { id: 'that-day', ...gone(LIST) }, { id: 'before', ...gone('2025-12-14') }, { id: 'too-late', ...gone('2026-03-15') }, { id: 'came', spells: [{ start: LIST }] },
    ])
    await scores(ctx, [LIST, TODAY], [...['hit0', 'hit1', 'hit2', ...Array.from({ length: 7 }, (_, i) => `stayed${i}`), 'closed0', 'died', 'before'].map((id) => ({ id, day: LIST, score: id === 'hit0' ? 60 : 30 })), { id: 'missed0', day: LIST, score: 29 }])
    const ask = { to: TODAY }
    const { rows } = await answerReport(ctx, 'risk-hits', ask)
    const of = (day: string, group: string) => rows.find((r) => r.day === day && r.group === group)
    // Wilson 3 of 10: .1078 to .6032 (Newcombe 1998's method 3).
    expect(of(LIST, 'listed')).toMatchObject({ customers: 10, left: 3, rate: 0.3, low: expect.closeTo(0.1078, 4), high: expect.closeTo(0.6032, 4) })
    expect(of(LIST, 'urgent')).toMatchObject({ customers: 1, left: 1 })
    expect(of(LIST, 'others')).toMatchObject({ customers: 42, left: 3, times_others: null })
    expect(of(LIST, 'listed')?.times_others).toBeCloseTo(0.3 / (3 / 42), 9)
    expect(of('total', 'listed')).toMatchObject({ customers: 10, left: 3 })
    expect((await compareCells(ctx, 'risk-hits', ask)).compared.customers).toBe(3)
  })

  test('a list that is not 90 days old says nothing', async () => {
    const { ctx } = await testOrganisation(db)
    await seedCustomers(ctx, many(3, 'c', there))
    await scores(ctx, ['2026-02-16'], [{ id: 'c0', day: '2026-02-16', score: 40 }])
    const answer = await answerReport(ctx, 'risk-hits', {})
    expect(answer.rows).toEqual([])
    expect(answer.notes.join(' ')).toContain('No list is 90 days old yet')
  })
})
