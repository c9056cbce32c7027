import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { apiKeys, audit, jobs, settleQueue } from '@/db/schema'
import { reading, type OrgCtx } from '../context'
import { listKeys } from '../queries/keys'
import { applyTemplate } from '../services/catalogue/apply-template'
import { updateTouchpoint } from '../services/catalogue/update-touchpoint'
import { createKey } from '../services/keys/create'
import { ensureKey } from '../services/keys/ensure'
import { revokeKey } from '../services/keys/revoke'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { updateOrganisation } from '../services/settings/update-organisation'
import { testDb, testOrganisation, TEST_NOW } from '../testing/database'
import { restClient } from './testing'

let db: Db
let ctx: OrgCtx
let as: (role: 'viewer' | 'editor' | 'admin' | 'owner') => OrgCtx
let call: ReturnType<typeof restClient>
const instance = () => ({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' })

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db))
  call = restClient(instance(), (await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] })).secret)
  await call('POST', '/interactions', { interactions: [
    { id: '1', customer: 'ann', occurred_at: '2026-03-01T10:00:00Z', channel: 'Phone', touchpoint: 'Pay a bill' },
    { id: '2', customer: 'bob', occurred_at: '2026-03-01T11:00:00Z', channel: 'Web', touchpoint: 'Check balance' },
  ] })
})
afterAll(() => db.close())

const queued = (kind: string) => reading(ctx, (tx) => tx.select().from(jobs).where(and(eq(jobs.organisationId, ctx.org.id), eq(jobs.kind, kind))))
const waiting = () => reading(ctx, (tx) => tx.select().from(settleQueue).where(eq(settleQueue.organisationId, ctx.org.id)))
const settled = () => db.tenant({ organisationId: ctx.org.id }, (tx) => tx.delete(settleQueue).where(eq(settleQueue.organisationId, ctx.org.id)))

test('channels: listed, read, changed; money in major units', async () => {
  const list = (await call('GET', '/channels')).body.channels as { slug: string }[]
  expect(list.map((c) => c.slug).toSorted()).toEqual(['phone', 'web'])
  expect(await call('PATCH', '/channels/phone', { cost_per_contact: 5.25, human_answers: true })).toMatchObject({ status: 200, body: { slug: 'phone', cost_per_contact: 5.25, confirmed: true } })
  expect((await call('GET', '/channels/phone')).body).toMatchObject({ cost_per_contact: 5.25 })
  expect((await call('PATCH', '/channels/phone', { cost_per_contact: 5.255 })).body.errors?.[0]?.field).toBe('cost_per_contact')
  expect((await call('PATCH', '/channels/fax', { name: 'Fax' })).status).toBe(404)
  expect((await call('PATCH', '/channels/phone', {})).status).toBe(400)
  expect((await call('PATCH', '/channels/phone', { colour: 1 })).body.errors).toContainEqual({ field: 'colour', reason: 'is not a field here' })
  expect((await call('PATCH', '/channels/phone', { name: 'a\0' })).status).toBe(400)
})

test('reclassing a touchpoint settles those who met it, and only those', async () => {
  await settled()
  expect(await call('PATCH', '/touchpoints/pay_a_bill', { stakes: 'A call.' })).toMatchObject({ status: 200, body: { class: 'efficient', stakes: 'A call.' } })
  expect(await waiting()).toHaveLength(0)
  expect((await call('PATCH', '/touchpoints/pay_a_bill', { class: 'moment_that_matters', critical: true, rule: { rule: 'amount_above', amount: 100 } })).body).toMatchObject({ rule: { rule: 'amount_above', amount: 100 }, critical: true })
  expect(await waiting()).toHaveLength(1)
  expect((await call('PATCH', '/touchpoints/pay_a_bill', { rule: 'failed' })).body.rule).toEqual({ rule: 'failed' })
  expect((await call('PATCH', '/touchpoints/pay_a_bill', { rule: 'sometimes' })).body.errors?.[0]?.field).toBe('rule.rule')
  expect((await call('PATCH', '/touchpoints/pay_a_bill', { rule: { rule: 'all', amount: 1 } })).body.errors?.[0]?.field).toBe('rule.amount')
  await expect(updateTouchpoint(as('editor'), { slug: 'pay_a_bill', patch: { critical: false } })).rejects.toThrow(/admin/)
})

test('a template makes a moment of a touchpoint, or makes the touchpoint', async () => {
  expect(await applyTemplate(ctx, { template: 'resolve_a_billing_question', touchpoint: 'Check balance' })).toMatchObject({ slug: 'check_balance', name: 'Check balance', class: 'moment_that_matters', critical: true })
  expect(await applyTemplate(ctx, { template: 'upgrade_or_change' })).toMatchObject({ slug: 'upgrade_or_change_service_or_device', class: 'moment_that_matters' })
  await expect(applyTemplate(ctx, { template: 'nothing' })).rejects.toThrow(/no template/)
  await expect(applyTemplate(as('viewer'), { template: 'pay_a_bill' })).rejects.toThrow(/admin/)
})

