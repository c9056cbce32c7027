import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDb, testOrganisation } from '../testing/database'
import { recordBatch } from '../services/recording/record-batch'
import { LiveHub } from '../live'
import { sharedAnswer } from './shared-answers'

type Db = Awaited<ReturnType<typeof testDb>>
let db: Db
const live = new LiveHub()
beforeAll(async () => { db = await testDb(); await live.start(db) })
afterAll(async () => { await live.close(); await db.close() })

const call = (id: string) => ({ id, customer: 'c', occurred_at: '2026-03-01T10:00:00Z', channel: 'phone' })
const total = (answer: { rows: Record<string, unknown>[] }) => answer.rows.reduce((sum, row) => sum + Number(row.interactions), 0)

test('the same question is answered once until something is published, and each organisation has its own', async () => {
  const a = await testOrganisation(db)
  const b = await testOrganisation(db)
  await recordBatch(a.ctx, { kind: 'interaction', records: [call('1')] })
  await expect.poll(() => live.version(a.ctx.org.id)).toBeGreaterThan(0)
  const first = sharedAnswer(a.ctx, live, 'interactions-over-time', { interval: 'month' })
  expect(sharedAnswer(a.as('viewer'), live, 'interactions-over-time', { interval: 'month', by: undefined })).toBe(first)
  expect(sharedAnswer(a.ctx, live, 'interactions-over-time', { interval: 'day' })).not.toBe(first)
  expect(total(await first)).toBe(1)
  expect(total(await sharedAnswer(b.ctx, live, 'interactions-over-time', { interval: 'month' }))).toBe(0)

  const before = live.version(a.ctx.org.id)
  await recordBatch(a.ctx, { kind: 'interaction', records: [call('2')] })
  await expect.poll(() => live.version(a.ctx.org.id)).toBeGreaterThan(before)
  expect(total(await sharedAnswer(a.ctx, live, 'interactions-over-time', { interval: 'month' }))).toBe(2)
})

test('a failed answer is not kept', async () => {
  const { ctx } = await testOrganisation(db)
  await expect(sharedAnswer(ctx, live, 'interactions-over-time', { by: 'nonsense' })).rejects.toThrow('by')
  const again = sharedAnswer(ctx, live, 'interactions-over-time', { by: 'nonsense' })
  await expect(again).rejects.toThrow('by')
})
