import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { EXAMPLE_MAPPINGS } from '../domain/mapping/examples'
import { answerReport, type ReportAnswer } from '../reports/answer'
import { importer } from '../services/imports/testing'
import { recordBatch } from '../services/recording/record-batch'
import { TEST_NOW, testDb, testOrganisation } from '../testing/database'

// Published figures and where they are from: ../shared/data/SOURCES.md.
const DATA = new URL('../../../shared/data/cdnow_sample.txt', import.meta.url)
let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

type Rows = Record<string, number | string | null>[]
const report = async (ctx: OrgCtx, name: string, parameters: Record<string, unknown>) => {
  const answer: ReportAnswer = await answerReport(ctx, name, parameters)
  return { ...answer, rows: answer.rows as Rows }
}
const estimates = (rows: Rows, model: string) => Object.fromEntries(rows.filter((r) => r.model === model).map((r) => [r.parameter, Number(r.estimate)]))
const near = (found: Record<string, number>, published: Record<string, number>, share = 0.005) => {
  expect(Object.keys(found)).toEqual(Object.keys(published))
  for (const [name, value] of Object.entries(published)) expect(Math.abs((found[name] ?? 0) / value - 1), name).toBeLessThan(share)
}

describe.skipIf(!existsSync(DATA))('CDNOW through an import (needs ../shared/data)', () => {
  let ctx: OrgCtx
  beforeAll(async () => {
    ;({ ctx } = await testOrganisation(db, { currency: 'USD', discountRate: 0.1 }))
    const { bring } = importer(ctx, TEST_NOW)
    await bring(createReadStream(fileURLToPath(DATA)), EXAMPLE_MAPPINGS.find(({ name }) => name === 'cdnow')?.mapping, 'cdnow_sample.txt')
  })
  const calibration = { calibration_end: '1997-10-01' }

  test('value-model: parameters, log-likelihoods and the holdout', async () => {
    const { rows, statistics } = await report(ctx, 'value-model', calibration)
    near(estimates(rows, 'bg_nbd'), { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 }, 1e-5)
    near(estimates(rows, 'gamma_gamma'), { p: 6.25, q: 3.74, v: 15.44 })
    const of = (model: string) => rows.find((r) => r.model === model) ?? {}
    expect(of('bg_nbd').log_likelihood).toBeCloseTo(-9582.429, 3)
    expect(Number(of('gamma_gamma').log_likelihood)).toBeCloseTo(-4055.918, 2)
    expect(of('bg_nbd')).toMatchObject({ customers: 2357, calibration_start: '1997-01-01', calibration_end: '1997-10-01', holdout_end: '1998-07-01', holdout_weeks: 39, holdout_actual: 1882 })
    expect(of('bg_nbd').holdout_predicted).toBeCloseTo(1653.4, 1)
    expect(of('gamma_gamma').customers).toBe(946)
    const actual = [0.237, 0.697, 1.393, 1.56, 2.532, 2.947, 3.862, 6.359]
    const predicted = [0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.504, 6.157]
    actual.forEach((mean, x) => expect(statistics[`holdout_mean_actual_${x}`]).toBeCloseTo(mean, 3))
    predicted.forEach((mean, x) => expect(statistics[`holdout_mean_predicted_${x}`]).toBeCloseTo(mean, 3))
    expect(Number(statistics.correlation)).toBeCloseTo(0.11, 2)

    const pareto = await report(ctx, 'value-model', { ...calibration, model: 'pareto_nbd' })
    near(estimates(pareto.rows, 'pareto_nbd'), { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 })
    expect(Math.abs(Number(pareto.rows[0]?.log_likelihood) + 9595)).toBeLessThan(0.05)
  })

  test('customer-value: single customers as published', async () => {
    const one = async (customer: string, parameters: Record<string, unknown>) => (await report(ctx, 'customer-value', { ...calibration, customer, ...parameters })).rows[0] ?? {}
    const busy = await one('1516', { horizon_weeks: 52 })
    expect(busy).toMatchObject({ customer: '1516', x: 26, T: 31, model: 'bg_nbd' })
    expect([busy.t_x, busy.p_alive].map((v) => Number(v).toFixed(3))).toEqual(['30.857', '0.969'])
    expect(busy.expected_transactions).toBeCloseTo(25.757, 2)
    // Of the most frequent buyer of all, the risk of leaving (a has a standard error of a quarter of itself) is what is uncertain.
    const spread = Math.log(Number(busy.clv_high) / Number(busy.clv_low)) / 2 / 1.96
    expect(spread).toBeGreaterThan(0.05)
    expect(spread).toBeLessThan(0.12)
    expect(Number(busy.clv_low)).toBeLessThan(Number(busy.clv))
    expect(Number(busy.clv_high)).toBeGreaterThan(Number(busy.clv))
    // One customer is far less certain than the average of such customers.
    const [low, high] = [Number(busy.range_low), Number(busy.range_high)]
    expect(low).toBeLessThan(Number(busy.clv_low))
    expect(high).toBeGreaterThan(Number(busy.clv_high))
    const pareto = await one('1516', { horizon_weeks: 52, model: 'pareto_nbd' })
    expect(pareto.expected_transactions).toBeCloseTo(25.456, 1)
    expect(pareto.p_alive).toBeCloseTo(0.99787, 4)
    const { rows } = await report(ctx, 'customer-value', { ...calibration, horizon_weeks: 39 })
    expect(rows).toHaveLength(2357)
    expect(rows.every((row) => row.range_low === null)).toBe(true)
    const spends = Array.from({ length: 10 }, (_, i) => rows.find((r) => r.customer === String(i + 1).padStart(4, '0'))?.expected_spend)
    expect(spends).toEqual([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17])
    expect(rows.find((r) => r.customer === '0001')).toMatchObject({ x: 2, transactions: 3, historic_value: 74.02 })
    expect(rows.find((r) => r.customer === '0001')?.expected_transactions).toBeCloseTo(1.226, 2)
  })

  test('margin and discount rate: the organisation’s, or the parameters’', async () => {
    const one = async (parameters: Record<string, unknown>) => (await report(ctx, 'customer-value', { ...calibration, customer: '1516', ...parameters })).rows[0] ?? {}
    const [own, whole, half] = [await one({}), await one({ discount_rate: 0 }), await one({ discount_rate: '0', margin: '0.5' })]
    expect(whole.clv).toBe(whole.expected_value)
    expect(half.clv).toBeCloseTo(Number(whole.clv) / 2, 1)
    expect(Number(own.clv) / Number(own.expected_value)).toBeGreaterThan(0.94)
    expect(Number(own.clv) / Number(own.expected_value)).toBeLessThan(0.97)
  })
})

