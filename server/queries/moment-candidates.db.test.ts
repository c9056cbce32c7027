import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { recordBatch } from '../services/recording/record-batch'
import { setErasureKey } from '../services/recording/erasure-key'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '../testing/database'
import { answerReport } from '../reports/answer'
import { momentRegisterInput } from '../schemas/moments'
import { listMomentCandidates } from './moment-candidates'
import { momentRegister } from './moment-register'

let db: Db
beforeAll(async () => { setErasureKey('x'.repeat(32)); db = await testDb() })
afterAll(() => db.close())

test('a touchpoint that leavers had met, and one that stirs people, are proposed', async () => {
  const { ctx, as } = await testOrganisation(db)
  const customers = Array.from({ length: 200 }, (_, i) => ({ id: `c${i}`, acquired_at: '2025-01-01T00:00:00Z', ...(i < 50 ? { left_at: '2026-02-01T00:00:00Z' } : {}) }))
  await recordBatch(ctx, { kind: 'customer', records: customers })
  const at = '2026-01-15T10:00:00Z'
  const visit = (id: string, i: number, touchpoint: string, more: object = {}) => ({ id, customer: `c${i}`, occurred_at: at, channel: 'web', touchpoint, ...more })
  await recordBatch(ctx, { kind: 'interaction', records: customers.flatMap((_, i) => [
    visit(`b${i}`, i, 'Check balance'), ...(i < 40 || i % 10 === 0 ? [visit(`f${i}`, i, 'Report a fault')] : []), visit(`g${i}`, i, 'Greeting', i % 4 === 0 ? { impression: 2 } : {}),
  ]) })
  while ((await settleOrganisation(ctx, {})).left > 0);
  const found = await listMomentCandidates(as('viewer'))
  expect(found).toMatchObject({ leavers: 50, stayers: 150, checked: 3, windowDays: 60 })
  expect(found.candidates.map((c) => [c.slug, c.reasons])).toEqual([['report_a_fault', ['losses']], ['greeting', ['strong_impressions']]])
  expect(found.candidates[0]).toMatchObject({ leaversMet: 41, stayersMet: 15 })
})

test('an empty organisation has none', async () => {
  expect(await listMomentCandidates((await testOrganisation(db)).ctx)).toMatchObject({ leavers: 0, stayers: 0, checked: 0, candidates: [] })
})

test('every moment by itself: how it began and ended, how soon we acted, and what followed, open windows said', async () => {
  const { ctx, as } = await testOrganisation(db)
  const contact = (id: string, customer: string, day: string, more: object = {}) => ({ id, customer, occurred_at: `${day}T10:00:00Z`, channel: 'phone', touchpoint: 'Claim', direction: 'contact', ...more })
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'ada', name: 'Ada', acquired_at: '2025-01-01T00:00:00Z', left_at: '2026-01-25T00:00:00Z' }, { id: 'bo', acquired_at: '2025-01-01T00:00:00Z' }] })
  await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't1', customer: 'bo', occurred_at: '2025-11-20T10:00:00Z', amount: 100 }, { id: 't2', customer: 'bo', occurred_at: '2026-01-10T10:00:00Z', amount: 10 }] })
  await recordBatch(ctx, { kind: 'interaction', records: [
    contact('a', 'ada', '2026-01-05', { impression: -2, mood: -1, result: 'failed' }), contact('b', 'bo', '2025-12-01', { impression: 2, result: 'exceeded' }), contact('c', 'bo', '2026-03-01', { impression: -2 }), contact('n', 'bo', '2026-03-02'),
    contact('act', 'ada', '2026-01-07', { direction: 'message', initiative: 'ours' }),
  ] })
  while ((await settleOrganisation(ctx, {})).left > 0);
  const register = (more: object = {}) => momentRegister(as('viewer'), momentRegisterInput.parse({ from: '2025-11-01', to: '2026-03-16', ...more }))
  const { rows, total } = await register()
  expect(total).toBe(3)
  expect(rows.map(({ customer, mood, impression, result, unhappy, acted_at: acted, effects }) => ({ customer, mood, impression, result, unhappy, acted, effects: effects.map(({ effect }) => effect) }))).toEqual([
    { customer: 'bo', mood: null, impression: -2, result: null, unhappy: true, acted: null, effects: ['pending', 'pending', 'pending'] },
    { customer: 'ada', mood: -1, impression: -2, result: 'failed', unhappy: true, acted: '2026-01-07T10:00:00Z', effects: ['left', 'left', 'pending'] },
    { customer: 'bo', mood: null, impression: 2, result: 'exceeded', unhappy: false, acted: null, effects: ['spent_less', 'spent_less', 'spent_less'] },
  ])
  expect((await register({ result: 'not_recorded' })).rows.map(({ id }) => id)).toEqual([rows[0]?.id])
  expect(await register({ offset: 2 })).toMatchObject({ total: 3, rows: [{ customer: 'bo', result: 'exceeded' }] })
  // The same as the report counts.
  const report = (await answerReport(ctx, 'moment-effects', { from: '2025-11-01', to: '2026-03-16' })).rows
  expect(report.find((row) => row.result === 'failed' && row.days === 60)).toMatchObject({ moments: 1, left: 1 })
  expect(report.find((row) => row.result === 'exceeded' && row.days === 90)).toMatchObject({ spent_less: 1 })
  expect((await momentRegister((await testOrganisation(db)).ctx, momentRegisterInput.parse({}))).total).toBe(0)
})
