import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { testDb, testOrganisation } from '../testing/database'
import { answerReport, reportRows } from './answer'

let db: Db
beforeAll(async () => { setErasureKey('x'.repeat(32)); db = await testDb() })
afterAll(() => db.close())

test('each customer counts once per channel they came on, and once per channel they name; shares add up to more than the whole', async () => {
  const { ctx } = await testOrganisation(db)
  const came = (id: string, customer: string, channel: string, direction = 'contact') => ({ id, customer, channel, direction, occurred_at: '2026-03-01T10:00:00Z' })
  await recordBatch(ctx, { kind: 'customer', records: [
    { id: 'a', attributes: { preferred_channels: 'Phone, Web chat; phone' } }, { id: 'b', attributes: { preferred_channel: 'web_chat' } }, { id: 'c', attributes: { preferred_channels: ' , ' } }, { id: 'd' },
  ] })
  await recordBatch(ctx, { kind: 'interaction', records: [came('1', 'a', 'Phone'), came('2', 'a', 'Phone'), came('3', 'a', 'Web chat', 'lookup'), came('4', 'b', 'Web chat'), came('5', 'd', 'SMS', 'message'), { ...came('6', 'c', 'Phone'), occurred_at: '2025-01-01T10:00:00Z' }] })
  const { rows } = await answerReport(ctx, 'channel-preferences', { from: '2026-01-01' })
  expect(rows.map(({ key, label, chose, came: all, chosen, named, asked, said }) => [key, label, chose, all, chosen, named, asked, said])).toEqual([
    ['total', 'Any channel', 2, 2, 1, 2, 2, 1], ['web_chat', 'Web chat', 2, 2, 1, 2, 2, 1], ['phone', 'Phone', 1, 2, 0.5, 1, 2, 0.5],
  ])
  for (const row of rows) for (const field of ['chose', 'came', 'named', 'asked'] as const) expect((await reportRows(ctx, 'channel-preferences', { from: '2026-01-01' }, { row: { key: row.key }, field }, { limit: 10, offset: 0 })).total, `${row.key} ${field}`).toBe(row[field])
})
