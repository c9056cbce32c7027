import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { customerPredictions } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'
import { customerId } from './spells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

type Told = { id: string; score: number; scale?: [number, number]; at?: string; contact?: { at: string; result?: string; impression?: number; direction?: string }[]; spent?: number }

async function organisation(people: Told[]): Promise<OrgCtx> {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'customer', records: people.map(({ id }) => ({ id, acquired_at: '2025-01-01T00:00:00Z' })) })
  await recordBatch(ctx, { kind: 'response', records: people.map(({ id, score, scale = [0, 10], at = '2026-03-01T10:00:00Z' }, i) => ({ id: `r${i}`, customer: id, survey: 'perceived_value', occurred_at: at, score, scale_min: scale[0], scale_max: scale[1] })) })
  const contacts = people.flatMap(({ id, contact = [] }, i) => contact.map(({ at, direction = 'contact', ...rest }, j) => ({ id: `i${i}-${j}`, customer: id, channel: 'phone', occurred_at: at, direction, ...rest })))
  if (contacts.length > 0) await recordBatch(ctx, { kind: 'interaction', records: contacts })
  const spent = people.filter((p) => p.spent !== undefined).map(({ id, spent: amount }) => ({ id: `t-${id}`, customer: id, occurred_at: '2026-02-01T10:00:00Z', amount }))
  if (spent.length > 0) await recordBatch(ctx, { kind: 'transaction', records: spent })
  await settleOrganisation(ctx)
  return ctx
}

