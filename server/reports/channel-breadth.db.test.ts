import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { channels } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

// Asked on 15 March 2026: channels of March 2024 to February 2025, margin of the twelve months after.
const LONG_AGO = '2020-06-01T00:00:00Z'
const MIDDLE = '2024-09-10T10:00:00Z'
const NEXT = '2025-09-10T10:00:00Z'

async function organisation(records: { customers: object[]; interactions: object[]; transactions: object[] }): Promise<OrgCtx> {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'customer', records: records.customers })
  // Records reach back two years.
  await recordBatch(ctx, { kind: 'transaction', records: [...records.transactions, { id: 'first', customer: 'oldest', occurred_at: '2024-02-10T10:00:00Z', amount: 1 }] })
  await recordBatch(ctx, { kind: 'interaction', records: [...records.interactions, { id: 'last', customer: 'oldest', occurred_at: '2026-03-14T10:00:00Z', channel: 'phone' }] })
  await settleOrganisation(ctx)
  return ctx
}
const visit = (id: string, customer: string, channel: string, more: object = {}) => ({ id, customer, channel, occurred_at: MIDDLE, direction: 'contact', ...more })

describe('channel breadth', () => {
  test('counts chosen channels of the base year, and margin after contact cost in the next', async () => {
    const ctx = await organisation({
      customers: ['a', 'b', 'c', 'new', 'left'].map((id) => ({ id, acquired_at: id === 'new' ? '2024-06-01T00:00:00Z' : LONG_AGO, ...(id === 'left' ? { left_at: '2025-10-01T10:00:00Z' } : {}) })),
      interactions: [
        visit('1', 'a', 'phone', { cost: 4 }), visit('2', 'a', 'web', { direction: 'lookup' }), visit('3', 'a', 'email', { direction: 'message' }),
        visit('4', 'b', 'phone'), visit('5', 'b', 'chat', { occurred_at: '2024-02-10T10:00:00Z' }), visit('6', 'b', 'web', { occurred_at: NEXT }), visit('7', 'b', 'phone', { occurred_at: NEXT }),
        visit('8', 'new', 'phone'), visit('9', 'left', 'phone'),
      ],
      transactions: [{ id: 't1', customer: 'a', occurred_at: NEXT, amount: 100 }, { id: 't2', customer: 'b', occurred_at: NEXT, amount: 50 }, { id: 't3', customer: 'a', occurred_at: MIDDLE, amount: 30 }, { id: 't4', customer: 'b', occurred_at: '2026-03-05T10:00:00Z', amount: 999 }],
    })
    await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.update(channels).set({ costPerContact: 200 }).where(eq(channels.organisationId, ctx.org.id)))
    const { rows, statistics } = await answerReport(ctx, 'channel-breadth', {})
    expect(statistics).toMatchObject({ base_from: '2024-03-01', next_from: '2025-03-01', next_to: '2026-03-01', published_low: 0.15, published_high: 0.25 })
    const of = (key: string) => rows.find((r) => r.channels === key)
    // a: phone and web; b and left: phone; c: none. b paid 50 and made two contacts that cost 2 each; `new` was not there all year, `oldest` came in February.
    expect(of('2')).toMatchObject({ customers: 1, retained: 1, base_margin: 26, next_margin: 100 })
    expect(of('1')).toMatchObject({ customers: 2, retained: 1, next_margin: 23 })
    expect(of('0')).toMatchObject({ customers: 2, next_margin: 0 })
    expect(of('total')).toMatchObject({ customers: 5, retained: 4 })
    expect((await compareCells(ctx, 'channel-breadth', {})).compared.customers).toBeGreaterThan(3)
  })

  test('a switch inside an issue is not a chosen channel: within seven days, or after a hand-over', async () => {
    const on = (day: string) => `2024-09-${day}T10:00:00Z`
    const ctx = await organisation({
      customers: ['soon', 'later', 'handed', 'both', 'same'].map((id) => ({ id, acquired_at: LONG_AGO })), transactions: [],
      interactions: [
        visit('1', 'soon', 'chat', { issue: 's', occurred_at: on('01') }), visit('2', 'soon', 'phone', { issue: 's', occurred_at: on('08') }),
        visit('3', 'later', 'chat', { issue: 'l', occurred_at: on('01') }), visit('4', 'later', 'phone', { issue: 'l', occurred_at: on('09') }),
        visit('5', 'handed', 'chat', { issue: 'h', occurred_at: on('01'), handed_over_to: 'back office' }), visit('6', 'handed', 'phone', { issue: 'h', occurred_at: on('20') }),
        visit('7', 'both', 'chat', { issue: 'b', occurred_at: on('01') }), visit('8', 'both', 'phone', { issue: 'b', occurred_at: on('02') }), visit('9', 'both', 'phone', { occurred_at: on('20') }),
        visit('10', 'same', 'phone', { issue: 'x', occurred_at: on('01') }), visit('11', 'same', 'phone', { issue: 'x', occurred_at: on('02') }),
      ],
    })
    const { rows } = await answerReport(ctx, 'channel-breadth', {})
    const of = (key: string) => rows.find((r) => r.channels === key)?.customers
    // Two channels: `later` waited eight days, and `both` called again by choice.
    expect([of('1'), of('2'), of('forced'), of('not_forced')]).toEqual([3, 2, 3, 3])
  })

  test('adjusts: who is worth more uses more channels, and breadth itself adds nothing', async () => {
    const people = Array.from({ length: 160 }, (_, i) => ({ id: `c${i}`, several: i % 2 === 1, worth: 100 + (i % 2) * 200 + ((i * 37) % 40) }))
    const ctx = await organisation({
      customers: people.map(({ id }, i) => ({ id, acquired_at: `201${i % 9}-06-01T00:00:00Z` })),
      interactions: people.flatMap(({ id, several }) => [visit(`${id}-p`, id, 'phone'), ...(several ? [visit(`${id}-w`, id, 'web')] : [visit(`${id}-q`, id, 'phone')])]),
      transactions: people.flatMap(({ id, worth }, i) => [{ id: `${id}-1`, customer: id, occurred_at: MIDDLE, amount: worth }, { id: `${id}-2`, customer: id, occurred_at: NEXT, amount: worth + ((i * 13) % 11) }]),
    })
    const { rows, statistics } = await answerReport(ctx, 'channel-breadth', {})
    const of = (key: string) => rows.find((r) => r.channels === key)
    expect((of('2')?.next_margin ?? 0) - (of('1')?.next_margin ?? 0)).toBeGreaterThan(190)
    expect(statistics.reference).toBe('1')
    expect(of('2')?.difference_low).toBeLessThan(0)
    expect(of('2')?.difference_high).toBeGreaterThan(0)
    expect(Number(statistics.more_share_high) - Number(statistics.more_share_low)).toBeLessThan(0.1)
  })

  test('records of less than two whole months say so', async () => {
    const { ctx } = await testOrganisation(db)
    await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'a', occurred_at: '2026-03-10T10:00:00Z', amount: 5 }] })
    const answer = await answerReport(ctx, 'channel-breadth', {})
    expect(answer.rows).toEqual([])
    expect(answer.notes.join(' ')).toContain('two whole months at least')
  })
})
