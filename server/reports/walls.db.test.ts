import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '../testing/database'
import { answerReport } from './answer'
import { REPORT_NAMES } from './registry'

/**
 * Row-level security alone, with every filter of the application's own pointing at somebody else: the reports are asked
 * for one organisation in a transaction of another. They must say what they say of an organisation without any rows.
 */
const SECRET = 'Nobody else may read this'
let db: Db
let theirs: OrgCtx
let ours: OrgCtx
let empty: OrgCtx

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  theirs = (await testOrganisation(db, { lapseDays: 90 })).ctx
  ours = (await testOrganisation(db)).ctx
  empty = (await testOrganisation(db, { lapseDays: 90 })).ctx
  const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i * 10)).toISOString())
  await recordBatch(theirs, { kind: 'customer', records: [1, 2, 3].map((n) => ({ id: `c${n}`, name: SECRET, acquired_at: '2025-01-01T00:00:00Z' })) })
  await recordBatch(theirs, { kind: 'interaction', records: days.map((at, i) => ({ id: `n${i}`, customer: `c${1 + (i % 3)}`, occurred_at: at, channel: SECRET, touchpoint: SECRET, summary: SECRET, result: 'failed', cost: 2 })) })
  await recordBatch(theirs, { kind: 'transaction', records: days.map((at, i) => ({ id: `t${i}`, customer: `c${1 + (i % 3)}`, occurred_at: at, amount: 10 + i })) })
  await recordBatch(theirs, { kind: 'promise', records: days.map((at, i) => ({ id: `p${i}`, customer: 'c1', made_at: at, due_at: at, text: SECRET, team: SECRET })) })
  await recordBatch(theirs, { kind: 'response', records: days.map((at, i) => ({ id: `r${i}`, customer: 'c1', occurred_at: at, survey: 'nps', score: i % 11, comment: SECRET })) })
  await settleOrganisation(theirs)
})
afterAll(() => db.close())

/** What a report says, or with which words it refuses. */
const told = async (ctx: OrgCtx, name: string): Promise<string> => JSON.stringify(await answerReport(ctx, name, {}).then(({ rows, statistics }) => ({ rows, statistics }), (error: Error) => error.message))

test('reports asked across the wall find an empty organisation', async () => {
  const across: OrgCtx = { ...theirs, db: { ...db, tenant: (_scope, work, options) => db.tenant({ organisationId: ours.org.id }, work, options) } }
  let differing = 0
  for (const name of REPORT_NAMES) {
    const [found, nothing, own] = [await told(across, name), await told(empty, name), await told(theirs, name)]
    expect.soft(found, name).toBe(nothing)
    if (own !== nothing) differing++
  }
  // Else nothing would have been tried.
  expect(differing).toBeGreaterThan(20)
})
