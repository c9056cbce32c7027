import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { random } from '../domain/statistics/random.fixture'
import { expectedSoFar } from '../domain/statistics/so-far'
import { recordBatch } from '../services/recording/record-batch'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

// Clocks in New York were set forward on 8 March 2026: the same hour of the day is another one in UTC before and after.
const ZONE = 'America/New_York'
const NOW = DateTime.fromISO('2026-03-19T14:20:30', { zone: ZONE })
type Sent = { id: string; customer: string; occurred_at: string; channel: string; direction: string; touchpoint: string; result?: string }
type Bought = { id: string; customer: string; occurred_at: string; amount: number }

function invent(): { interactions: Sent[]; transactions: Bought[] } {
  const { poisson, binomial } = random(19)
  const interactions: Sent[] = []
  const transactions: Bought[] = []
  for (let back = 0; back < 75; back++) {
    const day = NOW.startOf('day').minus({ days: back })
    // One Thursday on which nothing was recorded at all: a gap, not a zero.
    if (back === 21) continue
    for (let n = poisson(day.weekday === 4 ? 16 : 5); n > 0; n--) {
      const at = day.plus({ minutes: 6 * 60 + binomial(24, 0.5) * 45, seconds: n })
      interactions.push({ id: `i${back}.${n}`, customer: `c${n}`, occurred_at: at.toISO() ?? '', channel: n % 3 ? 'phone' : 'web', direction: n % 4 ? 'contact' : 'lookup', touchpoint: n % 2 ? 'Pay a bill' : 'Dispute', ...(n % 5 === 0 ? { result: 'failed' } : {}) })
    }
    if (back % 2 === 0) transactions.push({ id: `t${back}`, customer: 'c1', occurred_at: day.plus({ hours: 9 }).toISO() ?? '', amount: back % 4 ? 20 : -5 })
  }
  return { interactions, transactions }
}

/** Counted again from what was sent, by another calendar. */
function recount(all: readonly { occurred_at: string }[], days: number[], within: (minutesOfDay: number) => boolean = () => true) {
  return days.map((back) => {
    const day = NOW.minus({ days: back }).toISODate()
    return all.filter(({ occurred_at }) => {
      const at = DateTime.fromISO(occurred_at).setZone(ZONE)
      return at.toISODate() === day && at.toFormat('HH:mm:ss') <= NOW.toFormat('HH:mm:ss') && within(at.hour * 60 + at.minute)
    }).length
  })
}

