import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { recordAll } from './care.fixture'
import { compareCells } from './cells.fixture'

let db: Db
let ctx: OrgCtx
const answer = (id: string, day: string, survey: string, score: number | undefined, more: Record<string, unknown> = {}) => ({ id, customer: `c-${id}`, survey, ...(score === undefined ? {} : { occurred_at: `${day}T12:00:00Z`, score }), ...more })
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  await recordAll(ctx, {
    response: [
      // January: 5 promoters, 2 passives, 3 detractors of 14 asked. February: one answer to a question asked in January.
      ...[10, 10, 9, 9, 9, 8, 7, 6, 3, 0].map((score, i) => answer(`n${i}`, '2026-01-20', 'nps', score, { asked_at: '2026-01-10T12:00:00Z' })),
      ...[0, 1, 2].map((i) => answer(`q${i}`, '', 'nps', undefined, { asked_at: '2026-01-11T12:00:00Z' })), answer('late', '2026-02-02', 'nps', 9, { asked_at: '2026-01-30T12:00:00Z' }),
      ...[5, 4, 4, 3, 1].map((score, i) => answer(`s${i}`, '2026-01-05', 'csat', score)), ...[9, 10].map((score, i) => answer(`t${i}`, '2026-01-05', 'csat', score, { scale_min: 0, scale_max: 10 })),
      ...[2, 3, 5, 6, 7].map((score, i) => answer(`e${i}`, '2026-01-06', 'ces', score)),
      // Dated in the future: waits.
      answer('ahead', '2026-04-01', 'nps', 0),
    ],
  })
})
afterAll(async () => { await db.close() })

test('each survey on its own scale, with what was asked and answered', async () => {
  const { rows, statistics } = await answerReport(ctx, 'survey-scores', {})
  expect(rows.map((r) => [r.survey, r.scale, r.period, r.measure, r.n, r.asked, r.answered, r.score])).toEqual([
    ['nps', '0–10', '2026-01-01', 'points', 10, 14, 11, 20], ['nps', '0–10', '2026-02-01', 'points', 1, 0, 0, 100],
    ['csat', '0–10', '2026-01-01', 'mean', 2, 0, 0, 9.5], ['csat', '1–5', '2026-01-01', 'top_two_share', 5, 0, 0, 0.6], ['ces', '1–7', '2026-01-01', 'mean', 5, 0, 0, 4.6],
  ])
  expect(rows[0]).toMatchObject({ response_rate: 11 / 14 })
  expect(rows[3]).toMatchObject({ low: expect.closeTo(0.2307, 3), high: expect.closeTo(0.8824, 3) })
  expect(rows[4]).toMatchObject({ low: expect.closeTo(2.025, 2), high: expect.closeTo(7.175, 2) })
  // 6 promoters and 3 detractors of 11.
  expect(statistics).toMatchObject({ nps: expect.closeTo(27.273, 3), nps_n: 11, csat: 0.6, csat_scale: '1–5' })
  expect((await compareCells(ctx, 'survey-scores', { interval: 'week' })).without).toEqual([])
})
