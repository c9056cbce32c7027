import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { createKey } from '../services/keys/create'
import { setErasureKey } from '../services/recording/erasure-key'
import { testDb, testOrganisation } from '../testing/database'
import { restClient } from './testing'

let db: Db
let secret: string
let call: ReturnType<typeof restClient>

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  const { ctx } = await testOrganisation(db)
  ;({ secret } = await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] }))
  call = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, secret)
})
afterAll(() => db.close())

const at = '2026-03-01T10:00:00.000Z'

describe('Segment', () => {
  test('a batch as analytics-node sends it, key in the body, counts once', async () => {
    const batch = {
      batch: [
        { type: 'identify', messageId: 'm1', userId: 'u1', timestamp: at, traits: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org', plan: 'pro', address: { city: 'London' } }, context: { library: { name: '@segment/analytics-node', version: '2.1.2' } }, integrations: {}, _metadata: { nodeVersion: '20' } },
        { type: 'track', messageId: 'm2', userId: 'u1', anonymousId: 'anon-1', event: 'Order Completed', timestamp: at, properties: { revenue: 39.99, currency: 'EUR', order_id: 'o1', products: [{ sku: 'a' }] }, context: { channel: 'Mobile App' } },
        { type: 'track', messageId: 'm3', anonymousId: 'anon-1', event: 'Asked for help', timestamp: at, properties: { channel: 'chat', topic: 'fees' } },
        { type: 'page', messageId: 'm4', anonymousId: 'anon-1', name: 'Pricing', timestamp: at, properties: { url: 'https://example.org/pricing' } },
        { type: 'group', messageId: 'm5', userId: 'u1', groupId: 'g1', timestamp: at, traits: { industry: 'Ships' } },
      ],
      sentAt: at, writeKey: secret,
    }
    const noHeader = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, null)
    expect(await noHeader('POST', '/v1/batch', batch)).toMatchObject({ status: 200, body: { success: true, accepted: 5, rejected: 0 } })
    expect((await call('POST', '/v1/import', batch)).body).toMatchObject({ accepted: 0, duplicates: 5 })
    expect((await noHeader('POST', '/v1/batch', { batch: [] })).status).toBe(401)
    expect((await call('GET', '/interactions/m2?source=segment')).body).toMatchObject({ customer: 'u1', touchpoint: 'order_completed', channel: 'mobile_app', form: 'transaction', attributes: { revenue: 39.99, order_id: 'o1', products: '[{"sku":"a"}]' } })
    expect((await call('GET', '/transactions/m2?source=segment')).body).toMatchObject({ customer: 'u1', amount: 39.99, currency: 'EUR' })
    expect((await call('GET', '/interactions/m4?source=segment')).body).toMatchObject({ direction: 'lookup', channel: 'web', touchpoint: 'pricing' })
    const customer = (await call('GET', '/customers/u1')).body
    expect(customer).toMatchObject({ name: 'Ada Lovelace', email: 'ada@example.org', attributes: { plan: 'pro', 'address.city': 'London', group_id: 'g1', 'group.industry': 'Ships' } })
  })

  test('a message without time is the same message when it comes again', async () => {
    const message = { userId: 'u2', event: 'Hello', messageId: 'late' }
    expect((await call('POST', '/track', message)).body).toMatchObject({ accepted: 1 })
    await new Promise((done) => { setImmediate(done) })
    expect((await call('POST', '/track', message)).body).toMatchObject({ accepted: 0, duplicates: 1 })
  })

  test('one bad message costs its neighbours nothing; nothing but bad ones is 400', async () => {
    const batch = [{ type: 'track', userId: 'u1', event: 'Fine', messageId: 'ok', timestamp: at }, { type: 'track', userId: 'u1', messageId: 'x' }, { type: 'track', event: 'Nobody' }, { type: 'dance' }, 3, { type: 'track', userId: 'u1', event: 'E', timestamp: 'yesterday' }]
    const reply = await call('POST', '/batch', { batch })
    expect(reply.body).toMatchObject({ success: true, accepted: 1, rejected: 5 })
    expect(reply.body.errors?.map((e) => [e.index, e.field])).toEqual([[1, 'event'], [2, 'userId'], [3, 'type'], [4, ''], [5, 'timestamp']])
    expect((await call('POST', '/batch', { batch: batch.slice(1) })).body).toMatchObject({ status: 400, errors: expect.arrayContaining([{ field: 'batch[0].event', reason: 'is required for track', row: 0 }]) as unknown })
    for (const bad of [{}, { batch: {} }, [], 'x"']) expect((await call('POST', '/batch', bad)).status).toBe(400)
    expect((await call('POST', '/track', { userId: 'u1', event: 'Order Completed', messageId: 'bad-money', timestamp: at, properties: { revenue: 'a lot' } })).body.errors?.[0]?.field).toBe('properties.revenue')
    expect((await call('POST', '/track', { userId: 'u1', event: 'E', properties: [1] })).body.errors?.[0]?.field).toBe('properties')
  })

  test('strange properties become storable attributes', async () => {
    let deep: unknown = 1
    for (let i = 0; i < 200; i++) deep = { a: deep }
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`p${i}`, i]))
    expect((await call('POST', '/track', { userId: 'u3', event: 'Odd', messageId: 'odd', timestamp: at, properties: { deep, nul: 'a\0b', long: 'x'.repeat(20_000), half: '\ud800', ...many } })).body).toMatchObject({ success: true, accepted: 1 })
  })
})

