import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { answerReport, reportRows } from './answer'
import { smallOrganisation } from './organisation.fixture'
import { REPORT_NAMES, reports } from './registry'

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await smallOrganisation(db))
})
afterAll(() => db.close())

type Row = Record<string, unknown>
const rowsOf = async (name: string, parameters: Row): Promise<Row[]> => (await answerReport(ctx, name, parameters)).rows
const without = (rows: Row[]) => rows.map(({ segment: _segment, segment_label: _label, ...row }) => row)

test('every report splits and filters by segment, or says why it does not', () => {
  const mute = REPORT_NAMES.filter((name) => {
    const { parameters: { shape }, ...report } = reports[name] as { parameters: { shape: Row }; whole?: string }
    return !('segment' in shape && 'by' in shape) && !report.whole
  })
  expect(mute).toEqual([])
})

test.each(['class-balance', 'follow-through', 'promises', 'asked-again', 'channels-per-issue', 'today-against-expected', 'journey-steps', 'survey-scores', 'growth'])('%s: a part is what the filter shows, the whole is what it was', async (name) => {
  const split = await rowsOf(name, { by: 'segment' })
  expect(without(split.filter((row) => row.segment === 'total'))).toEqual(without(await rowsOf(name, {})))
  for (const segment of ['top', 'rest']) expect(without(split.filter((row) => row.segment === segment))).toEqual(without(await rowsOf(name, { segment })))
})

test('promises count where the customer stood on the day they were made', async () => {
  const [whole] = await rowsOf('promises', {})
  const rest = (await rowsOf('promises', { by: 'segment' })).find((row) => row.segment === 'rest' && row.owner === 'total')
  expect(Number(rest?.promises ?? 0)).toBeLessThanOrEqual(Number(whole?.promises))
  const { rows } = await reportRows(ctx, 'promises', { by: 'segment' }, { row: { segment: 'rest', owner: 'total' }, field: 'promises' }, { limit: 100, offset: 0 })
  expect(rows).toHaveLength(Number(rest?.promises ?? 0))
  // No such part is nobody, with or without a split.
  expect((await reportRows(ctx, 'promises', { by: 'segment' }, { row: { segment: 'nobody', owner: 'total' }, field: 'promises' }, { limit: 1, offset: 0 })).total).toBe(0)
  await expect(reportRows(ctx, 'promises', {}, { row: { segment: 'rest', owner: 'total' }, field: 'promises' }, { limit: 1, offset: 0 })).rejects.toMatchObject({ fault: 'not_found' })
})

test('split and filter by segments together: the filter, said', async () => {
  const { rows, notes } = await answerReport(ctx, 'promises', { by: 'segment', segment: 'rest' })
  expect(new Set(rows.map((row) => row.segment))).toEqual(new Set(['total']))
  expect(notes.join(' ')).toContain('filtered by a segment already')
})
