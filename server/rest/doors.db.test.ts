import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { SCOPES, type Scope } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import { createKey } from '../services/keys/create'
import { revokeKey } from '../services/keys/revoke'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { testDb, testOrganisation } from '../testing/database'
import { routes, segmentTable } from './table'
import { restClient } from './testing'

/** Every route of the table, by itself: whoever adds one that asks for no key has to say so here. */
const OPEN = ['GET /health', 'GET /openapi.json']
const SECRET = 'Nobody else may read this'
const all = [...routes, ...segmentTable.map((route) => ({ ...route, path: `/v1${route.path}` }))]
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
const keyed = all.filter((route) => !OPEN.includes(nameOf(route)))

let db: Db
let theirs: OrgCtx
let ours: OrgCtx
beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  theirs = (await testOrganisation(db, { name: SECRET })).ctx
  ours = (await testOrganisation(db)).ctx
  await recordBatch(theirs, { kind: 'customer', records: [{ id: 'c1', name: SECRET }] })
  await recordBatch(theirs, { kind: 'interaction', records: [{ id: 'n1', customer: 'c1', occurred_at: '2026-03-01T10:00:00Z', channel: SECRET, touchpoint: SECRET, summary: SECRET }] })
})
afterAll(() => db.close())

const client = (key: string | null) => restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, key)
/** Addresses with what the other organisation has in their braces. */
const addressOf = (path: string) => path.replace('{id}', path.includes('customer') ? 'c1' : 'n1').replace('{report}', 'interactions-over-time').replaceAll(/\{\w+\}/g, 'x')
const call = async (key: string | null, { method, path }: { method: string; path: string }, body: unknown = {}) => client(key)(method, addressOf(path), method === 'GET' || method === 'DELETE' ? undefined : body)

test('what needs no key is what says so', () => {
  expect(routes.filter(({ scope }) => scope === null).map(nameOf).toSorted()).toEqual(OPEN.toSorted())
})

test('without a key, with a wrong and with a revoked one: 401', async () => {
  const gone = await createKey(theirs, { name: 'gone', scopes: [...SCOPES] })
  await revokeKey(theirs, { id: gone.id })
  for (const route of keyed) for (const key of [null, 'wrong', gone.secret]) {
    const reply = await call(key, route)
    expect.soft(reply.status, nameOf(route)).toBe(401)
    expect.soft(reply.headers.get('content-type'), nameOf(route)).toContain('application/problem+json')
  }
})

test('with another scope than the route says: 403', async () => {
  const keys = Object.fromEntries(await Promise.all(SCOPES.map(async (scope) => [scope, (await createKey(theirs, { name: scope, scopes: [scope] })).secret]))) as Record<Scope, string>
  for (const route of keyed) for (const scope of SCOPES) {
    if (scope === route.scope || scope === route.alsoScope) continue
    expect.soft((await call(keys[scope], route)).status, `${nameOf(route)} with ${scope}`).toBe(403)
  }
})

test("another organisation's key finds nothing of it, and changes nothing", async () => {
  const { secret } = await createKey(ours, { name: 'all', scopes: [...SCOPES] })
  for (const route of keyed) {
    const reply = await call(secret, route)
    expect.soft(reply.text, nameOf(route)).not.toContain(SECRET)
    expect.soft(reply.status, nameOf(route)).toBeLessThan(500)
  }
  const reader = (await createKey(theirs, { name: 'look', scopes: ['read'] })).secret
  expect((await client(reader)('GET', '/customers/c1')).text).toContain(SECRET)
  expect((await client(reader)('GET', '/interactions/n1')).text).toContain(SECRET)
})