test('degenerate bases get a clear answer and a fallback by name', async () => {
  const cases: [string, Record<string, unknown>[]][] = [
    ['one customer', [{ customer: 'a', occurred_at: '2026-01-05T10:00:00Z', amount: 10 }, { customer: 'a', occurred_at: '2026-02-05T10:00:00Z', amount: 30 }]],
    ['all bought once', Array.from({ length: 60 }, (_, i) => ({ customer: `c${i}`, occurred_at: `2026-01-${String((i % 28) + 1).padStart(2, '0')}T10:00:00Z`, amount: 10 }))],
    ['refunds only', Array.from({ length: 40 }, (_, i) => ({ customer: `c${i}`, occurred_at: '2026-01-05T10:00:00Z', amount: -10 }))],
    ['all alike', Array.from({ length: 200 }, (_, i) => ({ customer: `c${i % 100}`, occurred_at: i < 100 ? '2026-01-05T10:00:00Z' : '2026-02-05T10:00:00Z', amount: 10 }))],
  ]
  for (const [name, records] of cases) {
    const { ctx } = await testOrganisation(db)
    await recordBatch(ctx, { kind: 'transaction', records: records.map((r, i) => ({ id: `t${i}`, ...r })) })
    const values = await report(ctx, 'customer-value', {})
    expect(new Set(values.rows.map((r) => r.model)), name).toEqual(new Set(['historic_average']))
    expect(values.notes.join(' '), name).toContain('historic_average')
    expect(values.statistics.fallback, name).toEqual(expect.any(String))
    const model = await report(ctx, 'value-model', {})
    if (name === 'refunds only') {
      expect(model.rows).toEqual([])
      expect(values.rows[0]).toMatchObject({ x: null, t_x: null, T: null, transactions: 0, historic_value: -10, expected_value: 0, clv: 0, p_alive: null })
    } else expect(model.rows[0], name).toMatchObject({ model: 'historic_average', parameter: 'purchase_days_per_week', std_err: null })
  }
})

test('what cannot be asked is refused by name', async () => {
  const { ctx } = await testOrganisation(db)
  const wrong = [['calibration_end', '2031-01-01'], ['calibration_end', 'soon'], ['model', 'prophet'], ['horizon_weeks', 0], ['horizon_weeks', 1.5], ['margin', 0], ['margin', 1.2], ['discount_rate', 2], ['discount_rate', 'ten']] as const
  const refused = (parameter: string) => ({ fault: 'invalid', message: expect.stringMatching(new RegExp(`^${parameter}: `)), places: [{ field: parameter, reason: expect.any(String) }] })
  for (const [parameter, value] of wrong) await expect(report(ctx, 'customer-value', { [parameter]: value }), `${parameter} ${value}`).rejects.toMatchObject(refused(parameter))
  // Nothing recorded yet is no mistake; a day before all that is recorded is one.
  expect((await report(ctx, 'customer-value', { calibration_end: '2020-01-01' })).rows).toEqual([])
  await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'a', occurred_at: '2026-01-05T10:00:00Z', amount: 10 }] })
  for (const name of ['customer-value', 'value-model', 'value-alive', 'value-holdout']) {
    for (const day of ['2020-01-01', '2026-01-05']) await expect(report(ctx, name, { calibration_end: day }), `${name} ${day}`).rejects.toMatchObject(refused('calibration_end'))
  }
  expect((await report(ctx, 'customer-value', { calibration_end: '2026-01-06', discount_rate: 0 })).rows).toHaveLength(1)
  for (const name of ['value-alive', 'value-holdout']) await expect(report(ctx, name, { model: 'sbg' }), name).rejects.toMatchObject(refused('model'))
})