test('settings: a zone queues a rebuild, a lapse gap settles everybody, nothing changed queues nothing', async () => {
  await settled()
  expect(await call('PATCH', '/organisation', { timezone: ctx.org.timezone, smallest_change: 0.2 })).toMatchObject({ status: 200, body: { smallest_change: 0.2 } })
  expect([(await queued('rebuild')).length, (await waiting()).length]).toEqual([0, 0])
  expect((await call('PATCH', '/organisation', { timezone: 'Asia/Kathmandu' })).body.timezone).toBe('Asia/Kathmandu')
  expect(await queued('rebuild')).toHaveLength(1)
  expect((await call('PATCH', '/organisation', { lapse_days: 180, effect_window_days: 90, observed_from: '2025-01-01', dimensions: ['branch'] })).body).toMatchObject({ lapse_days: 180, effect_window_days: 90, observed_from: '2025-01-01', dimensions: ['branch'] })
  expect(await waiting()).toHaveLength(2)
  expect((await call('GET', '/organisation')).body).toMatchObject({ lapse_days: 180 })
  const trail = await reading(ctx, (tx) => tx.select().from(audit).where(and(eq(audit.organisationId, ctx.org.id), eq(audit.action, 'organisation.updated'))))
  expect(trail).toHaveLength(3)
})

test.each([
  ['timezone', 'Mars/Olympus'], ['timezone', '+02:00'], ['currency', 'XXQ'], ['lapse_days', 0], ['lapse_days', 1.5], ['effect_window_days', 45], ['observed_from', '2026-02-30'],
  ['observed_from', '2030-01-01'], ['smallest_change', 2], ['margin', 0], ['margin', 1.2], ['discount_rate', -0.1], ['discount_rate', 2], ['dimensions', ['a', 'b', 'c', 'd', 'e', 'f']], ['dimensions', ['a', 'a']], ['slug', 'x'], ['name', ''], ['transaction_kinds', { fee: 'tax' }],
])('settings refuse %s = %j and say so', async (field, value) => {
  const reply = await call('PATCH', '/organisation', { [field]: value })
  expect(reply.status).toBe(400)
  expect(reply.body.errors?.[0]?.field.split(/[.[]/)[0]).toBe(field)
})

test('the currency changes only while no amounts are recorded', async () => {
  expect((await call('PATCH', '/organisation', { currency: 'GBP' })).status).toBe(409)
  const fresh = await testOrganisation(db)
  // Amounts in other currencies keep their own, and begin to count when theirs becomes the organisation's.
  await recordBatch(fresh.ctx, { kind: 'transaction', records: [{ id: 't1', customer: 'ann', occurred_at: '2026-01-05T10:00:00Z', amount: 12.5, currency: 'GBP' }] })
  expect(await updateOrganisation(fresh.ctx, { currency: 'GBP' })).toMatchObject({ currency: 'GBP' })
  const waiting = await reading(fresh.ctx, (tx) => tx.select({ kind: jobs.kind }).from(jobs).where(eq(jobs.organisationId, fresh.ctx.org.id)))
  expect(waiting.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['settle', 'predict']))
  await expect(updateOrganisation({ ...fresh.ctx, org: { ...fresh.ctx.org, currency: 'GBP' } }, { currency: 'JPY' })).rejects.toThrow(/present one/)
  await expect(updateOrganisation(fresh.as('editor'), { name: 'x' })).rejects.toThrow(/admin/)
})

test('keys: shown once, stored hashed, listed without secret, revoked for good', async () => {
  const key = await createKey(ctx, { name: 'feed', scopes: ['read', 'ingest'] })
  expect(key.secret).toMatch(/^ts_[\w-]{43}$/)
  expect(key.scopes).toEqual(['ingest', 'read'])
  const listed = (await listKeys(ctx)).find((k) => k.id === key.id)
  expect(JSON.stringify(listed)).not.toContain(key.secret)
  const stored = await reading(ctx, (tx) => tx.select().from(apiKeys).where(eq(apiKeys.id, key.id)))
  expect(JSON.stringify(stored)).not.toContain(key.secret)
  await revokeKey(ctx, { id: key.id })
  await revokeKey(ctx, { id: key.id })
  await expect(revokeKey((await testOrganisation(db)).ctx, { id: key.id })).rejects.toThrow(/no API key/)
  await expect(revokeKey(as('editor'), { id: key.id })).rejects.toThrow(/admin/)
  await expect(listKeys(as('editor'))).rejects.toThrow(/admin/)
})

test('the key of a headless set-up is made once, and stays revoked', async () => {
  const { ctx: fresh } = await testOrganisation(db)
  const secret = 'init-key-0123456789'
  expect(await ensureKey(db, fresh.org.id, secret, ['read'], TEST_NOW)).toBe(true)
  expect(await ensureKey(db, fresh.org.id, secret, ['read'], TEST_NOW)).toBe(false)
  await expect(ensureKey(db, ctx.org.id, secret, ['read'], TEST_NOW)).rejects.toThrow(/another organisation/)
  const client = restClient(instance(), secret)
  expect((await client('GET', '/organisation')).status).toBe(200)
  const [key] = await listKeys(fresh)
  await revokeKey(fresh, { id: key?.id ?? '' })
  await ensureKey(db, fresh.org.id, secret, ['read'], TEST_NOW)
  expect((await client('GET', '/organisation')).status).toBe(401)
})
