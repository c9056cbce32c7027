import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { LiveHub } from '../live'
import { recordBatch } from '../services/recording/record-batch'
import { createScreen } from '../services/screens/create-screen'
import { settleOrganisation } from '../services/settle/settle'
import { shownOf } from './screen-frames'

let db: Db
const live = new LiveHub()
beforeAll(async () => {
  db = await testDb()
  await live.start(db)
})
afterAll(async () => { await live.close(); await db.close() })

test('a branch that only contacts tell of keeps its slides before the first contact of its day', async () => {
  const { as } = await testOrganisation(db, { dimensions: ['branch'] })
  const evening = as('owner', new Date('2026-03-18T12:00:00Z'))
  await recordBatch(evening, { kind: 'interaction', records: Array.from({ length: 5 }, (_, n) => ({ id: `i${n}`, customer: `c${n}`, occurred_at: `2026-03-18T09:0${n}:00Z`, channel: 'Branch', direction: 'contact', attributes: { branch: 'b3' } })) })
  await recordBatch(evening, { kind: 'promise', records: Array.from({ length: 6 }, (_, n) => ({ id: `p${n}`, customer: `c${n % 5}`, made_at: '2026-03-10T08:00:00Z', due_at: '2026-03-11T08:00:00Z' })) })
  await settleOrganisation(evening)
  const { id } = await createScreen(evening, { name: 'Its own branch', starter: 'now', dimension: 'branch' })
  const at = async (branch: string, minute: string) => {
    const own = as('owner', new Date(minute))
    const { frames, failed } = await shownOf(own, live, id, { branch }, own.now)
    return { failed: new Set(Object.values(failed).filter((reason) => reason.startsWith('No records'))), of: (kind: string) => frames.find((frame) => frame.kind === kind) }
  }
  const [before, night] = [await at('b3', '2026-03-18T12:00:00Z'), await at('b3', '2026-03-19T00:01:00Z')]
  expect([before.failed, night.failed]).toEqual([new Set(), new Set()])
  expect(before.of('expected')).toMatchObject({ title: 'Contacts today · b3', picture: { soFar: 5 } })
  expect(night.of('expected')).toMatchObject({ title: 'Contacts today · b3', picture: { soFar: 0 } })
  // No customer says of which branch they are: what is owed can be told of all, and nought of b3 would be false.
  expect(night.of('promises')).toMatchObject({ title: 'Promises · whole organisation', picture: { overdue: 6 } })
  // What was never seen anywhere is no branch.
  expect((await at('b33', '2026-03-18T12:00:00Z')).failed).toEqual(new Set(['No records of b33.']))
})
