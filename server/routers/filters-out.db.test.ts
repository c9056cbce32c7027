import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Db, Tx } from '@/db/client'
import { members, sessions, users } from '@/db/schema'
import { now } from '../clock'
import type { OrgCtx } from '../context'
import { LiveHub } from '../live'
import { answerReport } from '../reports/answer'
import { REPORT_NAMES } from '../reports/registry'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { settleOrganisation } from '../services/settle/settle'
import { testDb, testOrganisation } from '../testing/database'
import { exampleOf } from '../testing/example-of'
import { appRouter } from './app'
import { createCallerFactory } from './trpc'

/**
 * A mutation run: every `organisation_id = <mine>` that the application says is taken out of every statement it sends.
 * Row-level security is all that is left, and must be enough; without it the same statements tell everything, which shows
 * that the mutation bites.
 */
const SECRET = 'Nobody else may read this'
let db: Db
let ours: OrgCtx
let session: { sessionId: string; userId: string }
const live = new LiveHub()
let taken = 0

const FILTER = /((?:"?\w+"?\.)?"?organisation_id"?) = (\$\d+)/g
const without = (text: string): string => text.replaceAll(FILTER, (_all, _column, parameter: string) => { taken++; return `(${parameter}::uuid is not null)` })

/** A handle whose statements have lost their filters. */
function mutated(tx: Tx): Tx {
  const { $client: client } = tx as Tx & { $client: pg.PoolClient }
  const query = (first: unknown, ...rest: unknown[]): unknown => {
    const send = client.query.bind(client) as (...given: unknown[]) => unknown
    if (typeof first === 'string') return send(without(first), ...rest)
    const config = first as { text: string; name?: string }
    return send({ ...config, text: without(config.text), ...(config.name ? { name: `mutated:${config.name}` } : {}) }, ...rest)
  }
  return drizzle(new Proxy(client, { get: (target, key, receiver) => (key === 'query' ? query : (Reflect.get(target, key, receiver) as unknown)) }), { casing: 'snake_case' })
}
const filtersOut = (of: Db): Db => ({ ...of, tenant: (scope, work, options) => of.tenant(scope, (tx) => work(mutated(tx)), options) })
const securityOut = (of: Db): Db => ({ ...of, tenant: (_scope, work) => of.maintenance((tx) => work(mutated(tx))) })

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  await live.start(db)
  ours = (await testOrganisation(db, { slug: 'ours', lapseDays: 90 })).ctx
  const theirs = (await testOrganisation(db, { slug: 'theirs', name: SECRET, lapseDays: 90 })).ctx
  const [userId, sessionId] = [randomUUID(), randomUUID()]
  await db.maintenance(async (tx) => {
    await tx.insert(users).values({ id: userId, email: `${userId}@example.test`, name: 'us' })
    await tx.insert(sessions).values({ id: sessionId, userId, expiresAt: new Date(now().getTime() + 3_600_000) })
    await tx.insert(members).values({ organisationId: ours.org.id, userId, role: 'owner' })
  })
  session = { sessionId, userId }
  const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i * 10)).toISOString())
  for (const [of, said] of [[theirs, SECRET], [ours, 'Ours']] as const) {
    await recordBatch(of, { kind: 'customer', records: [1, 2, 3].map((n) => ({ id: `c${n}`, name: said, acquired_at: '2025-01-01T00:00:00Z' })) })
    await recordBatch(of, { kind: 'interaction', records: days.map((at, i) => ({ id: `n${i}`, customer: `c${1 + (i % 3)}`, occurred_at: at, channel: said, touchpoint: said, summary: said, result: 'failed', cost: 2 })) })
    await recordBatch(of, { kind: 'transaction', records: days.map((at, i) => ({ id: `t${i}`, customer: `c${1 + (i % 3)}`, occurred_at: at, amount: 10 + i })) })
    await recordBatch(of, { kind: 'promise', records: days.map((at, i) => ({ id: `p${i}`, customer: 'c1', made_at: at, due_at: at, text: said, team: said })) })
    await recordBatch(of, { kind: 'response', records: days.map((at, i) => ({ id: `r${i}`, customer: 'c1', occurred_at: at, survey: 'nps', score: i % 11, comment: said })) })
    await settleOrganisation(of)
  }
})
afterAll(async () => { await live.close(); await db.close() })

const told = (ctx: OrgCtx, name: string): Promise<string> => answerReport(ctx, name, {}).then(({ rows, statistics }) => JSON.stringify({ rows, statistics }), (error: Error) => error.message)

test('reports without their filters say what they say with them', async () => {
  taken = 0
  let differing = 0
  for (const name of REPORT_NAMES) {
    const own = await told(ours, name)
    expect.soft(await told({ ...ours, db: filtersOut(db) }, name), name).toBe(own)
    if (await told({ ...ours, db: securityOut(db) }, name) !== own) differing++
  }
  // Else nothing would have been tried.
  expect(taken).toBeGreaterThan(300)
  expect(differing).toBeGreaterThan(20)
}, 240_000)

test('procedures without their filters show nothing of somebody else', async () => {
  const callers = createCallerFactory(appRouter)
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string; inputs: z.ZodType[] } }>).filter(([path, { _def }]) => _def.type === 'query' && !path.startsWith('people.'))
  const call = (path: string, input: unknown, over: Db): Promise<string> => {
    const caller = callers({ instance: { db: over, live, secret: 'x'.repeat(32), dataDir: tmpdir(), close: async () => {} }, session, org: 'ours', requestId: 'test' })
    const procedure = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller) as (input: unknown) => Promise<unknown>
    return procedure(input).then((answer) => JSON.stringify(answer) ?? '', (error: Error) => error.message)
  }
  let leaking = 0
  for (const [path, { _def }] of procedures) {
    const schema = _def.inputs.at(-1)
    const inputs = schema ? ['x', 'c1', 'n1'].map((text) => JSON.parse(JSON.stringify(exampleOf(schema, [randomUUID()]) ?? {}, (_key, value: unknown) => (value === 'x' ? text : value))) as unknown) : [undefined]
    for (const input of inputs) {
      expect.soft(await call(path, input, filtersOut(db)), path).not.toContain(SECRET)
      if ((await call(path, input, securityOut(db))).includes(SECRET)) leaking++
    }
  }
  expect(leaking).toBeGreaterThan(10)
}, 240_000)
