import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import type { OrgCtx } from '../context'
import { recordBatch } from '../services/recording/record-batch'
import { queueAll } from '../services/settle/queue'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport, reportRows } from './answer'
import { smallOrganisation } from './organisation.fixture'
import { noteCuts } from './perceived'
import { lotOf, purchaseHistories, sufficientStatistics } from './value-base'
import { countsOf } from './value-fit'
import { noteRanges } from './value-range'

let db: Db
let ctx: OrgCtx
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await smallOrganisation(db))
})
afterAll(() => db.close())

type Row = Record<string, unknown>
const rowsOf = async (name: string, parameters: Row): Promise<Row[]> => (await answerReport(ctx, name, parameters)).rows
const without = (rows: Row[]) => rows.map(({ group: _group, group_label: _label, ...row }) => row)

describe.each([['value-alive', ['frequency', 'silence']], ['value-holdout', ['frequency']], ['channel-breadth', ['channels']]] as const)('%s', (name, keys) => {
  test.each(['segment', 'attribute:branch'])('split by %s, every customer is in one part', async (by) => {
    const rows = await rowsOf(name, { by })
    const whole = rows.filter((row) => row.group === 'total')
    expect(without(whole)).toEqual(without(await rowsOf(name, {})))
    expect(new Set(rows.map((row) => row.group)).size).toBeGreaterThan(2)
    for (const row of whole) {
      const parts = rows.filter((part) => part.group !== 'total' && keys.every((key) => part[key] === row[key]))
      expect(parts.reduce((sum, part) => sum + Number(part.customers), 0), JSON.stringify(keys.map((key) => row[key]))).toBe(row.customers)
    }
  })

  test('filtered by a segment, the whole is the part that a split shows', async () => {
    const split = (await rowsOf(name, { by: 'segment' })).filter((row) => row.group === 'rest')
    expect(without(await rowsOf(name, { segment: 'rest' }))).toEqual(without(split))
    expect(split.length).toBeGreaterThan(0)
  })
})

test('concentration: a curve of each part’s own, to all of its value', async () => {
  const rows = await rowsOf('value-concentration', { by: 'segment' })
  const ends = rows.filter((row) => row.basis === 'historic' && row.percent === '100')
  const [whole, ...parts] = ends
  expect(whole?.group).toBe('total')
  expect(parts.reduce((sum, row) => sum + Number(row.customers), 0)).toBe(whole?.customers)
  expect(parts.reduce((sum, row) => sum + Number(row.value), 0)).toBeCloseTo(Number(whole?.value), 2)
  expect(without(await rowsOf('value-concentration', { segment: 'rest' }))).toEqual(without(rows.filter((row) => row.group === 'rest')))
})

test('customers listed with the part they stood in; a filter leaves those of it, expected the same', async () => {
  const all = await rowsOf('customer-value', { by: 'segment' })
  expect(new Set(all.map((row) => row.group))).toEqual(new Set(['top', 'rest', 'none']))
  const rest = await rowsOf('customer-value', { segment: 'rest' })
  expect(without(rest)).toEqual(without(all.filter((row) => row.group === 'rest')))
  expect((await rowsOf('most-valuable', { segment: 'rest', by: 'segment' })).every((row) => row.group === 'rest')).toBe(true)
  expect((await rowsOf('most-valuable', { by: 'attribute:branch' })).map((row) => row.group_label)).toEqual(expect.arrayContaining(['north', 'south', 'No branch']))
  for (const row of await rowsOf('at-risk', { by: 'segment' })) expect(String(row.group_label)).toBe(row.tier ?? 'No tier yet')
})

test('one model for all of them, and it says why', async () => {
  const { notes } = await answerReport(ctx, 'value-model', { by: 'segment', segment: 'rest' })
  expect(notes.filter((note) => note.includes('one model is fitted'))).toHaveLength(2)
  const north = await answerReport(ctx, 'value-model', { attribute: 'branch:north' })
  const whole = await answerReport(ctx, 'value-model', {})
  expect(Number(north.statistics.customers)).toBeLessThan(Number(whole.statistics.customers))
  expect(Number(north.statistics.customers)).toBeGreaterThan(0)
})

