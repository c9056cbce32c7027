import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { addDays, addMonths } from '../domain/time/local-day'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'
import { customerId, seedCustomers, seedTiers, type CustomerSeed } from './spells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

const file = new URL('../../../shared/data/iranian_churn.csv', import.meta.url)
const at = (rows: { group: string; t: number; survival: number; std_err: number | null; at_risk: number; events: number }[], group: string, t: number) => rows.find((r) => r.group === group && r.t === t)

describe('retention curve', () => {
  test.skipIf(!existsSync(file))('the Iranian telecom’s figures (R survival 3.5-3), from dates (needs ../shared/data)', async () => {
    const { ctx } = await testOrganisation(db, { dimensions: ['complains'], observedFrom: '2020-01-01' })
    const end = '2026-03-10'
    await recordBatch(ctx, { kind: 'customer', records: iranian().map(({ tenure, churned, complains }, i) => ({
      id: i + 1, attributes: { complains }, acquired_at: `${addMonths(end, -tenure)}T09:00:00Z`, ...(churned ? { left_at: `${end}T17:00:00Z` } : {}) })) })
    await settleOrganisation(ctx)
    const answer = await answerReport(ctx, 'retention-curve', { by: 'attribute:complains', to: addDays(end, 1), min_at_risk: 1 })
    expect(at(answer.rows, 'total', 36)?.survival).toBeCloseTo(0.847325, 6)
    expect(at(answer.rows, 'total', 36)?.std_err).toBeCloseTo(0.007859, 6)
    expect(answer.statistics).toMatchObject({ subjects: 3150, df: 1, groups: 2, chi_square: expect.closeTo(800.985, 3), excluded_unknown_start: 0 })
  })

  test('whole elapsed units, months by the calendar', async () => {
    const { ctx } = await testOrganisation(db, { observedFrom: '2020-01-01' })
    // [start, end, months]: a month's last day stands for the days it lacks.
    const cases = [['2025-01-31', '2025-02-28', 1], ['2025-01-31', '2025-02-27', 0], ['2025-01-15', '2025-03-14', 1], ['2025-01-15', '2025-03-15', 2], ['2024-02-29', '2025-02-28', 12], ['2025-02-28', '2025-03-31', 1]] as const
    await seedCustomers(ctx, cases.map(([start, end], i) => ({ id: String(i), spells: [{ start, end }] })))
    const { rows } = await answerReport(ctx, 'retention-curve', { min_at_risk: 1 })
    expect(rows.map((r) => r.events)).toEqual([1, 3, 1, ...Array.from({ length: 9 }, () => 0), 1])
    for (const [start, end, months] of cases) expect(addMonths(start, months) <= end && addMonths(start, months + 1) > end, `${start} ${end}`).toBe(true)
    const days = await answerReport(ctx, 'retention-curve', { min_at_risk: 1, unit: 'day' })
    expect(days.rows.filter((r) => r.events > 0).map((r) => r.t)).toEqual([27, 28, 31, 58, 59, 365])
    const weeks = await answerReport(ctx, 'retention-curve', { min_at_risk: 1, unit: 'week' })
    expect(weeks.rows.filter((r) => r.events > 0).map((r) => [r.t, r.events])).toEqual([[3, 1], [4, 2], [8, 2], [52, 1]])
    expect((await compareCells(ctx, 'retention-curve', { min_at_risk: 1 })).compared).toEqual({ at_risk: 13, events: 13 })
  })

  test('who came before leaving was recorded enters late; who left before it, and unknown dates, are left out and counted', async () => {
    const { ctx } = await testOrganisation(db, { observedFrom: '2025-01-01' })
    await seedCustomers(ctx, [
      { id: 'old', spells: [{ start: '2024-01-01' }] }, { id: 'old-left', spells: [{ start: '2024-06-01', end: '2025-03-01' }] },
      { id: 'gone', spells: [{ start: '2023-01-01', end: '2024-12-31' }] }, { id: 'new', spells: [{ start: '2025-02-01', end: '2025-07-01' }] },
      { id: 'unknown', spells: [{ start: '2025-02-01', stated: false }] },
    ])
    const { rows, statistics, notes } = await answerReport(ctx, 'retention-curve', { min_at_risk: 1, to: '2026-01-02' })
    expect(statistics).toMatchObject({ subjects: 3, excluded_unknown_start: 1, excluded_before_recording: 1 })
    expect(rows.filter((r) => r.events > 0 || [0, 8, 13, 24].includes(r.t)).map((r) => [r.t, r.at_risk, r.events, r.survival])).toEqual([[0, 1, 0, 1], [5, 1, 1, 0], [8, 1, 0, 0], [9, 1, 1, 0], [13, 1, 0, 0], [24, 1, 0, 0]])
    expect(notes.join(' ')).toContain('1 customer without a stated acquisition date')
    await compareCells(ctx, 'retention-curve', { min_at_risk: 1, to: '2026-01-02' })
  })

  test('a source that began to record leaving on its own day', async () => {
    const { ctx } = await testOrganisation(db, { observedFrom: '2025-01-01', observedFromBySource: { crm: '2025-07-01' } })
    await seedCustomers(ctx, [{ id: 'a', spells: [{ start: '2024-01-01', end: '2025-10-01' }] }, { id: 'b', spells: [{ start: '2024-01-01', end: '2025-10-01' }] }])
    await fact(ctx, 'a', 'crm')
    const { rows } = await answerReport(ctx, 'retention-curve', { min_at_risk: 1 })
    // b from 12 months, a from 18.
    expect(rows.map((r) => [r.t, r.at_risk])).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21].map((t) => [t, t > 18 ? 2 : 1]))
  })

  test('without a contract the first record stands for the acquisition, and the note says so', async () => {
    const { ctx } = await testOrganisation(db, { lapseDays: 90 })
    await seedCustomers(ctx, [{ id: 'a', spells: [{ start: '2025-01-01', end: '2025-06-01', kind: 'lapse', stated: false }] }])
    const { statistics, notes } = await answerReport(ctx, 'retention-curve', { min_at_risk: 1 })
    expect(statistics).toMatchObject({ subjects: 1, excluded_unknown_start: 0 })
    expect(notes.join(' ')).toContain('90 days')
  })

  test('grouped by segment: the one of the day the risk set is entered, or the first, from its day on', async () => {
    const { ctx } = await testOrganisation(db, { observedFrom: '2020-01-01' })
    const tiers = await seedTiers(ctx, ['top', 'rest'])
    const seeds: CustomerSeed[] = [
      // Had no tier for three months: not at risk in its tier then, or nobody of that tier could have left early.
      { id: 'a', spells: [{ start: '2025-01-01', end: '2025-09-01' }], tiers: [{ tier: 'top', from: '2025-04-01', to: '2025-06-01' }, { tier: 'rest', from: '2025-06-01' }] },
      { id: 'b', spells: [{ start: '2025-01-01' }], tiers: [{ tier: 'rest', from: '2024-12-01' }] },
      { id: 'c', spells: [{ start: '2025-01-01', end: '2025-03-01' }] },
    ]
    await seedCustomers(ctx, seeds, tiers)
    const { rows, statistics } = await answerReport(ctx, 'retention-curve', { by: 'segment', min_at_risk: 1, to: '2026-01-02' })
    expect([...new Set(rows.map((r) => r.group))]).toEqual(['total', 'top', 'rest'])
    expect(at(rows, 'total', 2)).toMatchObject({ at_risk: 3, events: 1 })
    expect(rows.filter((r) => r.group === 'top').map((r) => [r.t, r.at_risk, r.events])).toEqual([[4, 1, 0], [5, 1, 0], [6, 1, 0], [7, 1, 0], [8, 1, 1]])
    expect(rows.filter((r) => r.group === 'rest')).toHaveLength(13)
    expect(statistics).toMatchObject({ without_group: 1, groups: 2 })
    await compareCells(ctx, 'retention-curve', { by: 'segment', min_at_risk: 1, to: '2026-01-02' })
    await compareCells(ctx, 'retention-curve', { segment: 'rest', min_at_risk: 1, to: '2026-01-02' })
  })

  test('nobody; everybody on the first day; fewer than asked', async () => {
    const { ctx } = await testOrganisation(db)
    expect(await answerReport(ctx, 'retention-curve', {})).toMatchObject({ rows: [], statistics: { subjects: 0, chi_square: null, p: null } })
    await seedCustomers(ctx, Array.from({ length: 5 }, (_, i) => ({ id: String(i), spells: [{ start: '2026-01-01', end: '2026-01-01' }] })))
    expect((await answerReport(ctx, 'retention-curve', { min_at_risk: 1 })).rows).toEqual([{ group: 'total', label: 'Total', t: 0, at_risk: 5, events: 5, survival: 0, std_err: null, low: null, high: null }])
    const few = await answerReport(ctx, 'retention-curve', {})
    expect(few.rows).toEqual([])
    expect(few.notes.join(' ')).toContain('fewer than 30')
    expect(few.notes.join(' ')).toContain('observed_from')
  })
})

async function fact(ctx: OrgCtx, id: string, source: string): Promise<void> {
  await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`insert into facts (organisation_id, profile_id, kind, subject_id, source, content_hash, updated_at, stated, fields)
    values (${ctx.org.id}, ${customerId(ctx, id)}, 'customer', ${customerId(ctx, id)}, ${source}, '\\x00', now(), true, '{}')`))
}

function iranian(): { tenure: number; churned: boolean; complains: string }[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',').map((name) => name.replaceAll(/\s+/g, ' '))
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (name: string) => cells[names.indexOf(name)] ?? ''
    return { tenure: Number(cell('Subscription Length')), churned: cell('Churn') === '1', complains: cell('Complains') === '1' ? 'yes' : 'no' }
  })
}
