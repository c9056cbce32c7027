import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { recordBatch } from '../services/recording/record-batch'
import { setErasureKey } from '../services/recording/erasure-key'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '../testing/database'
import { listMomentCandidates } from './moment-candidates'

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
