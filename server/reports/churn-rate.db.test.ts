import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { compareCells } from './cells.fixture'
import { seedCustomers, seedTiers, type CustomerSeed } from './spells.fixture'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(async () => { await db.close() })

const many = (n: number, name: string, seed: Omit<CustomerSeed, 'id'>): CustomerSeed[] => Array.from({ length: n }, (_, i) => ({ id: `${name}${i}`, ...seed }))

describe('churn rate', () => {
  test('lost ÷ at start; new ones excluded, every way of leaving beside, the returned won back', async () => {
    const { ctx } = await testOrganisation(db, { observedFrom: '2025-01-01' })
    await seedCustomers(ctx, [
      ...many(90, 'stay', { spells: [{ start: '2025-03-01' }] }),
      ...many(5, 'left', { spells: [{ start: '2025-03-01', end: '2026-01-01' }] }),
      ...many(2, 'closed', { spells: [{ start: '2025-03-01', end: '2026-01-31', kind: 'involuntary' }] }),
      ...many(1, 'died', { spells: [{ start: '2025-03-01', end: '2026-02-01', kind: 'administrative' }] }),
      ...many(2, 'lapsed', { spells: [{ start: '2025-03-01', end: '2026-01-10', kind: 'lapse' }, { start: '2026-02-20', stated: false }] }),
      // Came and left within one month: never there at a month's start.
      ...many(4, 'brief', { spells: [{ start: '2026-01-01', end: '2026-01-20' }] }),
    ])
    const ask = { from: '2026-01-01', to: '2026-03-01' }
    const answer = await answerReport(ctx, 'churn-rate', ask)
    expect(answer.rows).toEqual([
      { period: '2026-01-01', key: 'total', label: 'Total', at_start: 100, lost: 9, churn_rate: 0.09, low: expect.closeTo(0.0481, 4), high: expect.closeTo(0.1623, 4), voluntary: 5, involuntary: 2, administrative: 0, lapse: 2, won_back: 0, partial: false },
      { period: '2026-02-01', key: 'total', label: 'Total', at_start: 91, lost: 1, churn_rate: 1 / 91, low: expect.any(Number), high: expect.any(Number), voluntary: 0, involuntary: 0, administrative: 1, lapse: 0, won_back: 2, partial: false },
    ])
    const voluntary = await answerReport(ctx, 'churn-rate', { ...ask, leave_kind: 'voluntary' })
    expect(voluntary.rows[0]).toMatchObject({ at_start: 100, lost: 5, churn_rate: 0.05, lapse: 2 })
    for (const interval of ['day', 'week', 'month']) expect((await compareCells(ctx, 'churn-rate', { from: '2026-01-20', to: '2026-02-25', interval, leave_kind: 'voluntary' })).without).toEqual([])
    // The same losses, whatever the length of a period.
    const daily = await answerReport(ctx, 'churn-rate', { ...ask, interval: 'day' })
    expect(daily.rows.reduce((n, r) => n + r.lost, 0)).toBe(5 + 2 + 1 + 2 + 4)
  })

  test('a window that cuts a month counts from its own first day, and says so', async () => {
    const { ctx } = await testOrganisation(db)
    await seedCustomers(ctx, [...many(3, 'a', { spells: [{ start: '2026-01-05', end: '2026-01-20' }] }), ...many(1, 'b', { spells: [{ start: '2026-01-12' }] })])
    const answer = await answerReport(ctx, 'churn-rate', { from: '2026-01-10', to: '2026-02-01' })
    expect(answer.rows).toMatchObject([{ period: '2026-01-01', at_start: 3, lost: 3, churn_rate: 1, partial: true }])
    expect(answer.notes.join(' ')).toContain('observed_from')
  })

  test('without a window it reaches from the first relationship to the last stated change', async () => {
    const { ctx } = await testOrganisation(db)
    await seedCustomers(ctx, many(4, 'a', { spells: [{ start: '2019-05-10', end: '2020-06-30' }] }))
    const answer = await answerReport(ctx, 'churn-rate', {})
    expect(answer.parameters).toMatchObject({ from: '2019-05-10' })
    expect(answer.rows).toHaveLength(13)
    expect(answer.rows.at(-1)).toMatchObject({ period: '2020-06-01', at_start: 4, lost: 4 })
  })

  test('the segment is the one at the period’s start; those without one are a row of their own', async () => {
    const { ctx } = await testOrganisation(db, { dimensions: ['branch'] })
    const tiers = await seedTiers(ctx, ['top', 'rest'])
    await seedCustomers(ctx, [
      // Fell to the rest in the very month they left: they are the top tier's loss.
      ...many(2, 'fell', { attributes: { branch: 'north' }, spells: [{ start: '2025-01-01', end: '2026-01-25' }], tiers: [{ tier: 'top', from: '2025-06-01', to: '2026-01-15' }, { tier: 'rest', from: '2026-01-15' }] }),
      ...many(8, 'top', { attributes: { branch: 'north' }, spells: [{ start: '2025-01-01' }], tiers: [{ tier: 'top', from: '2025-06-01' }] }),
      ...many(10, 'rest', { attributes: { branch: 'south' }, spells: [{ start: '2025-01-01' }], tiers: [{ tier: 'rest', from: '2025-06-01' }] }),
      ...many(3, 'new', { spells: [{ start: '2025-12-20', end: '2026-02-03' }] }),
    ], tiers)
    const ask = { from: '2026-01-01', to: '2026-03-01', by: 'segment' }
    const { rows } = await answerReport(ctx, 'churn-rate', ask)
    expect(rows.map((r) => [r.key, r.period, r.at_start, r.lost])).toEqual([
      ['total', '2026-01-01', 23, 2], ['total', '2026-02-01', 21, 3], ['top', '2026-01-01', 10, 2], ['top', '2026-02-01', 8, 0],
      ['rest', '2026-01-01', 10, 0], ['rest', '2026-02-01', 10, 0], ['none', '2026-01-01', 3, 0], ['none', '2026-02-01', 3, 3],
    ])
    await compareCells(ctx, 'churn-rate', ask)
    await compareCells(ctx, 'churn-rate', { ...ask, interval: 'week', from: '2025-05-25', to: '2025-07-01' })
    await compareCells(ctx, 'churn-rate', { ...ask, by: 'attribute:branch', segment: 'top' })
    const filtered = await answerReport(ctx, 'churn-rate', { ...ask, by: undefined, segment: 'top' })
    expect(filtered.rows.map((r) => [r.at_start, r.lost])).toEqual([[10, 2], [8, 0]])
  })

  test('nobody, and all on one day', async () => {
    const { ctx } = await testOrganisation(db)
    expect((await answerReport(ctx, 'churn-rate', {})).rows).toEqual([])
    await seedCustomers(ctx, many(40, 'a', { spells: [{ start: '2026-01-05', end: '2026-02-10' }] }))
    const { rows } = await answerReport(ctx, 'churn-rate', { from: '2026-01-01', to: '2026-04-01' })
    expect(rows).toMatchObject([{ period: '2026-02-01', at_start: 40, lost: 40, churn_rate: 1, high: 1 }])
    expect((await answerReport(ctx, 'churn-rate', { by: 'channel' })).notes.join(' ')).toContain('by')
  })
})
