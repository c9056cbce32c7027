import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { createKey } from '../services/keys/create'
import { setErasureKey } from '../services/recording/erasure-key'
import { testDb, testOrganisation } from '../testing/database'
import { recordSchemas } from '../schemas/records'
import { cloudEvent } from '../schemas/cloudevents'
import { segmentMessage } from '../schemas/segment'
import { restClient } from './testing'

let db: Db
let call: ReturnType<typeof restClient>

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  const { ctx } = await testOrganisation(db, { timezone: 'Europe/London' })
  call = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, (await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] })).secret)
})
afterAll(() => db.close())

/** Values that have broken something somewhere. */
const odd = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>('c1', 'c2', 'web', '2026-03-01T10:00:00Z', 'nps', 5, 1, 'us', 'failed', '2025-Q3', 'EUR') },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, '', ' ', 'a\0b', '\ud800', '__proto__', 'constructor', -0, -1, 1e308, 5e-324, 0.1 + 0.2, 9007199254740993, '1e400', 'NaN', '9999999-01-01T00:00:00Z', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z',
    '2026-03-29T01:30:00', '2026-02-30', true, false, [], {}, [[]], '\u202e', '😀', 'x'.repeat(300), '%00', "';--", '=1+1', { __proto__: null }, { a: { b: 1 } }, { a: 1e308 }, ['phone']) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)
const recordOf = (fields: string[]) => fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: fc.string() }), odd, { maxKeys: fields.length })
const collections = Object.entries({ customers: 'customer', interactions: 'interaction', transactions: 'transaction', issues: 'issue', promises: 'promise', responses: 'response', referrals: 'referral', 'customer-values': 'customer_value' } as const)

test.each(collections)('nothing sent to /%s is our fault', async (plural, kind) => {
  const records = fc.array(fc.oneof(recordOf(Object.keys(recordSchemas[kind].shape)), odd), { maxLength: 6 })
  await fc.assert(fc.asyncProperty(records, fc.constantFrom('record', 'replace', 'record'), async (list, mode) => {
    const reply = await call('POST', `/${plural}`, { [plural]: list, mode })
    expect(reply.status, reply.text).toBe(200)
    const { accepted, duplicates, rejected } = reply.body as { accepted?: number; duplicates?: number; rejected?: number }
    expect((accepted ?? 0) + (duplicates ?? 0) + (rejected ?? 0)).toBe(list.length)
  }), { numRuns: 40 })
})

test.each(['/batch', '/events', '/organisation', '/channels/web', '/touchpoints/x', '/track'])('nor to %s', async (path) => {
  const message = recordOf(Object.keys(path === '/events' ? cloudEvent.shape : segmentMessage.shape))
  const setting = recordOf(['name', 'timezone', 'lapse_days', 'effect_window_days', 'observed_from', 'observed_from_by_source', 'spent_less_share', 'smallest_change', 'margin', 'discount_rate', 'dimensions', 'transaction_kinds', 'kind', 'human_answers', 'cost_per_contact', 'class', 'rule', 'result_rule', 'stakes', 'target_minutes'])
  const bodies = path === '/batch' ? fc.record({ batch: fc.array(message, { maxLength: 5 }) }) : ['/events', '/track'].includes(path) ? message : setting
  const [method, type] = ['/batch', '/events', '/track'].includes(path) ? ['POST', path === '/events' ? 'application/cloudevents+json' : 'application/json'] : ['PATCH', 'application/json']
  await fc.assert(fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: bodies as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd }), async (body) => {
    const reply = await call(method, path, JSON.stringify(body) ?? 'null', { 'content-type': type })
    expect(reply.status, reply.text).toBeLessThan(500)
  }), { numRuns: 60 })
})

test.each(['/customers/{}', '/interactions/{}', '/transactions/{}', '/channels/{}', '/touchpoints/{}', '/reports/{}', '/reports/{}/rows', '/interactions/x?source={}', '/customers/c1?cursor={}', '/reports/interactions-over-time?from={}&to={}', '/reports/interactions-over-time?by={}', '/reports/retention-curve?min_at_risk={}'])('nor in the address %s', async (pattern) => {
  await fc.assert(fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', '%', '\0', '__proto__', 'x'.repeat(3000), '2026-01-01', '-1', '1e9', 'attribute:', 'segmentation:x', "attribute:'")), async (text) => {
    let part: string
    try { part = encodeURIComponent(text) } catch { return }
    const reply = await call('GET', pattern.replaceAll('{}', part))
    expect(reply.status, reply.text).toBeLessThan(500)
  }), { numRuns: 40 })
})