describe('perceived value', () => {
  test('is each customer’s newest answer, a mean with its t interval, and normalised on its scale', async () => {
    const ctx = await organisation([...[7, 9, 4, 10, 6, 8, 8].map((score, i) => ({ id: `c${i}`, score })), { id: 'c7', score: 1, at: '2026-02-01T10:00:00Z' }, { id: 'c7', score: 5 }])
    const { rows, statistics } = await answerReport(ctx, 'value-perception', {})
    // scipy.stats.t.interval(0.95, 7, mean, sem) of 7 9 4 10 6 8 8 5.
    expect(rows.find((r) => r.section === 'whole')).toEqual({ section: 'whole', section_label: 'On the scale from 0 to 10', key: 'total', label: 'Total', scale: '0-10', customers: 8, perceived: 7.125, low: expect.closeTo(5.427033, 5), high: expect.closeTo(8.822967, 5), normalised: 0.7125, value: null })
    expect(statistics).toMatchObject({ scale_min: 0, scale_max: 10 })
    // Before c7 thought again.
    const earlier = await answerReport(ctx, 'value-perception', { to: '2026-02-15' })
    expect(earlier.rows.find((r) => r.section === 'whole')).toMatchObject({ customers: 1, perceived: 1, low: null })
  })

  test('never mixes scales: the commonest is taken, another on request, and what is left out is said', async () => {
    const ctx = await organisation([{ id: 'a', score: 8 }, { id: 'b', score: 6 }, { id: 'c', score: 5, scale: [1, 5] }])
    const usual = await answerReport(ctx, 'value-perception', {})
    expect(usual.rows.find((r) => r.section === 'whole')).toMatchObject({ scale: '0-10', customers: 2, perceived: 7 })
    expect(usual.notes.join(' ')).toContain('Scales are never mixed: 1 answer on 1 to 5 left out.')
    const five = await answerReport(ctx, 'value-perception', { scale: '1-5' })
    expect(five.rows.find((r) => r.section === 'whole')).toMatchObject({ scale: '1-5', customers: 1, perceived: 5, normalised: 1 })
    expect((await answerReport(ctx, 'value-perception', { scale: '0-100' })).rows).toEqual([])
  })

  test('stands by the worst and the best contact before the answer, not after it, nor long before', async () => {
    const ctx = await organisation([
      { id: 'torn', score: 3, contact: [{ at: '2026-02-01T10:00:00Z', result: 'failed' }, { at: '2026-02-10T10:00:00Z', impression: 2 }] },
      { id: 'hurt', score: 1, contact: [{ at: '2026-02-01T10:00:00Z', result: 'met', impression: -2 }] },
      { id: 'served', score: 8, contact: [{ at: '2026-02-01T10:00:00Z', result: 'met' }, { at: '2026-03-02T10:00:00Z', result: 'failed' }] },
      { id: 'long', score: 9, contact: [{ at: '2025-08-01T10:00:00Z', result: 'failed' }] },
      { id: 'told', score: 7, contact: [{ at: '2026-02-01T10:00:00Z', impression: -2, direction: 'message' }] },
    ])
    const { rows } = await answerReport(ctx, 'value-perception', {})
    const of = (section: string) => rows.filter((r) => r.section === section).map((r) => [r.key, r.customers, r.perceived])
    expect(of('worst_care')).toEqual([['strong_negative', 1, 1], ['bad', 1, 3], ['neutral', 1, 8], ['no_contact', 2, 8]])
    expect(of('best_care')).toEqual([['strong_negative', 1, 1], ['neutral', 1, 8], ['strong_positive', 1, 3], ['no_contact', 2, 8]])
    await compareCells(ctx, 'value-perception', {})
  })

  test('and value to us make four lists, cut at medians or where it is said', async () => {
    const ctx = await organisation([{ id: 'a', score: 2, spent: 900 }, { id: 'b', score: 9, spent: 800 }, { id: 'c', score: 8, spent: 10 }, { id: 'd', score: 1, spent: 5 }])
    const { rows, statistics } = await answerReport(ctx, 'value-quadrant', {})
    expect(rows.map((r) => [r.customer, r.quadrant, r.value])).toEqual([['a', 'valuable_unvalued', 900], ['b', 'valuable_valued', 800], ['c', 'less_valued', 10], ['d', 'less_unvalued', 5]])
    expect(statistics).toMatchObject({ value_cut: 405, perceived_cut: 5, value_basis: 'historic' })
    const stated = await answerReport(ctx, 'value-quadrant', { value_cut: 850, perceived_cut: 9 })
    expect(stated.rows.map((r) => [r.customer, r.quadrant])).toEqual([['a', 'valuable_unvalued'], ['b', 'less_valued'], ['c', 'less_unvalued'], ['d', 'less_unvalued']])
    expect((await answerReport(ctx, 'value-perception', { value_cut: 850 })).statistics.cut_by).toBe('one stated, one median')
    // Predicted value where there is some: who is not predicted to bring anything brings nothing.
    await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.insert(customerPredictions).values({ organisationId: ctx.org.id, customerId: customerId(ctx, 'd'), asOf: '2026-03-01', model: 'bg_nbd', horizonWeeks: 52, expectedValue: 100_00, clv: 70_00 }))
    const predicted = await answerReport(ctx, 'value-quadrant', {})
    expect(predicted.statistics.value_basis).toBe('predicted')
    expect(predicted.rows.find((r) => r.customer === 'd')).toMatchObject({ value: 70, quadrant: 'valuable_unvalued' })
  })

  test('a map of one, of all alike, and of nobody', async () => {
    const one = await organisation([{ id: 'a', score: 4, spent: 10 }])
    expect((await answerReport(one, 'value-perception', {})).rows.filter((r) => r.section === 'map')).toMatchObject([{ customers: 1, perceived: 4, value: 10 }])
    const alike = await organisation(Array.from({ length: 40 }, (_, i) => ({ id: `c${i}`, score: 10, spent: 50 })))
    const { rows } = await answerReport(alike, 'value-perception', {})
    expect(rows.filter((r) => r.section === 'map')).toMatchObject([{ customers: 40 }])
    expect(rows.find((r) => r.section === 'quadrant')).toMatchObject({ key: 'valuable_valued', customers: 40 })
    expect(rows.find((r) => r.section === 'whole')).toMatchObject({ perceived: 10, low: 10, high: 10 })
    const { ctx: nobody } = await testOrganisation(db)
    const empty = await answerReport(nobody, 'value-perception', {})
    expect(empty.rows).toEqual([])
    expect(empty.notes.join(' ')).toContain('Nobody has answered')
  })
})
