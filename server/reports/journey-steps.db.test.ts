import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { updateTouchpoint } from '../services/catalogue/update-touchpoint'
import { createJourney } from '../services/journeys/create-journey'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport, reportRows } from './answer'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const window = { from: '2026-01-01', to: '2026-02-01' }
const one = (id: string, customer: string, hour: number, touchpoint: string, more: object = {}) => ({ id, customer, occurred_at: `2026-01-05T${String(hour).padStart(2, '0')}:00:00Z`, channel: 'web', touchpoint, ...more })
const map = (...touchpoints: string[]) => ({ phases: [{ id: 'p', name: 'All', when: 'during' as const }], steps: touchpoints.map((touchpoint, n) => ({ id: `s${n}`, phase: 'p', name: `s${n}`, touchpoint, child: null })), lanes: [], cells: [] })

test('where only failures are known, by rule or by what was recorded, no share of them is told', async () => {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'interaction', records: [
    one('1', 'a', 8, 'Pay', { result: 'failed' }), one('2', 'b', 8, 'Pay', { result: 'met' }), one('3', 'c', 8, 'Pay', { result: 'met' }),
    one('4', 'a', 9, 'Complain', { result: 'failed' }), one('5', 'b', 9, 'Complain'), one('6', 'a', 10, 'Ask', { result: 'failed' }), one('7', 'b', 10, 'Ask', { result: 'met' }),
  ] })
  await createJourney(ctx, { name: 'Plan', map: map('pay', 'complain', 'ask') })
  await updateTouchpoint(ctx, { slug: 'pay', patch: { class: 'moment_that_matters', rule: { rule: 'failed' } } })
  await settleOrganisation(ctx)
  const { rows } = await answerReport(ctx, 'journey-steps', { ...window, journey: 'plan' })
  expect(rows.map(({ failed, with_result, failures_only, failed_rate, failed_low }) => [failed, with_result, failures_only, failed_rate, failed_low === null])).toEqual([[1, 1, true, null, true], [1, 1, true, null, true], [1, 2, false, 0.5, false]])
})

test('messages of ours are told apart on a step, and nobody stops short of where only they stand', async () => {
  const { ctx } = await testOrganisation(db)
  await recordBatch(ctx, { kind: 'interaction', records: [
    one('1', 'a', 8, 'Ask'), one('2', 'b', 8, 'Ask'), one('3', 'b', 9, 'Settle'), one('4', 'a', 10, 'Letter', { direction: 'message' }), one('5', 'b', 10, 'Letter', { direction: 'message' }),
  ] })
  await createJourney(ctx, { name: 'Plan', map: map('ask', 'settle', 'letter') })
  const { rows } = await answerReport(ctx, 'journey-steps', { ...window, journey: 'plan' })
  expect(rows.map(({ interactions, messages }) => [interactions, messages])).toEqual([[2, 0], [1, 0], [2, 2]])
  expect((await reportRows(ctx, 'journey-steps', { ...window, journey: 'plan' }, { row: { journey: 'plan', step: 's2' }, field: 'messages' }, { limit: 10, offset: 0 })).total).toBe(2)
  const away = async (more: object) => (await answerReport(ctx, 'journey-deviations', { ...window, journey: 'plan', ...more })).rows.filter(({ kind }) => kind === 'drop_off').map(({ touchpoint, customers }) => [touchpoint, customers])
  expect(await away({})).toEqual([['ask', 1]])
  // Asked to count them as stops, they are a step like any other.
  expect(await away({ messages: 'with' })).toEqual([])
})
