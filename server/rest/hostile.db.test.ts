import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { createKey } from '../services/keys/create'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { setSealingSecret } from '../sealed'
import { testDb, testOrganisation } from '../testing/database'
import { fuzzing, naughtyStrings, nearly, oddText, operationsOf, textOf, type Document, type Operation } from '../testing/hostile'
import { restClient, type Reply } from './testing'

/**
 * Whatever is sent to any operation of our own OpenAPI document: 2xx, 3xx or 4xx, faults as problem+json, and nothing of
 * our inside in them. FUZZ_SEED repeats a run, FUZZ_RUNS tries harder (20 per operation unless said).
 */
let db: Db
let call: ReturnType<typeof restClient>
let document: Document
let operations: Operation[]
const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-hostile-'))

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  setSealingSecret('x'.repeat(32))
  db = await testDb()
  const { ctx } = await testOrganisation(db, { timezone: 'Europe/London', dimensions: ['region'] })
  call = restClient({ db, secret: 'x'.repeat(32), dataDir }, (await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] })).secret)
  await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'n1', customer: 'c1', occurred_at: '2026-03-01T10:00:00Z', channel: 'phone', touchpoint: 'x' }] })
  document = (await call('GET', '/openapi.json')).body as unknown as Document
  operations = operationsOf(document)
})
afterAll(async () => {
  await db.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const INSIDE = /\bat .+:\d+:\d+|node_modules|\.tsx?\b.*\d|\bselect .+ from\b|syntax error at|violates|TypeError|RangeError|ZodError/i

function fair(reply: Reply, what: string): void {
  expect(reply.status, `${what}\n${reply.text.slice(0, 500)}`).toBeLessThan(500)
  // Neither caches nor another site's pages may keep or read an answer, whatever was sent.
  expect(reply.headers.get('cache-control'), what).toContain('no-store')
  expect(reply.headers.get('access-control-allow-origin'), what).toBeNull()
  if (reply.status < 400) return
  expect(reply.headers.get('content-type'), what).toContain('application/problem+json')
  expect(reply.body, what).toMatchObject({ type: expect.any(String), title: expect.any(String), status: reply.status, detail: expect.any(String) })
  // What was sent may be said back; what we are made of may not. `detail` quotes little.
  expect(`${String(reply.body.title)} ${String(reply.body.detail).slice(0, 200)}`, what).not.toMatch(INSIDE)
}

/** An address with its braces filled and these parameters; null where no client could send it. */
function address({ path, parameters }: Operation, values: readonly string[]): string | null {
  let next = 0
  try {
    const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(values[next++ % values.length] ?? 'x') || 'x')
    const query = parameters.filter((p) => p.in === 'query').slice(0, 3).map(({ name }) => `${encodeURIComponent(name)}=${encodeURIComponent(values[next++ % values.length] ?? '')}`)
    return query.length > 0 ? `${filled}?${query.join('&')}` : filled
  } catch {
    // Half of a surrogate pair has no encoding.
    return null
  }
}
const plain = (path: string) => path.replaceAll(/\{\w+\}/g, 'n1')

test('every body of the document, nearly right and quite wrong', async () => {
  const bodies = operations.flatMap((operation) => Object.entries(operation.bodies).filter(([media]) => media.includes('json')).map(([media, schema]) => ({ operation, media, schema })))
  expect(bodies.length).toBeGreaterThan(20)
  const met = new Map<number, number>()
  for (const { operation, media, schema } of bodies) {
    const lines = media === 'application/x-ndjson'
    const arbitrary = lines ? fc.array(nearly(document, document.components.schemas[kindOf(operation.path)] ?? schema), { maxLength: 4 }) : nearly(document, schema)
    await fc.assert(fc.asyncProperty(arbitrary, async (body) => {
      const text = lines ? (Array.isArray(body) ? body : [body]).map(textOf).join('\n') : textOf(body)
      const reply = await call(operation.method, plain(operation.path), text, { 'content-type': media })
      met.set(reply.status, (met.get(reply.status) ?? 0) + 1)
      fair(reply, `${operation.method} ${operation.path} as ${media}: ${text.slice(0, 300)}`)
    }), fuzzing)
  }
  // Both what is taken and what is refused was tried.
  expect([...met.keys()]).toEqual(expect.arrayContaining([200, 400]))
}, 600_000)
const kindOf = (path: string) => path.slice(1, -1).replace(/^./, (first) => first.toUpperCase())

test('every address of the document, with odd parts and parameters', async () => {
  for (const operation of operations.filter(({ bodies }) => Object.keys(bodies).length === 0)) {
    await fc.assert(fc.asyncProperty(fc.array(oddText, { minLength: 1, maxLength: 4 }), async (values) => {
      const to = address(operation, values)
      if (to !== null) fair(await call(operation.method, to), `${operation.method} ${to.slice(0, 300)}`)
    }), { ...fuzzing, numRuns: Math.ceil(fuzzing.numRuns / 4) })
  }
}, 600_000)

test('every naughty string in every field of a record, in its id, and in an address', async () => {
  for (let at = 0; at < naughtyStrings.length; at += 50) {
    const some = naughtyStrings.slice(at, at + 50)
    for (const [plural, fields] of Object.entries({ customers: ['id', 'name', 'email', 'leave_reason'], interactions: ['id', 'customer', 'channel', 'touchpoint', 'summary', 'team', 'handled_by', 'issue'], responses: ['id', 'customer', 'comment', 'touchpoint'], promises: ['id', 'customer', 'text', 'owner'] })) {
      const whole = { customers: {}, interactions: { occurred_at: '2026-03-01T10:00:00Z', channel: 'web', customer: 'c1' }, responses: { occurred_at: '2026-03-01T10:00:00Z', survey: 'nps', score: 5, customer: 'c1' }, promises: { made_at: '2026-03-01T10:00:00Z', due_at: '2026-03-02T10:00:00Z', customer: 'c1' } }[plural]
      const records = fields.flatMap((field) => some.map((text, i) => ({ id: `${field}-${at + i}`, ...whole, [field]: text, attributes: { [text.slice(0, 100) || 'x']: text } })))
      const reply = await call('POST', `/${plural}`, { [plural]: records })
      fair(reply, plural)
      expect(reply.status).toBe(200)
    }
  }
  for (const [i, text] of naughtyStrings.entries()) {
    if (i % 3 === 1) fair(await call('GET', `/customers/${encodeURIComponent(text) || 'x'}`), text)
    if (i % 3 === 0) fair(await call('GET', `/reports/interactions-over-time?by=${encodeURIComponent(`attribute:${text}`)}&channel=${encodeURIComponent(text)}`), text)
  }
}, 600_000)

test('what was kept of them comes back as it was sent', async () => {
  const sent = naughtyStrings.map((text, i) => ({ id: `kept-${i}`, name: text })).filter(({ name }) => name.trim() !== '' && name === name.trim() && name.length <= 200 && !name.includes('\0') && !/\p{Surrogate}/u.test(name))
  await call('POST', '/customers', { customers: sent })
  const asked = sent.filter((_, i) => i % 2 === 0)
  let same = 0
  for (const { id, name } of asked) if ((await call('GET', `/customers/${id}`)).body.name === name) same++
  expect(same).toBeGreaterThan(asked.length * 0.95)
}, 600_000)

test('headers of every kind', async () => {
  const names = ['accept', 'content-type', 'content-encoding', 'authorization', 'x-request-id', 'x-forwarded-for', 'if-none-match', 'range', 'content-length', 'origin', 'cookie']
  const values = [...naughtyStrings.filter((text, i) => i % 60 === 0 && /^[\x20-\x7e]*$/.test(text)), 'gzip, gzip, gzip', 'text/csv;q=99', '*/*;q=NaN', 'application/json; charset=utf-7', 'Bearer', 'Basic ====', `Basic ${Buffer.from('\0:\0').toString('base64')}`, '-1', '1e9', 'x'.repeat(10_000), 'bytes=0-'.repeat(500)]
  // One of whom little is known: by now c1 has thousands of records, and each answer would tell them.
  await call('POST', '/customers', { customers: [{ id: 'c9' }] })
  for (const name of names) for (const value of values) {
    fair(await call('GET', '/customers/c9', undefined, { [name]: value }), `${name}: ${value}`)
    if (name.startsWith('content-')) fair(await call('POST', '/customers', '{"customers":[]}', { [name]: value }), `${name}: ${value}`)
  }
}, 600_000)

test('a parameter given twice is refused: nobody decides which counts', async () => {
  for (const path of ['/reports/interactions-over-time?by=channel&by=touchpoint', '/customers/c1?cursor=a&cursor=b', '/interactions/n1?source=a&source=b', '/reports/interactions-over-time/rows?field=interactions&field=contacts']) {
    const reply = await call('GET', path)
    fair(reply, path)
    expect(reply.status, path).toBe(400)
  }
})

test('no request pollutes what objects inherit', () => {
  expect(({} as { admin?: unknown }).admin).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
})
