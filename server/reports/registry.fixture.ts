import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { TouchstoneError } from '../errors'
import { answerReport, reportRows } from './answer'
import { compareCells } from './cells.fixture'
import { smallOrganisation } from './organisation.fixture'
import { periodsAlike } from './periods.fixture'
import { reportNamed, type ReportName } from './registry'
import type { Report } from './report'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
const report = (name: ReportName): Report => {
  const found = reportNamed(name)
  if (!found) throw new Error(name)
  return found
}
const anyOf = (c: OrgCtx, name: ReportName, parameters: Record<string, unknown> = {}) => answerReport(c, name as string, parameters)
/** Small enough that everything is drawn. */
const least = (name: ReportName): Record<string, unknown> => ('min_at_risk' in report(name).parameters.shape ? { min_at_risk: 1 } : {})

/** The splits a report takes, one of each sort. */
function splits(name: ReportName): Record<string, unknown>[] {
  const { by, segment, attribute, channel, interval } = report(name).parameters.shape
  const takes = (value: string) => by !== undefined && report(name).parameters.safeParse({ by: value }).success
  return [
    ...['segment', 'channel', 'touchpoint', 'journey', 'attribute:branch'].filter(takes).map((value) => ({ by: value })),
    ...(segment ? [{ segment: 'rest' }] : []), ...(attribute ? [{ attribute: 'branch:north' }] : []), ...(channel ? [{ channel: 'phone' }] : []), ...(interval ? [{ interval: 'week', from: '2026-02-10' }] : []),
  ].map((p) => ({ ...least(name), ...p }))
}

async function fault(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof TouchstoneError ? error.fault : String(error)
  }
}

