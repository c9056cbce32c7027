import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { createKey } from '../services/keys/create'
import { setErasureKey } from '../services/recording/erasure-key'
import { expectLaws } from '../services/recording/testing'
import { testDb, testOrganisation } from '../testing/database'
import { restClient } from './testing'

let db: Db
let ctx: OrgCtx
let call: ReturnType<typeof restClient>

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  ;({ ctx } = await testOrganisation(db))
  call = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, (await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] })).secret)
  const day = (n: number) => `2026-02-${String(n).padStart(2, '0')}T10:00:00Z`
  const posts: [string, object][] = [
    ['/customers', { customers: [{ id: 'ann/1', name: 'Ann', email: 'ann@example.org', acquired_at: '2025-01-01T00:00:00Z' }] }],
    ['/issues', { issues: [{ id: 'i1', customer: 'ann/1', opened_at: day(1), title: 'Charged twice', touchpoint: 'Dispute a charge' }] }],
    ['/interactions', { interactions: Array.from({ length: 7 }, (_, i) => ({ id: `x${i}`, customer: 'ann/1', occurred_at: day(i + 1), channel: 'phone', touchpoint: 'Dispute a charge', issue: 'i1', cost: 4.5, goodwill_amount: 10 })) }],
    ['/promises', { promises: [{ id: 'p1', customer: 'ann/1', issue: 'i1', interaction: 'x1', made_at: day(2), due_at: day(4), text: 'Call back' }] }],
    ['/transactions', { transactions: [{ id: 't1', customer: 'ann/1', occurred_at: day(5), amount: 19.99, kind: 'order' }] }],
    ['/responses', { responses: [{ id: 'r1', customer: 'ann/1', occurred_at: day(6), survey: 'nps', score: 3 }] }],
    ['/referrals', { referrals: [{ id: 'f1', customer: 'ann/1', occurred_at: day(8), referred_customer: 'bob' }] }],
    ['/customer-values', { customer_values: [{ id: 'v1', customer: 'ann/1', period: '2025-Q4', amount: 120 }] }],
  ]
  for (const [path, body] of posts) expect((await call('POST', path, body)).body, path).toMatchObject({ rejected: 0 })
})
afterAll(() => db.close())

test('one customer with the whole timeline, page by page, newest first', async () => {
  const first = await call('GET', '/customers/ann%2F1?limit=5')
  expect(first.body).toMatchObject({ id: 'ann/1', name: 'Ann', email: 'ann@example.org', acquired_at: '2025-01-01T00:00:00.000Z', open_promises: 1, ids: [{ id: 'ann/1', anonymous: false }] })
  const seen: { at: string; record: string; id: string }[] = []
  let path: string | null = '/customers/ann%2F1?limit=5'
  while (path !== null) {
    const { timeline } = (await call('GET', path)).body as { timeline?: { entries: typeof seen; next: string | null } }
    seen.push(...(timeline?.entries ?? []))
    path = timeline?.next ? `/customers/ann%2F1?limit=5&cursor=${timeline.next}` : null
  }
  expect(seen).toHaveLength(12)
  expect(new Set(seen.map((e) => `${e.record} ${e.id}`)).size).toBe(12)
  expect(seen.map((e) => e.at)).toEqual(seen.map((e) => e.at).toSorted().toReversed())
  expect((await call('GET', '/customers/ann%2F1?cursor=AAAA')).body.errors?.[0]?.field).toBe('cursor')
  expect((await call('GET', '/customers/ann%2F1?limit=0')).body.errors?.[0]?.field).toBe('limit')
  expect((await call('GET', '/customers/nobody')).status).toBe(404)
})

test('every record comes back as it was sent', async () => {
  expect((await call('GET', '/interactions/x1')).body).toMatchObject({ id: 'x1', source: 'default', customer: 'ann/1', occurred_at: '2026-02-02T10:00:00.000Z', channel: 'phone', touchpoint: 'dispute_a_charge', issue: 'i1', cost: 4.5, goodwill_amount: 10 })
  expect((await call('GET', '/issues/i1')).body).toMatchObject({ id: 'i1', customer: 'ann/1', title: 'Charged twice', touchpoint: 'dispute_a_charge', stub: false })
  expect((await call('GET', '/promises/p1')).body).toMatchObject({ id: 'p1', issue: 'i1', interaction: 'x1', text: 'Call back', kept_at: null })
  expect((await call('GET', '/transactions/t1')).body).toMatchObject({ amount: 19.99, currency: 'EUR', kind: 'order' })
  expect((await call('GET', '/responses/r1')).body).toMatchObject({ survey: 'nps', score: 3 })
  expect((await call('GET', '/referrals/f1')).body).toMatchObject({ referred_customer: 'bob' })
  expect((await call('GET', '/customer-values/v1')).body).toMatchObject({ amount: 120, period: '2025-Q4' })
  expect((await call('GET', '/interactions/x1?source=other')).status).toBe(404)
})

test('a record is deleted with its part of the roll-ups, and once', async () => {
  expect((await call('DELETE', '/interactions/x6')).status).toBe(204)
  expect((await call('DELETE', '/interactions/x6')).status).toBe(404)
  expect((await call('GET', '/interactions/x6')).status).toBe(404)
  await expectLaws(ctx)
})

test('an anonymous visitor who signs in is one customer from the first visit on', async () => {
  await call('POST', '/track', { anonymousId: 'device', event: 'Looked around', messageId: 's1', timestamp: '2026-02-10T10:00:00Z' })
  expect((await call('POST', '/identify', { anonymousId: 'device', userId: 'carl', messageId: 's2', timestamp: '2026-02-10T10:05:00Z', traits: { name: 'Carl' } })).body).toMatchObject({ success: true, accepted: 1 })
  const carl = (await call('GET', '/customers/carl')).body as { timeline?: { entries: { id: string }[] }; ids?: unknown }
  expect(carl.timeline?.entries.map((e) => e.id)).toEqual(['s1'])
  expect(carl.ids).toEqual([{ id: 'carl', anonymous: false }, { id: 'device', anonymous: true }])
  expect((await call('POST', '/alias', { previousId: 'carl', userId: 'carl@example.org', messageId: 's3' })).body).toMatchObject({ accepted: 1 })
  expect((await call('GET', '/customers/carl')).body).toMatchObject({ id: 'carl@example.org', name: 'Carl' })
  await expectLaws(ctx)
})

test('another organisation’s key finds none of it', async () => {
  const other = await testOrganisation(db)
  const stranger = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, (await createKey(other.ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] })).secret)
  for (const path of ['/customers/ann%2F1', '/interactions/x1', '/channels/phone', '/touchpoints/dispute_a_charge']) expect((await stranger('GET', path)).status, path).toBe(404)
  for (const path of ['/customers/ann%2F1', '/interactions/x1']) expect((await stranger('DELETE', path)).status, path).toBe(404)
  expect((await stranger('PATCH', '/channels/phone', { name: 'Mine' })).status).toBe(404)
  expect((await call('GET', '/interactions/x1')).status).toBe(200)
})

test('erasure is for good: gone, and a replay does not bring them back', async () => {
  expect((await call('DELETE', '/customers/ann%2F1')).status).toBe(204)
  expect((await call('GET', '/customers/ann%2F1')).status).toBe(404)
  expect((await call('GET', '/interactions/x1')).status).toBe(404)
  await call('POST', '/interactions', { interactions: [{ id: 'x1', customer: 'ann/1', occurred_at: '2026-02-02T10:00:00Z', channel: 'phone' }] })
  expect((await call('GET', '/customers/ann%2F1')).status).toBe(404)
  await expectLaws(ctx)
})
