import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { COMING_REASON, SORTING } from '../domain/settling'
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

test('what goes by segments says while customers are being sorted into them, and no longer', async () => {
  const said = async (name: string, parameters: Row) => (await answerReport(ctx, name, parameters)).incomplete.filter((reason) => reason.includes(SORTING))
  const all = () => Promise.all([said('promises', { by: 'segment' }), said('promises', { segment: 'rest' }), said('value-tiers', {}), said('losses', {}), said('promises', {})])
  const job = (state: 'none' | 'queued' | 'running', payload: Row = {}, at = '2026-02-01T00:00:00Z') => db.maintenance(async (tx) => {
    await tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id} and kind = 'resegment'`)
    if (state !== 'none') await tx.execute(sql`insert into jobs (organisation_id, id, kind, key, payload, run_at, state) select ${ctx.org.id}, gen_random_uuid(), 'resegment', id::text, ${JSON.stringify(payload)}::jsonb, ${at}::timestamptz, ${state} from segmentations where organisation_id = ${ctx.org.id} and slug = 'value'`)
  })
  await job('running')
  const sorting = [expect.stringMatching(/^Figures by segment may still change: customers are being sorted into “.+”\.$/)]
  expect(await all()).toEqual([sorting, sorting, sorting, sorting, []])
  // Brought forward, as what it was cut from has changed since; and waiting for its turn at the next month.
  await job('queued', { ended: '2026-01-15T10:00:00Z' }, '2026-01-15T10:05:00Z')
  expect((await all())[0]).toEqual(sorting)
  await job('queued', { ended: '2026-01-15T10:00:00Z' })
  expect(await all()).toEqual([[], [], [], [], []])
  await job('none')
  expect(await all()).toEqual([[], [], [], [], []])
})

test('a sample whose history is still being recorded says so with every answer', async () => {
  const sample: OrgCtx = { ...ctx, org: { ...ctx.org, sample: true } }
  const said = async (of: OrgCtx) => (await answerReport(of, 'promises', {})).incomplete.filter((reason) => reason === COMING_REASON)
  expect(await said(sample)).toEqual([])
  await db.maintenance((tx) => tx.execute(sql`insert into jobs (organisation_id, id, kind, key, payload, run_at, state) values (${ctx.org.id}, gen_random_uuid(), 'sample', 'org', '{}'::jsonb, now(), 'running')`))
  expect([await said(sample), await said(ctx)]).toEqual([[COMING_REASON], []])
  await db.maintenance((tx) => tx.execute(sql`delete from jobs where organisation_id = ${ctx.org.id} and kind = 'sample'`))
})
