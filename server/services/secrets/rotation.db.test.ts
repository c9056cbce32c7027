import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Db } from '@/db/client'
import { users, webhooks } from '@/db/schema'
import type { OrgCtx } from '@/server/context'
import { seal, setSealingSecret, unseal } from '@/server/sealed'
import { testDb, testOrganisation, TEST_NOW as now } from '@/server/testing/database'
import { checkAudit } from '../audit/check-audit'
import { sealAudit } from '../audit/seal-audit'
import { eraseCustomer } from '../recording/erase-customer'
import { setErasureKey } from '../recording/erasure-key'
import { recordBatch } from '../recording/record-batch'
import { createWebhook } from '../webhooks/save-webhook'
import { reseal } from './reseal'

const [before, after] = ['a'.repeat(32), 'b'.repeat(32)]
let db: Db
let ctx: OrgCtx
const use = (secret: string) => { setSealingSecret(secret); setErasureKey(secret) }
const record = (customer: string, id: string) => recordBatch(ctx, { kind: 'interaction', records: [{ id, customer, occurred_at: '2026-03-01T10:00:00Z', channel: 'phone', touchpoint: 'Pay' }] })

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
})
afterAll(async () => {
  vi.restoreAllMocks()
  await db.close()
})

test('the instance’s secret can be changed: erased people stay erased, the trail stays whole, what is sealed is sealed anew', async () => {
  use(before)
  await record('gone', 'i-1')
  await eraseCustomer(ctx, 'gone')
  const { id, secret } = await createWebhook(ctx, { name: 'Ours', url: 'https://hooks.example.org/a' })
  const userId = crypto.randomUUID()
  await db.door((tx) => tx.insert(users).values({ id: userId, email: `${userId}@example.org`, name: 'Ada', secondFactor: seal('second factor', 'twenty bytes'), secondFactorSince: now }))
  await sealAudit(db)

  use(`${after}\0${before}`)
  expect(await record('gone', 'i-2')).toMatchObject({ accepted: 0 })
  await record('kept', 'i-3')
  await eraseCustomer(ctx, 'kept')
  await sealAudit(db)
  expect(await checkAudit(db)).toMatchObject({ faults: [] })
  expect(await reseal(db)).toEqual({ sealed: 2, unreadable: 0 })

  // What still hangs on the old one, and what no longer does.
  use(after)
  const [hook] = await db.maintenance((tx) => tx.select().from(webhooks).where(eq(webhooks.id, id)))
  const [user] = await db.door((tx) => tx.select().from(users).where(eq(users.id, userId)))
  expect([unseal('webhook', hook?.secret ?? ''), unseal('second factor', user?.secondFactor ?? '')]).toEqual([secret, 'twenty bytes'])
  expect(await record('kept', 'i-4')).toMatchObject({ accepted: 0 })
  expect((await checkAudit(db)).faults.length).toBeGreaterThan(0)
  use(before)
  expect(await reseal(db)).toEqual({ sealed: 0, unreadable: 2 })
})
