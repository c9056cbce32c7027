import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { TEST_NOW, testDb, testOrganisation } from '../testing/database'
import { answerReport } from './answer'
import { REPORT_NAMES } from './registry'

/** No report judges single employees, whatever it is asked to split by: not those who handled, owned or took something over. */
const STAFF = Array.from({ length: 8 }, (_, n) => `Staffmember-${n}`)
/** What names people all the same, and why: only these figures may be filled in there. */
const OPEN_WORK: Record<string, { figures: readonly string[]; because: string }> = {
  promises: { figures: ['due_today', 'overdue', 'overdue_new', 'due_later', 'customers_overdue'], because: 'what somebody still owes a customer must be found by whoever can do it' },
}
let db: Db
let as: (role: 'viewer' | 'owner') => OrgCtx
beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  const organisation = await testOrganisation(db, { lapseDays: 90 })
  const { ctx } = organisation
  as = (role) => organisation.as(role)
  const at = (n: number) => new Date(TEST_NOW.getTime() - (n + 1) * 86_400_000).toISOString()
  const who = (n: number) => STAFF[n % STAFF.length]
  await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: 320 }, (_, n) => ({ id: `n${n}`, customer: `c${n % 40}`, occurred_at: at(n % 60), channel: 'phone', touchpoint: 'Help', team: `Team ${n % 8 < 6 ? 'A' : 'B'}`, handled_by: who(n), handed_over_to: who(n + 1), issue: `i${n % 80}`, result: n % 3 ? 'met' : 'failed', duration_s: 60 * n, goodwill_amount: 3, impression: -2 })) })
  await recordBatch(ctx, { kind: 'promise', records: Array.from({ length: 160 }, (_, n) => ({ id: `p${n}`, customer: `c${n % 40}`, made_at: at(40), due_at: at(n % 30), owner: who(n), team: `Team ${n % 8 < 6 ? 'A' : 'B'}`, ...(n % 2 ? { kept_at: at(39) } : {}) })) })
  await settleOrganisation(ctx)
})
afterAll(() => db.close())

/** A row about one person that tells no more than what is still open. */
function openWorkOnly(name: string, row: Record<string, unknown>): boolean {
  const allowed = OPEN_WORK[name]
  if (!allowed || !STAFF.some((person) => Object.values(row).includes(person))) return false
  return Object.entries(row).every(([field, value]) => typeof value !== 'number' || allowed.figures.includes(field))
}

test('not in any answer, to nobody, by default or by any split', async () => {
  let teams = 0
  for (const name of REPORT_NAMES) {
    for (const by of [undefined, 'team', 'owner', 'handled_by', 'person', 'attribute:handled_by']) {
      const parameters = by === undefined ? {} : { by }
      for (const role of ['viewer', 'owner'] as const) {
        const told = await answerReport(as(role), name, parameters).then(({ rows, statistics, notes }) => JSON.stringify({ rows: rows.filter((row) => !openWorkOnly(name, row)), statistics, notes }), () => '')
        expect.soft(told, `${name} by ${by} as ${role}`).not.toContain('Staffmember')
        if (told.includes('Team A')) teams++
      }
    }
  }
  // Teams of five and more are counted, so there was something to leave out.
  expect(teams).toBeGreaterThan(1)
})
