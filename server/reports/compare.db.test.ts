import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { createJourney } from '../services/journeys/create-journey'
import { recordBatch } from '../services/recording/record-batch'
import { answerReport } from './answer'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

test('what lies before the first record is a gap and said, no nought that reads as growth', async () => {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'interaction', records: [10, 20, 30].map((day) => ({ id: `${day}`, customer: `c${day}`, occurred_at: `2026-01-${day}T10:00:00Z`, channel: 'web', touchpoint: 'Ask' })) })
  // Bought years before: no beginning of what is counted here.
  await recordBatch(ctx, { kind: 'transaction', records: [{ id: 't', customer: 'c10', occurred_at: '2020-01-10T10:00:00Z', amount: 5, currency: 'EUR' }] })
  await createJourney(ctx, { name: 'Plan', map: { phases: [{ id: 'p', name: 'All', when: 'during' }], steps: [{ id: 'ask', phase: 'p', name: 'Ask', touchpoint: 'ask', child: null }], lanes: [], cells: [] } })
  const steps = async (from: string, to: string) => {
    const { rows: [row], notes, incomplete } = await answerReport(ctx, 'journey-steps', { from, to, journey: 'plan', compare: 'previous' })
    return { before: (row as Record<string, unknown> | undefined)?.compared_interactions, notes: notes.join(' '), incomplete: incomplete.join(' ') }
  }
  const none = await steps('2026-01-10', '2026-02-01')
  expect(none.before).toBeNull()
  expect(none.notes).toContain('No interactions were recorded before 10 January 2026: there is nothing to compare with.')
  expect(none.notes).not.toContain('Compared with')
  const part = await steps('2026-01-20', '2026-02-05')
  expect([part.before, part.incomplete.includes('before 10 January 2026: only a part of the period compared with is known')]).toEqual([1, true])
  const whole = await steps('2026-01-20', '2026-01-25')
  expect([whole.before, whole.notes.includes('recorded before'), whole.incomplete.includes('recorded before')]).toEqual([0, false, false])
  const days = await answerReport(ctx, 'interactions-over-time', { from: '2026-01-12', to: '2026-01-18', interval: 'day', compare: 'previous' })
  expect(days.rows.map((row) => (row as Record<string, unknown>).compared_interactions)).toEqual([null, null, null, null, 1, 0].slice(0, days.rows.length))
  expect(days.notes.join(' ')).toContain('what lies before it is compared with nothing')
})

test('beside a window that ends today stand as many days as have begun in the record, or it is said that today is not over', async () => {
  const { ctx } = await testOrganisation(db)
  const today = ctx.now.toISOString().slice(0, 10)
  const ago = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)
  // The organisation's clock may stand at any hour: midnight is past on every one of them.
  const sent = (days: number) => ({ id: `${days}`, customer: 'c', occurred_at: `${ago(days)}T00:00:00Z`, channel: 'web', touchpoint: 'Ask' })
  await recordBatch(ctx, { kind: 'interaction', records: [1, 2, 3, 4, 5, 6, 7].map(sent) })
  await createJourney(ctx, { name: 'Plan', map: { phases: [{ id: 'p', name: 'All', when: 'during' }], steps: [{ id: 'ask', phase: 'p', name: 'Ask', touchpoint: 'ask', child: null }], lanes: [], cells: [] } })
  const beside = async () => {
    const { rows: [row], notes } = await answerReport(ctx, 'journey-steps', { from: ago(2), journey: 'plan', compare: 'previous' })
    return [row?.interactions, (row as Record<string, unknown> | undefined)?.compared_interactions, notes.join(' ').includes('is not over')]
  }
  expect(await beside()).toEqual([2, 2, false])
  await recordBatch(ctx, { kind: 'interaction', records: [sent(0)] })
  expect(await beside()).toEqual([3, 3, true])
})
