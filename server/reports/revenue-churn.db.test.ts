import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

let n = 0
type Sale = [customer: string, day: string, amount: number, more?: Record<string, unknown>]
async function seed(ctx: OrgCtx, customers: Record<string, unknown>[], sales: Sale[]): Promise<void> {
  await recordBatch(ctx, { kind: 'customer', records: customers })
  await recordBatch(ctx, { kind: 'transaction', records: sales.map(([customer, day, amount, more]) => ({ id: String(++n), customer, occurred_at: `${day}T12:00:00Z`, amount, ...more })) })
  await settleOrganisation(ctx)
}
const acquired_at = '2025-01-01T00:00:00Z'

describe('revenue churn', () => {
  test('what those present at the start brought before, and what became of it', async () => {
    const { ctx } = await testOrganisation(db, { transactionKinds: { salary: 'ignore' } })
    await seed(ctx, [
      { id: 'same', acquired_at }, { id: 'less', acquired_at }, { id: 'more', acquired_at }, { id: 'silent', acquired_at }, { id: 'back', acquired_at }, { id: 'refunded', acquired_at },
      { id: 'left', acquired_at, left_at: '2026-02-10T00:00:00Z' }, { id: 'new', acquired_at: '2026-02-03T00:00:00Z' }, { id: 'abroad', acquired_at },
    ], [
      ['same', '2026-01-05', 100], ['same', '2026-02-05', 100], ['less', '2026-01-05', 100], ['less', '2026-02-05', 60.5], ['more', '2026-01-31', 100], ['more', '2026-02-28', 130], ['silent', '2026-01-10', 40],
      ['back', '2025-11-10', 70], ['back', '2026-02-10', 25], ['refunded', '2026-01-09', 50], ['refunded', '2026-02-09', 20], ['refunded', '2026-02-12', -80],
      // Bought in the very month they left: what they were worth is lost all the same.
      ['left', '2026-01-05', 10], ['left', '2026-02-02', 10], ['new', '2026-02-04', 500], ['abroad', '2026-01-05', 900, { currency: 'USD' }], ['same', '2026-02-01', 3000, { kind: 'salary' }],
    ])
    const ask = { from: '2026-01-01', to: '2026-03-01' }
    const { rows, notes } = await answerReport(ctx, 'revenue-churn', ask)
    expect(rows.find((r) => r.period === '2026-02-01')).toEqual({
      period: '2026-02-01', key: 'total', label: 'Total', customers: 6, value_at_start: 400, lost: 100, contraction: 39.5, expansion: 30, reactivation: 25,
      gross_churn: 139.5 / 400, net_churn: 84.5 / 400, partial: false,
    })
    expect(notes.join(' ')).toMatch(/1 transactions in USD are left out.*1 transactions are of a kind/)
    const { compared } = await compareCells(ctx, 'revenue-churn', ask)
    expect(compared).toMatchObject({ customers: 2, value_at_start: 2, lost: 2 })
  })

  test('a cut-off month is set against the same elapsed days of the month before', async () => {
    const { ctx } = await testOrganisation(db)
    await seed(ctx, [{ id: 'a', acquired_at }], [['a', '2026-02-03', 10], ['a', '2026-02-20', 90], ['a', '2026-03-04', 10]])
    const { rows } = await answerReport(ctx, 'revenue-churn', { from: '2026-03-01', to: '2026-03-11' })
    expect(rows).toMatchObject([{ period: '2026-03-01', value_at_start: 10, lost: 0, contraction: 0, gross_churn: 0, net_churn: 0, partial: true }])
    expect((await compareCells(ctx, 'revenue-churn', { from: '2026-03-01', to: '2026-03-11' })).compared).toMatchObject({ value_at_start: 1 })
  })

  test('finance’s own figures are the value of whom they are sent for, spread over their days', async () => {
    const { ctx } = await testOrganisation(db)
    await seed(ctx, [{ id: 'a', acquired_at }, { id: 'b', acquired_at }], [['a', '2026-01-05', 999], ['b', '2026-01-05', 10], ['b', '2026-02-05', 5]])
    await recordBatch(ctx, { kind: 'customer_value', records: [{ id: 'v1', customer: 'a', period: '2026-Q1', amount: 90 }] })
    const { rows, notes } = await answerReport(ctx, 'revenue-churn', { from: '2026-02-01', to: '2026-03-01' })
    // 31 of the quarter's 90 days fall into January, 28 into February.
    expect(rows).toMatchObject([{ value_at_start: 41, contraction: 8, lost: 0, expansion: 0 }])
    expect(notes.join(' ')).toContain('finance')
    await compareCells(ctx, 'revenue-churn', { from: '2026-02-01', to: '2026-03-01' })
  })

  test('nobody, and the first month of all: nothing to compare is no row', async () => {
    const { ctx } = await testOrganisation(db)
    expect((await answerReport(ctx, 'revenue-churn', {})).rows).toEqual([])
    await seed(ctx, [{ id: 'a', acquired_at }], [['a', '2026-03-03', 10]])
    expect((await answerReport(ctx, 'revenue-churn', {})).rows).toEqual([])
  })

  test('lapsed and won back within one month is no loss', async () => {
    const { ctx } = await testOrganisation(db, { lapseDays: 40 })
    await seed(ctx, [], [['a', '2025-12-30', 20], ['a', '2026-01-02', 20], ['a', '2026-02-25', 50]])
    const { rows } = await answerReport(ctx, 'revenue-churn', { from: '2026-02-01', to: '2026-03-01' })
    expect(rows).toMatchObject([{ customers: 1, value_at_start: 20, lost: 0, expansion: 30 }])
  })
})
