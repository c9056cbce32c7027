import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { testDb, testOrganisation } from '@/server/testing/database'
import { answerReport } from './answer'
import { recordAll } from './care.fixture'
import { compareCells } from './cells.fixture'
import { periodsAlike } from './periods.fixture'
import { reportNamed } from './registry'

// Counted by hand; now is 15 March 2026, 10:00.
let db: Db
let ctx: OrgCtx
const message = (id: string, customer: string, at: string, touchpoint = 'Statement') => ({ id, customer, occurred_at: `2026-${at}:00Z`, channel: 'E-mail', touchpoint, direction: 'message', initiative: 'ours' })
const contact = (id: string, customer: string, at: string) => ({ id, customer, occurred_at: `2026-${at}:00Z`, channel: 'Phone', touchpoint: 'Ask', direction: 'contact' })
beforeAll(async () => {
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  await recordAll(ctx, {
    interaction: [
      contact('first', 'z', '01-01T10:00'),
      message('a', 'a', '02-10T09:00'), contact('a1', 'a', '02-11T09:00'), contact('a2', 'a', '02-12T08:59'), contact('a3', 'a', '02-12T09:01'), contact('a4', 'a', '02-04T09:00'),
      message('b', 'b', '02-10T09:00'), contact('b1', 'b', '02-10T10:00'),
      message('c', 'c', '02-10T09:00'), contact('c1', 'c', '02-18T09:00'),
      // Every week: each week holds the same message, so that nothing can be compared. Written to yesterday: not judged yet.
      ...['02-03', '02-10', '02-17', '02-24', '03-03', '03-10'].map((day, i) => message(`w${i}`, 'w', `${day}T09:00`, 'News')), message('y', 'y', '03-14T09:00'),
    ],
  })
})
afterAll(async () => { await db.close() })

test('contacts within 48 hours less those of the same hours a week before and after', async () => {
  const { rows } = await answerReport(ctx, 'induced-contacts', {})
  // After: a 2, b 1, c 0. Usual, the mean of both weeks: a ½ (4 February), b 0, c ½ (18 February). Differences 1½, 1, −½.
  const statement = rows.find((r) => r.message === 'statement')
  expect(statement).toMatchObject({ sent: 3, too_young: 1, contacts_48h: 3, per_message: 1, compared: 3, expected: 1, extra: 2 })
  const mean = 2 / 3
  const half = 1.959964 * Math.sqrt([1.5, 1, -0.5].reduce((s, d) => s + (d - mean) ** 2, 0))
  expect(statement?.low).toBeCloseTo(2 - half, 4)
  expect(statement?.high).toBeCloseTo(2 + half, 4)
  // The first and the last news have a free week on one side.
  expect(rows.find((r) => r.message === 'news')).toMatchObject({ sent: 6, compared: 1, contacts_48h: 0, expected: 0, extra: 0, low: null })
  await compareCells(ctx, 'induced-contacts', {})
})

test('all weeks are read at once, and each says what it says alone', async () => {
  const report = reportNamed('induced-contacts')
  expect(report?.byPeriod).toBeDefined()
  for (const parameters of [{}, { channel: 'e_mail' }]) expect(report && await periodsAlike(ctx, report, parameters, [{ interval: 'week', from: '2026-01-26', to: '2026-03-16' }, { interval: 'month', from: '2026-01-01', to: '2026-03-01' }])).toBeGreaterThan(2)
})