describe('CloudEvents', () => {
  const event = (id: string, more: object = {}) => ({ specversion: '1.0', id, source: '/crm', type: 'dispute.opened', subject: 'u9', time: at, ...more })
  const as = (type: string) => ({ 'content-type': type })

  test('structured, batched and binary are the same event', async () => {
    const data = { channel: 'phone', impression: -1, branch: 'North' }
    expect((await call('POST', '/events', event('e1', { datacontenttype: 'application/json', data, comexampletag: 'vip' }), as('application/cloudevents+json; charset=utf-8'))).body).toMatchObject({ accepted: 1, created: { touchpoints: ['dispute_opened'] } })
    expect((await call('POST', '/events', [event('e1', { data, comexampletag: 'vip' }), event('e2')], as('application/cloudevents-batch+json'))).body).toMatchObject({ accepted: 1, duplicates: 1 })
    const headers = { 'ce-specversion': '1.0', 'ce-id': 'e1', 'ce-source': '/crm', 'ce-type': 'dispute%2Eopened', 'ce-subject': 'u9', 'ce-time': at, 'ce-comexampletag': 'vip' }
    expect((await call('POST', '/events', data, headers)).body).toMatchObject({ duplicates: 1 })
    expect((await call('GET', '/interactions/e1?source=%2Fcrm')).body).toMatchObject({ customer: 'u9', occurred_at: at, channel: 'phone', impression: -1, attributes: { branch: 'North', comexampletag: 'vip' } })
  })

  test('without a time, the receipt is the time and a replay still a duplicate', async () => {
    const timeless = event('t1', { time: undefined })
    expect((await call('POST', '/events', timeless, as('application/cloudevents+json'))).body).toMatchObject({ accepted: 1 })
    expect((await call('POST', '/events', timeless, as('application/cloudevents+json'))).body).toMatchObject({ duplicates: 1 })
  })

  test('errors name the event’s own fields', async () => {
    const single = as('application/cloudevents+json')
    expect((await call('POST', '/events', event('x', { data: { mood: 9 } }), single)).body).toMatchObject({ status: 400, errors: [{ field: 'data.mood' }] })
    expect((await call('POST', '/events', event('x', { specversion: '0.3' }), single)).body.errors).toEqual([{ field: 'specversion', reason: 'must be "1.0"' }])
    expect((await call('POST', '/events', event('x', { source: undefined }), single)).body.errors).toEqual([{ field: 'source', reason: 'is required' }])
    expect((await call('POST', '/events', event('x', { time: 'noon' }), single)).body.errors?.[0]?.field).toBe('time')
    expect((await call('POST', '/events', event('x', { subject: undefined }), single)).body.errors?.[0]?.field).toBe('subject')
    expect((await call('POST', '/events', event('x', { data: [1] }), single)).body.errors?.[0]?.field).toBe('data')
    expect((await call('POST', '/events', event('x', { data_base64: 'AAAA' }), single)).body.errors?.[0]?.field).toBe('data')
    expect((await call('POST', '/events', event('x'), as('application/cloudevents-batch+json'))).status).toBe(400)
    expect((await call('POST', '/events', event('x'), as('application/xml'))).status).toBe(415)
    const mixed = await call('POST', '/events', [event('good'), { id: 'bad' }, event('good2', { data: { result: 'great' } })], as('application/cloudevents-batch+json'))
    expect(mixed.body).toMatchObject({ accepted: 1, rejected: 2 })
    expect([...new Set(mixed.body.errors?.map((e) => e.index))]).toEqual([1, 2])
  })
})
