import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { updateTouchpoint } from '../services/catalogue/update-touchpoint'
import { createJourney } from '../services/journeys/create-journey'
import { saveTouchpointDetails } from '../services/journeys/save-touchpoint-details'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { answerReport, reportRows } from './answer'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

const at = (hours: number) => new Date(Date.parse('2026-01-05T08:00:00Z') + hours * 3_600_000).toISOString()
const window = { from: '2026-01-01', to: '2026-03-15', journey: 'plan' }

test('the class of a touchpoint decides what is measured on its step', async () => {
  const { ctx } = await testOrganisation(db)
  const one = (id: string, customer: string, hours: number, touchpoint: string, more: object = {}) => ({ id, customer, occurred_at: at(hours), channel: 'phone', touchpoint, ...more })
  await recordBatch(ctx, { kind: 'interaction', records: [
    // Acted upon after 5, 9 and not at all; b complained twice about one thing, e is not unhappy.
    one('1', 'a', 0, 'Dispute', { result: 'failed' }), one('2', 'a', 5, 'Dispute', { initiative: 'ours', direction: 'message' }),
    one('3', 'b', 0, 'Dispute', { impression: -1, issue: 'b1' }), one('4', 'b', 3, 'Dispute', { result: 'failed', issue: 'b1' }), one('5', 'b', 9, 'Dispute', { initiative: 'ours', direction: 'message', issue: 'b1' }),
    one('6', 'c', 0, 'Dispute', { result: 'failed' }), one('7', 'e', 0, 'Dispute', { result: 'met' }),
    one('8', 'a', 1, 'Balance', { duration_s: 30, result: 'met' }), one('9', 'f', 0, 'Balance', { duration_s: 90, result: 'failed' }), one('10', 'd', 2000, 'Balance'),
  ] })
  const ces = (id: string, score: number, scaleMax: number) => ({ id, customer: 'a', occurred_at: at(2), survey: 'ces', score, scale_min: 1, scale_max: scaleMax, touchpoint: 'Balance' })
  await recordBatch(ctx, { kind: 'response', records: [ces('r1', 2, 7), ces('r2', 3, 7), ces('r3', 5, 5), { ...ces('r4', 7, 7), touchpoint: 'Dispute' }] })
  const step = (id: string, touchpoint: string) => ({ id, phase: 'p', name: id, touchpoint, child: null })
  await createJourney(ctx, { name: 'Plan', map: { phases: [{ id: 'p', name: 'All', when: 'during' }], steps: [step('look', 'balance'), step('argue', 'dispute')], lanes: [], cells: [] } })
  await updateTouchpoint(ctx, { slug: 'dispute', patch: { class: 'moment_that_matters', critical: true } })
  await updateTouchpoint(ctx, { slug: 'balance', patch: { target_minutes: 2 } })
  await saveTouchpointDetails(ctx, { touchpoint: 'balance', target_failed: 0.01, target_effort: 2 })
  await saveTouchpointDetails(ctx, { touchpoint: 'dispute', target_action_hours: 4, target_left: 0.02 })
  const { rows } = await answerReport(ctx, 'journey-steps', window)
  expect(rows).toMatchObject([
    { step: 'look', class: 'efficient', critical: false, effort: 2.5, efforts: 2, effort_scale: '1–7', mean_minutes: 1, target_minutes: 2, target_failed: 0.01, target_effort: 2, unhappy: null, action_hours: null },
    // Two of three were acted upon, the third never: the median is the second wait.
    { step: 'argue', class: 'moment_that_matters', critical: true, effort: null, efforts: 0, unhappy: 3, acted: 2, action_hours: 9, target_action_hours: 4, target_left: 0.02 },
  ])
  expect((await reportRows(ctx, 'journey-steps', window, { row: { journey: 'plan', step: 'argue' }, field: 'unhappy' }, { limit: 10, offset: 0 })).rows.map(({ id }) => String(id)).toSorted()).toEqual(['1', '3', '6'])
  // What a rule makes of a moment counts on the map as it does on the Moments page, and opens.
  await updateTouchpoint(ctx, { slug: 'dispute', patch: { result_rule: { rules: ['impression_negative'] } } })
  await settleOrganisation(ctx)
  const outcomes = (await answerReport(ctx, 'moment-outcomes', { from: window.from, to: window.to, touchpoint: 'dispute' })).rows
  const ended = (result: string) => outcomes.find((row) => row.touchpoint === 'dispute' && row.result === result)?.moments ?? 0
  const [, argue] = (await answerReport(ctx, 'journey-steps', window)).rows
  expect(argue).toMatchObject({ failed: ended('failed'), met: ended('met'), exceeded: 0, with_result: ended('failed') + ended('met') })
  expect(argue?.failed).toBe(4)
  expect((await reportRows(ctx, 'journey-steps', window, { row: { journey: 'plan', step: 'argue' }, field: 'failed' }, { limit: 10, offset: 0 })).rows).toHaveLength(4)
  // Said to be efficient, the same step is held to something else.
  await updateTouchpoint(ctx, { slug: 'dispute', patch: { class: 'efficient' } })
  expect((await answerReport(ctx, 'journey-steps', window)).rows[1]).toMatchObject({ class: 'efficient', effort: 7, efforts: 1, unhappy: null, action_hours: null })
})