/** What must hold of every report, tried on the reports named; a file each for several workers. */
export function tryReports(names: readonly ReportName[]): void {
  beforeAll(async () => {
    db = await testDb()
    ;({ ctx, as } = await smallOrganisation(db))
  })
  afterAll(async () => { await db.close() })

  describe.each(names)('%s', (name) => {
    test('says what it is: definition, figures, keys', () => {
      const r = report(name)
      expect(r.name).toBe(name)
      expect(r.title.length).toBeGreaterThan(5)
      expect(r.definition.length).toBeGreaterThan(40)
      const fields = Object.keys(r.row.shape)
      for (const [field, figure] of Object.entries(r.figures)) {
        for (const used of [field, figure?.numerator, figure?.denominator, figure?.low, figure?.high, figure?.n, figure?.of]) if (used) expect(fields, `${field} uses ${used}`).toContain(used)
      }
      for (const key of r.keys) expect(fields).toContain(key)
      // A cell says by `field` which figure is meant, wherever one is named.
      expect(r.keys).not.toContain('field')
      if (r.measure) expect(Object.keys(r.figures)).toContain(r.measure.field)
      // T is what the literature calls a customer's age; everything else is snake_case.
      expect(fields.every((field) => /^([a-z][a-z0-9_]*|T)$/.test(field))).toBe(true)
    })

    test('rows are what the schema says, each told by its keys, the whole first', async () => {
      for (const parameters of [least(name), ...splits(name)]) {
        const { rows } = await anyOf(ctx, name, parameters)
        for (const row of rows) report(name).row.strict().parse(row)
        const keys = rows.map((row) => JSON.stringify(report(name).keys.map((key) => row[key])))
        expect(new Set(keys).size, JSON.stringify(parameters)).toBe(keys.length)
        const wholes = rows.map((row) => report(name).keys.some((key) => row[key] === 'total'))
        if (wholes.includes(true)) expect(wholes.lastIndexOf(true), JSON.stringify(parameters)).toBe(wholes.filter(Boolean).length - 1)
      }
    })

    test('the rows behind a cell add up to it', async () => {
      const total: Record<string, number> = {}
      for (const [n, parameters] of [least(name), ...splits(name)].entries()) {
        const { compared } = await compareCells(ctx, name, parameters, n === 0 ? 4 : 1)
        for (const [field, n] of Object.entries(compared)) total[field] = (total[field] ?? 0) + n
      }
      if (report(name).population) expect(Object.keys(total).length, `${name} compared nothing`).toBeGreaterThan(0)
    })

    test('refuses what it does not know', async () => {
      expect(await fault(anyOf(ctx, name, { nonsense: '1' }))).toBe('invalid')
      if ('from' in report(name).parameters.shape) expect(await fault(anyOf(ctx, name, { from: '2026-02-30' }))).toBe('invalid')
      expect(await fault(reportRows(ctx, name, {}, { row: {}, field: 'nonsense' }, { limit: 1, offset: 0 }))).toBe('invalid')
    })

    test('takes every parameter that is common to all, and says which it does not use', async () => {
      const common = { interval: 'week', unit: 'week', by: 'channel', channel: 'phone', touchpoint: 'check_the_balance', segment: 'rest', compare: 'previous', min_at_risk: '5', from: '2026-01-01', to: '2026-03-01' }
      const { notes, parameters } = await anyOf(ctx, name, common)
      for (const [key, value] of Object.entries(common)) expect(key in parameters !== notes.some((note) => note.startsWith(`${key}=${value} is not used`)), `${name} ${key}`).toBe(true)
      expect(await fault(anyOf(ctx, name, { interval: 'hour' }))).toBe('invalid')
      if ('journey' in report(name).parameters.shape) expect(await fault(anyOf(ctx, name, { journey: 'nowhere' }))).toBe('invalid')
    })

    test('filtered by an attribute of customers, the whole is the part that a split shows', async () => {
      const { by, attribute } = report(name).parameters.shape
      if (!by || !attribute || !('leave_kind' in report(name).parameters.shape || name === 'revenue-churn' || name === 'retention-curve')) return
      const key = name === 'retention-curve' ? 'group' : 'key'
      const figures = (rows: Record<string, unknown>[], part: string) => rows.filter((row) => row[key] === part && (row.at_start ?? row.at_risk ?? row.customers) !== 0).map((row) => ({ ...row, [key]: '', label: '' }))
      const split = await anyOf(ctx, name, { ...least(name), by: 'attribute:branch' })
      const filtered = await anyOf(ctx, name, { ...least(name), 'attribute:branch': 'north' })
      expect(figures(filtered.rows, 'total').length).toBeGreaterThan(0)
      expect(figures(filtered.rows, 'total')).toEqual(figures(split.rows, 'north'))
    })

    test('compare sets the figures of the window before beside', async () => {
      if (!('compare' in report(name).parameters.shape)) return
      const now = await anyOf(ctx, name, { from: '2026-02-01', to: '2026-03-01', compare: 'previous' })
      const before = await anyOf(ctx, name, { from: '2026-01-01', to: '2026-02-01' })
      const keys = report(name).keys.filter((key) => key !== 'period')
      const of = (row: Record<string, unknown>) => JSON.stringify(keys.map((key) => row[key]))
      expect(now.rows.length).toBeGreaterThan(0)
      for (const row of now.rows) {
        const beside = before.rows.find((b) => of(b) === of(row))
        for (const field of Object.keys(report(name).figures)) expect(row[`compared_${field}`], `${of(row)} ${field}`).toBe((beside ?? report(name).absent?.(before.statistics))?.[field] ?? null)
      }
    })

    test('read for all its periods at once it says what it says of each', async () => {
      const r = report(name)
      if (!r.byPeriod) return
      let counting = 0
      for (const { interval: _interval, from: _from, ...parameters } of [least(name), ...splits(name)]) {
        counting += await periodsAlike(ctx, r, parameters, [{ interval: 'month', from: '2025-11-01', to: '2026-03-01' }, { interval: 'week', from: '2026-01-05', to: '2026-03-02' }])
      }
      // No moment failed here: recovery is tried where some did (care-recounted.db.test.ts).
      if (name !== 'recovery') expect(counting).toBeGreaterThan(0)
    })

    test('an organisation without data is no error, and sees nobody else’s', async () => {
      const empty = await testOrganisation(db)
      for (const parameters of [{}, 'from' in report(name).parameters.shape ? { from: '2026-01-01', to: '2026-02-01' } : {}]) {
        const { rows } = await anyOf(empty.ctx, name, parameters)
        for (const row of rows) {
          report(name).row.strict().parse(row)
          for (const [field, figure] of Object.entries(report(name).figures)) if (figure?.unit === 'count' || figure?.unit === 'money') expect(row[field] ?? 0, field).toBe(0)
        }
      }
      // A cell of the other organisation has nobody behind it here.
      const [row] = (await anyOf(ctx, name, least(name))).rows
      if (!row || !report(name).population) return
      const cell = Object.fromEntries(report(name).keys.map((key) => [key, String(row[key])]))
      for (const field of Object.keys(report(name).figures)) {
        try {
          expect((await reportRows(empty.ctx, name, least(name), { row: cell, field }, { limit: 1, offset: 0 })).total, field).toBe(0)
        } catch (error) {
          expect(error).toMatchObject({ fault: 'not_found' })
        }
      }
    })

    test('a viewer may read it, a key that only records may not', async () => {
      expect((await anyOf(as('viewer'), name)).report).toBe(name)
      const recorder: OrgCtx = { ...ctx, can: new Set(['ingest']) }
      expect(await fault(anyOf(recorder, name))).toBe('forbidden')
      expect(await fault(reportRows(recorder, name, {}, { row: {}, field: Object.keys(report(name).figures)[0] ?? Object.keys(report(name).row.shape)[0] ?? '' }, { limit: 1, offset: 0 }))).toBe('forbidden')
    })
  })
}
