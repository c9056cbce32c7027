import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

const file = new URL('../../../shared/data/online_retail_invoices.csv', import.meta.url)

let n = 0
const buy = (ctx: OrgCtx, ...purchases: [customer: string, day: string, amount?: number, kind?: string][]) => recordBatch(ctx, {
  kind: 'transaction', records: purchases.map(([customer, day, amount = 10, kind]) => ({ id: String(++n), customer, occurred_at: `${day}T12:00:00Z`, amount, kind })) })

describe('cohort retention', () => {
  test.skipIf(!existsSync(file))('the retailer’s cohort of December 2010: 885, 324, 286, 340, 321 (needs ../shared/data)', async () => {
    const { ctx } = await testOrganisation(db, { timezone: 'Europe/London', currency: 'GBP' })
    const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','))
    const records = lines.map(([id, customer, , at = '', , , amount]) => ({ id, customer, occurred_at: `${at.replace(' ', 'T')}${at.slice(5, 7) > '03' && at.slice(5, 7) < '11' ? '+01:00' : '+00:00'}`, amount }))
    for (let i = 0; i < records.length; i += 10_000) await recordBatch(ctx, { kind: 'transaction', records: records.slice(i, i + 10_000), settle: false })
    const { rows, notes } = await answerReport(ctx, 'cohort-retention', {})
    const first = rows.filter((r) => r.cohort === '2010-12-01')
    expect(first.slice(0, 5).map((r) => r.active)).toEqual([885, 324, 286, 340, 321])
    expect(first.every((r) => r.edge && r.customers === 885)).toBe(true)
    expect(first.map((r) => r.partial)).toEqual([...Array.from({ length: 12 }, () => false), true])
    expect(rows.some((r) => r.cohort === '2011-01-01' && r.edge)).toBe(false)
    expect(notes.join(' ')).toContain('already customers')
    // Each cohort counted once: all who ever bought.
    expect(rows.filter((r) => r.cohort !== 'total' && r.period_index === 0).reduce((sum, r) => sum + r.customers, 0)).toBe(new Set(lines.filter((l) => Number(l[6]) >= 0).map((l) => l[1])).size)
  })

  test('refunds and ignored kinds open no cohort and keep nobody active; a window never changes who belongs to a cohort', async () => {
    const { ctx } = await testOrganisation(db, { transactionKinds: { salary: 'ignore', card: 'activity' } })
    await buy(ctx, ['a', '2025-10-05'], ['a', '2025-11-05', -10], ['a', '2025-12-05', 0], ['b', '2025-10-09', -5], ['b', '2025-11-09'], ['c', '2025-10-10', 10, 'salary'], ['c', '2025-11-11', 10, 'card'], ['c', '2026-01-11'], ['c', '2026-01-12'], ['d', '2026-02-01'])
    const { rows } = await answerReport(ctx, 'cohort-retention', {})
    const table = (list: typeof rows) => list.map((r) => `${r.cohort} ${r.period_index}: ${r.active}/${r.customers}${r.edge ? ' edge' : ''}${r.partial ? ' partial' : ''}`)
    // The newest record is of 1 February: the window ends there, and February is cut.
    expect(table(rows)).toEqual([
      'total 0: 3/3', 'total 1: 0/3', 'total 2: 2/3', 'total 3: 0/1',
      '2025-10-01 0: 1/1 edge', '2025-10-01 1: 0/1 edge', '2025-10-01 2: 1/1 edge', '2025-10-01 3: 0/1 edge', '2025-10-01 4: 0/1 edge partial',
      '2025-11-01 0: 2/2', '2025-11-01 1: 0/2', '2025-11-01 2: 1/2', '2025-11-01 3: 0/2 partial', '2026-02-01 0: 1/1 partial',
    ])
    expect(table((await answerReport(ctx, 'cohort-retention', { from: '2025-11-01', to: '2026-02-01' })).rows)).toEqual(['total 0: 2/2', 'total 1: 0/2', 'total 2: 1/2', '2025-11-01 0: 2/2', '2025-11-01 1: 0/2', '2025-11-01 2: 1/2'])
    for (const parameters of [{}, { from: '2025-11-10' }, { interval: 'week' }, { unit: 'day', from: '2025-11-01', to: '2025-11-16' }]) expect((await compareCells(ctx, 'cohort-retention', parameters)).without).toEqual([])
    await expect(answerReport(ctx, 'cohort-retention', { interval: 'week', unit: 'day' })).rejects.toThrow('the same as interval')
  })

  test('nobody; one customer; daily cohorts over years stay a table', async () => {
    const { ctx } = await testOrganisation(db)
    expect((await answerReport(ctx, 'cohort-retention', {})).rows).toEqual([])
    await buy(ctx, ['a', '2026-03-01'])
    expect((await answerReport(ctx, 'cohort-retention', { to: '2026-03-02' })).rows).toMatchObject([{ cohort: '2026-03-01', period_index: 0, customers: 1, active: 1, share: 1, edge: true, partial: true }])
  })
})