describe('today against expected', () => {
  const { interactions, transactions } = invent()
  let ctx: OrgCtx
  beforeAll(async () => {
    const made = await testOrganisation(db, { timezone: ZONE })
    ctx = made.as('owner', NOW.toJSDate())
    await recordBatch(ctx, { kind: 'interaction', records: interactions, settle: false })
    await recordBatch(ctx, { kind: 'transaction', records: transactions, settle: false })
  })
  // Eight Thursdays before this one, without the one of which nothing is known.
  const earlier = [7, 14, 28, 35, 42, 49, 56, 63]

  test('every measure as counted again from what was sent', async () => {
    const { rows } = await answerReport(ctx, 'today-against-expected', {})
    const of = {
      interactions, transactions: transactions.filter((t) => t.amount >= 0), contacts: interactions.filter((i) => i.direction === 'contact'), lookups: interactions.filter((i) => i.direction === 'lookup'),
      messages: interactions.filter((i) => i.direction === 'message'), failed: interactions.filter((i) => i.result === 'failed'),
    }
    expect(rows.map((r) => r.measure).toSorted()).toEqual(Object.keys(of).toSorted())
    for (const row of rows) {
      const [soFar = 0] = recount(of[row.measure], [0])
      const before = recount(of[row.measure], earlier)
      expect(row, row.measure).toMatchObject({ so_far: soFar, n_days: 8, day: '2026-03-19' })
      expect(row.expected).toBeCloseTo(before.reduce((a, b) => a + b) / before.length, 9)
      expect(row).toMatchObject((({ low, high }) => ({ low, high }))(expectedSoFar(before, soFar) ?? { low: null, high: null }))
    }
    expect(rows.find((r) => r.measure === 'interactions')?.so_far).toBeGreaterThan(0)
  })

  test('filters count the same; the rows behind a cell add up to it', async () => {
    const { rows } = await answerReport(ctx, 'today-against-expected', { measure: 'contacts', channel: 'phone', touchpoint: 'pay_a_bill' })
    const mine = interactions.filter((i) => i.direction === 'contact' && i.channel === 'phone' && i.touchpoint === 'Pay a bill')
    expect(rows).toMatchObject([{ measure: 'contacts', so_far: recount(mine, [0])[0], expected: recount(mine, earlier).reduce((a, b) => a + b, 0) / 8 }])
    expect((await compareCells(ctx, 'today-against-expected', {})).compared).toEqual({ so_far: 6 })
    await compareCells(ctx, 'today-against-expected', { channel: 'phone', to: '2026-03-13' })
  })

  test('while a feed is late it is told without it, of today and of the days before; one that counts nothing here changes nothing', async () => {
    const before = await answerReport(ctx, 'today-against-expected', {})
    expect(before.rows.map((row) => [row.without, row.rest_so_far])).toEqual(before.rows.map(() => [null, null]))
    // Not on the one Thursday without any record: it stays a gap.
    const chats = Array.from({ length: 60 }, (_, n) => 10 + n).filter((back) => back !== 21).map((back) => ({ id: `chat${back}`, customer: 'c1', occurred_at: NOW.startOf('day').minus({ days: back }).plus({ hours: 9 }).toISO() ?? '', channel: 'Chat', direction: 'contact', result: 'failed' }))
    await recordBatch(ctx, { kind: 'interaction', source: 'chat_desk', records: chats, settle: false })
    const { rows } = await answerReport(ctx, 'today-against-expected', {})
    for (const row of rows) {
      const as = before.rows.find(({ measure }) => measure === row.measure)
      const told = row.measure === 'transactions' ? { so_far: row.so_far, expected: row.expected, low: row.low, high: row.high } : { so_far: row.rest_so_far, expected: row.rest_expected, low: row.rest_low, high: row.rest_high }
      expect(told, row.measure).toEqual({ so_far: as?.so_far, expected: as?.expected, low: as?.low, high: as?.high })
      expect(row.without, row.measure).toBe(row.measure === 'transactions' ? null : 'Chat')
    }
    expect(rows.find((row) => row.measure === 'contacts')?.expected).toBeGreaterThan(before.rows.find((row) => row.measure === 'contacts')?.expected ?? 0)
    // Of that channel alone nothing would be left to tell from.
    expect((await answerReport(ctx, 'today-against-expected', { channel: 'chat', measure: 'contacts' })).rows).toMatchObject([{ without: 'Chat', rest_so_far: null, rest_expected: null }])
  })

  test('says how much has been recorded of the day in all, whatever is asked: nothing on a morning before the first record', async () => {
    const { as } = await testOrganisation(db)
    const contacts = Array.from({ length: 12 * 42 }, (_, n) => ({ id: `c${n}`, customer: 'c', occurred_at: new Date(Date.UTC(2026, 1, 1 + n % 42, 5)).toISOString(), channel: 'phone', direction: 'contact' }))
    await recordBatch(as('owner', new Date('2026-03-15T05:00:00Z')), { kind: 'interaction', records: contacts, settle: false })
    const morning = as('owner', new Date('2026-03-15T06:00:00Z'))
    const told = async () => { const { rows, statistics } = await answerReport(morning, 'today-against-expected', { measure: 'contacts', channel: 'phone' }); return { so_far: rows[0]?.so_far, usually: (rows[0]?.low ?? 0) > 0, records: statistics.records } }
    expect(await told()).toEqual({ so_far: 0, usually: true, records: 0 })
    // A customer who is written down is no day's work; a purchase is.
    await recordBatch(morning, { kind: 'customer', records: [{ id: 'new', acquired_at: '2026-03-15T05:30:00Z' }] })
    expect((await told()).records).toBe(0)
    // A channel of which none is usual yet is silent too: of all together some always have come by now.
    const all = async (parameters: object) => (await answerReport(morning, 'today-against-expected', parameters)).statistics.records_low
    expect([await all({ measure: 'failed' }), await all({ channel: 'phone' })]).toEqual([expectedSoFar(Array.from({ length: 6 }, () => 12), 0)?.low, expectedSoFar(Array.from({ length: 6 }, () => 12), 0)?.low])
    expect(await all({})).toBeGreaterThan(0)
    const night = (await answerReport(as('owner', new Date('2026-03-15T04:00:00Z')), 'today-against-expected', { measure: 'contacts' })).statistics
    expect([night.records, night.records_low]).toEqual([0, 0])
    await recordBatch(morning, { kind: 'transaction', records: [{ id: 't', customer: 'c', occurred_at: '2026-03-15T05:30:00Z', amount: 20 }], settle: false })
    expect(await told()).toEqual({ so_far: 0, usually: true, records: 1 })
    expect(await all({})).toBe(null)
  })

  test('asked of a day that is over it is the whole day; of a young organisation it expects nothing', async () => {
    const past = await answerReport(ctx, 'today-against-expected', { to: '2026-03-13', measure: 'interactions' })
    expect(past.rows).toMatchObject([{ day: '2026-03-12', so_far: interactions.filter((i) => DateTime.fromISO(i.occurred_at).setZone(ZONE).toISODate() === '2026-03-12').length }])
    expect(past.notes.join(' ')).toContain('12 March 2026 as a whole')
    const young = await testOrganisation(db)
    await recordBatch(young.ctx, { kind: 'interaction', records: [{ id: 'a', customer: 'c', occurred_at: '2026-03-15T09:00:00Z', channel: 'web' }], settle: false })
    expect((await answerReport(young.ctx, 'today-against-expected', { measure: 'interactions' })).rows).toMatchObject([{ so_far: 1, expected: null, low: null, n_days: 0 }])
  })
})