test('a million identical customers are one row, and no model: everybody goes on as so far', async () => {
  const million = [{ x: 2, t: 70, age: 210, n: 1_000_000, later: 0, later_value: 0, spend: 2e9, value: 3e9 }]
  for (const name of ['bg_nbd', 'pareto_nbd'] as const) {
    const fit = await countsOf(million, name)
    expect(fit).toMatchObject({ model: { name: 'historic_average' }, customers: 1_000_000, repeaters: 1_000_000 })
    expect(fit.fallback).toMatch(/one distinct history/u)
  }
})

test('where nobody seems to stop, it says that, and not only which parameter ran away', async () => {
  // Everybody at their own steady pace to the very end.
  const steady = [2, 3, 4, 6, 9, 13].flatMap((gap) => [300, 330, 365].map((age) => { const x = Math.floor(age / (7 * gap)); return { x, t: x * 7 * gap, age, n: 40, later: 0, later_value: 0, spend: 1e5, value: 2e5 } }))
  const fit = await countsOf(steady, 'bg_nbd')
  expect(fit.model.name).toBe('historic_average')
  expect(fit.fallback).toMatch(/^Nothing in these purchases shows that anybody stops for good/u)
})

test('under contract the check is in money, too: what came in, to the penny, against what staying at the old pace would bring', async () => {
  const { ctx: own } = await testOrganisation(db, { currency: 'EUR', observedFrom: '2024-01-01' })
  const people = Array.from({ length: 100 }, (_, i) => `k${i}`)
  const month = (n: number) => `${2024 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
  // Forty leave, most of them soon, all before the holdout; sixty pay ten a month throughout.
  const leaves = (i: number) => (i < 20 ? 1 : i < 29 ? 2 : i < 34 ? 3 : i < 37 ? 5 : i < 39 ? 8 : i < 40 ? 13 : null)
  await recordBatch(own, { kind: 'customer', records: people.map((id, i) => ({ id, acquired_at: '2024-01-01T00:00:00Z', ...(leaves(i) === null ? {} : { left_at: `${month(leaves(i) ?? 0)}-15T00:00:00Z` }) })) })
  const paid = people.flatMap((customer, i) => Array.from({ length: 26 }, (_, n) => n).filter((n) => n < (leaves(i) ?? 99)).map((n) => ({ id: `${customer}.${n}`, customer, occurred_at: `${month(n)}-02T10:00:00Z`, amount: 10 })))
  for (let i = 0; i < paid.length; i += 1000) await recordBatch(own, { kind: 'transaction', records: paid.slice(i, i + 1000) })
  await db.tenant({ organisationId: own.org.id }, (tx) => queueAll(tx, own.org.id))
  await settleOrganisation(own)
  // Two who have only just come: one has paid once, two days ago, the other not yet.
  await recordBatch(own, { kind: 'customer', records: ['paid once', 'not yet'].map((id) => ({ id, acquired_at: '2025-06-28T00:00:00Z' })) })
  await recordBatch(own, { kind: 'transaction', records: [{ id: 'first', customer: 'paid once', occurred_at: '2025-06-29T10:00:00Z', amount: 10 }] })
  await db.tenant({ organisationId: own.org.id }, (tx) => queueAll(tx, own.org.id))
  await settleOrganisation(own)
  for (const customer of ['paid once', 'not yet']) {
    const [worth] = (await answerReport(own, 'customer-value', { model: 'sbg', calibration_end: '2025-07-01', customer })).rows as Row[]
    expect(Number(worth?.expected_value), customer).toBeGreaterThan(50)
    expect(Number(worth?.expected_value), customer).toBeLessThan(130)
  }
  const { statistics, rows } = await answerReport(own, 'value-model', { model: 'sbg', calibration_end: '2025-07-01' })
  expect(rows[0]?.model).toBe('sbg')
  // Eight payments, July to February, of sixty.
  expect(statistics.holdout_actual_value).toBe(60 * 8 * 10)
  // Nobody left, some were expected to; a month is a little over four weeks.
  expect(Number(statistics.holdout_predicted_value)).toBeGreaterThan(60 * 8 * 10 * 0.8)
  expect(Number(statistics.holdout_predicted_value)).toBeLessThan(60 * 8 * 10 * 1.05)

  // Customer by customer: the sixty who stayed, and the two who have only just come and never came again; who had left is not asked about.
  const foreseen = await answerReport(own, 'value-foreseen', { calibration_end: '2025-07-01' })
  expect(foreseen.statistics).toMatchObject({ customers: 62, actual_value: 60 * 8 * 10 })
  expect(Number(foreseen.statistics.range_customers) + Number(foreseen.statistics.nought_customers)).toBe(62)
  expect(Number(foreseen.statistics.expected_value)).toBeCloseTo(Number(statistics.holdout_predicted_value), 0)
  expect(foreseen.rows.map(({ fifth, customers }) => `${fifth}: ${customers}`)).toEqual(['1: 12', '2: 13', '3: 12', '4: 13', '5: 12'])
  const [most, , , , least] = foreseen.rows
  expect(most).toMatchObject({ segment: 'total', actual_value: 80 })
  expect(Number(least?.expected_value)).toBeLessThan(Number(most?.expected_value))
  // Two of the twelve least expected brought nothing.
  expect(least?.actual_value).toBeCloseTo((10 * 80) / 12, 1)
  expect(Number(foreseen.statistics.range_inside) + Number(foreseen.statistics.range_below) + Number(foreseen.statistics.range_above)).toBe(foreseen.statistics.range_customers)
  const opened = await reportRows(own, 'value-foreseen', { calibration_end: '2025-07-01' }, { row: { segment: 'total', fifth: '5' }, field: 'customers' }, { limit: 5, offset: 0 })
  expect(opened.total).toBe(12)
})

test('what cannot be told, or is cut otherwise, is said', () => {
  const said: string[] = []
  const note = (text: string) => void said.push(text)
  noteRanges({ note }, 200)
  expect(said).toEqual([])
  noteRanges({ note }, 1234)
  expect(said.join()).toContain('of up to 200 customers at a time, and these are 1,234')
  const split = { by: { kind: 'none' as const }, channels: null, touchpoints: null, segment: null, attribute: { name: 'branch', value: 'north' } }
  noteCuts({ note, split, parameters: { value_cut: 5, perceived_cut: 7 } })
  noteCuts({ note, split: { ...split, attribute: null }, parameters: {} })
  expect(said).toHaveLength(1)
  noteCuts({ note, split, parameters: {} })
  expect(said[1]).toContain('The medians are those of “north” alone')
})

test('of more customers than a fit takes, some are drawn by lot, the same ones each time; of fewer, all', async () => {
  await db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    const all = (await tx.execute<{ id: string }>(sql`select id::text as id from customers where organisation_id = ${ctx.org.id} order by id`)).rows.map(({ id }) => id)
    const stretches = { end: '2030-01-01', to: '2030-01-01' }
    const buyers = async (most?: number) => (await sufficientStatistics(tx, ctx.org, stretches, undefined, most)).histories.reduce((sum, { n }) => sum + n, 0)
    const among = async (ids: string[]) => (await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${purchaseHistories(ctx.org, stretches, sql`p.customer_id = any(${sql.param(ids)}::uuid[])`)} h where h.x is not null`)).rows[0]?.n
    const most = Math.floor(all.length / 2)
    expect((await lotOf(tx, ctx.org, all.length)).drawn).toBe(false)
    expect((await lotOf(tx, ctx.org, most)).drawn).toBe(true)
    expect(await buyers(most)).toBe(await among(all.slice(0, most)))
    expect(await buyers(all.length)).toBe(await among(all))
    expect(await buyers(most)).toBeLessThan(await buyers())
  })
})
