import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { createKey } from '../services/keys/create'
import { revokeKey } from '../services/keys/revoke'
import { setErasureKey } from '../services/recording/erasure-key'
import { testDb, testOrganisation } from '../testing/database'
import { answer } from './router'
import { routes } from './table'
import { restClient } from './testing'

let db: Db
let ctx: OrgCtx
let as: (role: 'viewer' | 'editor' | 'admin' | 'owner') => OrgCtx
let secret: string
let call: ReturnType<typeof restClient>
const instance = () => ({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' })

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db))
  ;({ secret } = await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] }))
  call = restClient(instance(), secret)
})
afterAll(() => db.close())

const one = (id: string, more: object = {}) => ({ id, customer: 'c1', occurred_at: '2026-03-01T10:00:00Z', channel: 'web', ...more })

describe('the door', () => {
  test('health and the document need no key', async () => {
    const open = restClient(instance(), null)
    const health = await open('GET', '/health')
    expect(health).toMatchObject({ status: 200, body: { status: 'ok', database: { kind: db.kind }, migrations: { state: 'current' } } })
    expect(health.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect((await open('GET', '/openapi.json')).body).toMatchObject({ openapi: '3.1.0' })
  })

  test('503 until the instance can serve', async () => {
    const reply = await answer(routes, '/api/v1', new Request('http://localhost/api/v1/health'), async () => ({ state: 'opening' }))
    expect(reply.status).toBe(503)
    expect(reply.headers.get('retry-after')).toBe('5')
  })

  test('without a key 401 with a challenge; with a wrong or revoked one too', async () => {
    const none = await restClient(instance(), null)('GET', '/channels')
    expect(none.status).toBe(401)
    expect(none.headers.get('www-authenticate')).toContain('Bearer')
    expect(none.headers.get('content-type')).toContain('application/problem+json')
    expect((await restClient(instance(), 'wrong')('GET', '/channels')).status).toBe(401)
    const other = await createKey(ctx, { name: 'gone', scopes: ['read'] })
    // Only ever in a header: addresses are written down on their way.
    for (const name of ['key', 'api_key', 'access_token', 'token']) expect((await restClient(instance(), null)('GET', `/channels?${name}=${other.secret}`)).status).toBe(401)
    const gone = restClient(instance(), other.secret)
    expect((await gone('GET', '/channels')).status).toBe(200)
    await revokeKey(ctx, { id: other.id })
    expect((await gone('GET', '/channels')).status).toBe(401)
  })

  test('Basic with the key as user name opens too', async () => {
    const reply = await restClient(instance(), null)('GET', '/channels', undefined, { authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` })
    expect(reply.status).toBe(200)
  })

  test('a missing scope is 403 and named', async () => {
    const reader = restClient(instance(), (await createKey(ctx, { name: 'r', scopes: ['read'] })).secret)
    const refused = await reader('POST', '/interactions', { interactions: [] })
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('“ingest”') as string } })
    expect((await reader('PATCH', '/organisation', { name: 'x' })).body.detail).toContain('“admin”')
    const sender = restClient(instance(), (await createKey(ctx, { name: 'i', scopes: ['ingest'] })).secret)
    expect((await sender('GET', '/channels')).body.detail).toContain('“read”')
  })

  test('a viewer creates no key', async () => {
    await expect(createKey(as('viewer'), { name: 'x', scopes: ['read'] })).rejects.toThrow(/admin/)
    await expect(createKey(as('editor'), { name: 'x', scopes: ['read'] })).rejects.toThrow(/admin/)
  })

  test('an address full of wrong keys has to wait; a good key never does', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' }
    const replies = await Promise.all(Array.from({ length: 70 }, (_, i) => restClient(instance(), `wrong-${i}`)('GET', '/channels', undefined, from)))
    const last = await restClient(instance(), 'wrong-last')('GET', '/channels', undefined, from)
    expect(replies.every((r) => r.status === 401 || r.status === 429)).toBe(true)
    expect(last.status).toBe(429)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await call('GET', '/channels', undefined, from)).status).toBe(200)
  })
})

describe('addresses', () => {
  test('404, 405 with Allow, OPTIONS, HEAD', async () => {
    expect((await call('GET', '/nowhere')).status).toBe(404)
    const wrong = await call('PUT', '/organisation', {})
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, PATCH, OPTIONS')
    expect((await call('OPTIONS', '/interactions')).headers.get('allow')).toBe('POST, OPTIONS')
    const head = await call('HEAD', '/organisation')
    expect([head.status, head.text]).toEqual([200, ''])
    expect((await call('GET', '/customers/%ff')).status).toBe(400)
    expect((await call('GET', '/channels?colour=red')).body.errors).toEqual([{ field: 'colour', reason: 'is not a parameter here' }])
  })

  test('of Segment below /v1, and of nothing else there', async () => {
    expect((await call('POST', '/v1/track', { userId: 'c1', event: 'Hello', messageId: 'v1' })).body).toMatchObject({ success: true, accepted: 1 })
    expect((await call('GET', '/v1/organisation')).status).toBe(404)
  })
})

describe('bodies', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) => call('POST', '/interactions', body, headers)

  test('a batch is recorded once; unknown channels and touchpoints are listed', async () => {
    const batch = { interactions: [one('a', { channel: 'Kiosk', touchpoint: 'Ask the way' }), one('b')], source: 'shop' }
    expect(await post(batch)).toMatchObject({ status: 200, body: { accepted: 2, duplicates: 0, rejected: 0, errors: [], created: { touchpoints: ['ask_the_way'] } } })
    expect((await post(batch)).body).toMatchObject({ accepted: 0, duplicates: 2, rejected: 0, created: { channels: [], touchpoints: [] } })
  })

  test('a bad record names its place and costs its neighbours nothing', async () => {
    const reply = await post({ interactions: [one('n1'), one('n2', { duration_s: -1 }), one('n3', { colour: 'red' }), 7, one('n4', { occurred_at: '2026-02-30T10:00:00Z' }), one('n5', { summary: 'a\0b' }), one('n6')] })
    expect(reply.body).toMatchObject({ accepted: 2, rejected: 5 })
    expect(reply.body.errors?.map((e) => [e.index, e.field])).toEqual([[1, 'duration_s'], [2, 'colour'], [3, ''], [4, 'occurred_at'], [5, 'summary']])
  })

  test('1e400, NaN, wrong types, impossible and ambiguous times', async () => {
    const zoned = await testOrganisation(db, { timezone: 'Europe/London' })
    const london = restClient(instance(), (await createKey(zoned.ctx, { name: 'k', scopes: ['ingest'] })).secret)
    const record = (more: string) => `{"id":"x","customer":"c1","channel":"web","occurred_at":"2026-03-01T10:00:00Z",${more}}`
    const reply = await call('POST', '/interactions', `{"interactions":[${record('"duration_s":1e400')},${record('"mood":"good"')},${record('"asked_for":"phone"')},${record('"attributes":{"a":1e400}')},${record('"attributes":{"a":{"b":1}}')}]}`)
    expect(reply.body).toMatchObject({ accepted: 0, rejected: 5 })
    expect(reply.body.errors?.map((e) => e.field.split('.')[0])).toEqual(['duration_s', 'mood', 'asked_for', 'attributes', 'attributes'])
    const times = ['2026-03-29T01:30:00', '2026-10-25T01:30:00', '01/02/2026', '2026-13-01T00:00:00Z']
    const local = await london('POST', '/interactions', { interactions: times.map((t, i) => one(`t${i}`, { occurred_at: t })) })
    expect(local.body).toMatchObject({ accepted: 0, rejected: 4 })
    expect((await post('{"interactions":[{"duration_s":NaN}]}')).body.detail).toMatch(/line 1, column 32 .*"NaN"/)
  })

  test('a 10 MB field is refused, its neighbour recorded', async () => {
    const reply = await post({ interactions: [one('big', { summary: 'x'.repeat(10_000_000) }), one('small')] })
    expect(reply.body).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0, field: 'summary' }] })
  })

  test('the envelope says what is wrong with it', async () => {
    expect(await post([one('a')])).toMatchObject({ status: 400, body: { detail: expect.stringContaining('{ "interactions": [ … ] }') as string } })
    expect((await post({ interactions: {} })).body.errors).toEqual([{ field: 'interactions', reason: 'must be a list' }])
    expect((await post({ events: [] })).body.errors?.map((e) => e.field)).toEqual(['interactions', 'events'])
    expect((await post({ interactions: [], mode: 'upsert' })).body.errors?.[0]?.field).toBe('mode')
    expect((await post({ interactions: [], source: '' })).body.errors?.[0]?.field).toBe('source')
    for (const body of ['null', '3', '"x"', '', '{', '{"interactions":[', '\uFEFF']) expect((await post(body)).status, body).toBe(400)
  })

  test('customer values by either plural', async () => {
    const value = (id: string) => ({ id, customer: 'c1', period: '2025', amount: 12.5 })
    expect((await call('POST', '/customer-values', { customer_values: [value('v1')] })).body).toMatchObject({ accepted: 1 })
    expect((await call('POST', '/customer-values', { 'customer-values': [value('v2')] })).body).toMatchObject({ accepted: 1 })
  })

  test('over 10,000 records, or over the size, is 413', async () => {
    expect((await post({ interactions: Array.from({ length: 10_001 }, () => 0) })).status).toBe(413)
    expect((await post(`{"interactions":["${'x'.repeat(33 * 1024 * 1024)}"]}`)).status).toBe(413)
  })

  test('gzip is unpacked; bombs, cut and damaged ones are refused', async () => {
    const gzip = { 'content-encoding': 'gzip' }
    const packed = gzipSync(JSON.stringify({ interactions: [one('zipped')] }))
    expect((await post(packed, gzip)).body).toMatchObject({ accepted: 1 })
    expect(await post(packed.subarray(0, packed.length - 12), gzip)).toMatchObject({ status: 400, body: { detail: expect.stringContaining('cut off') as string } })
    expect((await post(gzipSync(Buffer.alloc(64 * 1024 * 1024)), gzip)).status).toBe(413)
    expect((await post('not gzip', gzip)).status).toBe(400)
    expect((await post('{}', { 'content-encoding': 'br' })).status).toBe(415)
  })

  test('other media types are 415, other encodings of text 400 and 415', async () => {
    expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
    expect((await post('{}', { 'content-type': 'application/json; charset=iso-8859-1' })).status).toBe(415)
    expect(await post(Buffer.from('{"interactions":"\xe9"}', 'latin1'))).toMatchObject({ status: 400, body: { detail: expect.stringContaining('byte 17') as string } })
  })

  test('an upload that stops is 400', async () => {
    let sent = false
    const stopped = new ReadableStream<Uint8Array>({ pull(c) { if (sent) c.error(new Error('gone')); else { sent = true; c.enqueue(new TextEncoder().encode('{"inter')) } } })
    expect(await post(stopped)).toMatchObject({ status: 400, body: { detail: expect.stringContaining('before it was complete') as string } })
  })

  test('NDJSON: a bad line is named, the others go on', async () => {
    const text = [JSON.stringify(one('l0')), '{"id": oops}', '', JSON.stringify(one('l3', { mood: 9 })), JSON.stringify(one('l4'))].join('\r\n')
    const reply = await call('POST', '/interactions?source=lines', text, { 'content-type': 'application/x-ndjson' })
    expect(reply.body).toMatchObject({ accepted: 2, rejected: 2 })
    expect(reply.body.errors?.map((e) => e.index)).toEqual([1, 3])
    expect((await call('GET', '/interactions/l4?source=lines')).body).toMatchObject({ id: 'l4', source: 'lines', customer: 'c1' })
  })
})
