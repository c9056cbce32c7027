import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import { members, sessions, users } from '@/db/schema'
import type { Role } from '@/db/vocabulary'
import { sessionCtx, wallCtx } from '../access'
import { now } from '../clock'
import type { OrgCtx } from '../context'
import { REPORT_NAMES, reportNamed } from '../reports/registry'
import { routes } from '../rest/table'
import { restClient } from '../rest/testing'
import { LiveHub } from '../live'
import { createKey } from '../services/keys/create'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { updateOrganisation } from '../services/settings/update-organisation'
import { settleOrganisation } from '../services/settle/settle'
import { scoreCustomers } from '../services/risk/score-customers'
import { testDb, testOrganisation } from '../testing/database'
import { asksForId, exampleOf } from '../testing/example-of'
import { appRouter } from './app'
import { createCallerFactory } from './trpc'

/** Whoever is not to see names sees none, whatever they ask: every procedure, report, drill-down and REST route, by itself. */
const NAMES = /Zyxwina|Quartermain|zq@|20 7946/i
const [NAME, EMAIL, PHONE] = ['Zyxwina Quartermain', 'zq@hidden.example', '+44 20 7946 0958']
const WRITTEN = `Ms Quartermain (${EMAIL}, ${PHONE}) said that ZYXWINA would leave`

type Procedure = { path: string; kind: string; input: z.ZodType | null }
const procedures: Procedure[] = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string; inputs: z.ZodType[] } }>)
  .map(([path, { _def }]) => ({ path, kind: _def.type, input: _def.inputs.at(-1) ?? null }))
const callers = createCallerFactory(appRouter)

let db: Db
let ctx: OrgCtx
let ids: string[]
const live = new LiveHub()
const sessionOf = {} as Record<Role, { sessionId: string; userId: string }>

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  await live.start(db)
  ctx = { ...(await testOrganisation(db, { slug: 'hidden', lapseDays: 90, dimensions: ['region'] })).as('owner', now()) }
  for (const role of ['viewer', 'editor', 'admin', 'owner'] as const) {
    const [userId, sessionId] = [randomUUID(), randomUUID()]
    await db.maintenance(async (tx) => {
      await tx.insert(users).values({ id: userId, email: `${userId}@example.test`, name: role })
      await tx.insert(sessions).values({ id: sessionId, userId, expiresAt: new Date(now().getTime() + 3_600_000) })
      await tx.insert(members).values({ organisationId: ctx.org.id, userId, role })
    })
    sessionOf[role] = { sessionId, userId }
  }
  const at = (days: number) => new Date(now().getTime() - days * 86_400_000).toISOString()
  const attributes = { phone: PHONE, region: 'north' }
  await recordBatch(ctx, { kind: 'customer', records: [1, 2, 3].map((n) => ({ id: `c${n}`, name: NAME, email: EMAIL, acquired_at: at(400), attributes, ...(n === 3 ? { left_at: at(30), leave_kind: 'voluntary', leave_reason: WRITTEN } : {}) })) })
  await recordBatch(ctx, { kind: 'issue', records: [1, 2, 3].map((n) => ({ id: `i${n}`, customer: `c${n}`, opened_at: at(20), title: WRITTEN, attributes })) })
  await recordBatch(ctx, { kind: 'interaction', records: Array.from({ length: 60 }, (_, n) => ({ id: `n${n}`, customer: `c${1 + (n % 3)}`, occurred_at: at(1 + n), channel: n % 2 ? 'phone' : 'web', touchpoint: 'Dispute', issue: `i${1 + (n % 3)}`, summary: WRITTEN, result: 'failed', impression: -2, attributes })) })
  await recordBatch(ctx, { kind: 'transaction', records: Array.from({ length: 40 }, (_, n) => ({ id: `t${n}`, customer: `c${1 + (n % 3)}`, occurred_at: at(1 + 9 * n), amount: 10 + n, attributes })) })
  await recordBatch(ctx, { kind: 'promise', records: [1, 2, 3].map((n) => ({ id: `p${n}`, customer: `c${n}`, made_at: at(3), due_at: at(n - 2), text: WRITTEN, owner: 'viewer', interaction: 'n1', attributes })) })
  await recordBatch(ctx, { kind: 'response', records: Array.from({ length: 12 }, (_, n) => ({ id: `r${n}`, customer: `c${1 + (n % 3)}`, occurred_at: at(1 + n), survey: n % 2 ? 'nps' : 'perceived_value', score: 1 + (n % 5), touchpoint: 'Dispute', comment: WRITTEN, attributes })) })
  await recordBatch(ctx, { kind: 'referral', records: [{ id: 'f1', customer: 'c1', occurred_at: at(5), referred_customer: 'c2', attributes }] })
  await settleOrganisation(ctx)
  await scoreCustomers(ctx, {})
  ids = [randomUUID()]
  // What the owner can make without anything else stands there too.
  for (const procedure of procedures.filter(({ path, kind }) => kind === 'mutation' && !/^people\.|^settings\./.test(path))) await call(procedure.path, procedure.input === null ? undefined : exampleOf(procedure.input, ids), 'owner')
  ids = await db.maintenance(async (tx) => {
    const columns = (await tx.execute<{ table: string; column: string }>(sql`select c.relname as "table", b.attname as "column" from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
      join pg_attribute b on b.attrelid = c.oid and b.attname in ('id', 'customer_id') and b.atttypid = 'uuid'::regtype where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' order by 1, 2`)).rows
    const found = new Set<string>()
    for (const { table, column } of columns) for (const row of (await tx.execute<{ id: string }>(sql.raw(`select "${column}"::text as id from "${table}" where organisation_id = '${ctx.org.id}' limit 1`))).rows) found.add(row.id)
    return [...found]
  })
  await updateOrganisation(ctx, { names_hidden_from: ['viewer', 'editor', 'keys', 'screens'] })
}, 240_000)
afterAll(async () => { await live.close(); await db.close() })

async function call(path: string, input: unknown, role: Role): Promise<string> {
  const caller = callers({ instance: { db, live, secret: 'x'.repeat(32), dataDir: tmpdir(), close: async () => {} }, session: sessionOf[role], org: 'hidden', requestId: 'test' })
  const procedure = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller) as (input: unknown) => Promise<unknown>
  return procedure(input).then((answer) => JSON.stringify(answer) ?? '', (error: { code?: string; message: string }) => `${error.code}: ${error.message}`)
}
/** Strings that are asked for are taken to be a customer's id, or what one would search by. */
const inputsOf = ({ input }: Procedure): unknown[] => {
  if (input === null) return [undefined]
  const withStrings = (text: string) => JSON.parse(JSON.stringify(exampleOf(input, ids) ?? {}, (_key, value: unknown) => (value === 'x' ? text : value))) as unknown
  return [...(asksForId(input) ? ids : []).map((id) => exampleOf(input, [id])), withStrings('c1'), withStrings('n1'), withStrings('Zyxw'), withStrings('i1')]
}
const without = (text: string, input: string) => text.replaceAll(input, '')

test('no procedure tells a viewer or an editor a name that it tells an admin', async () => {
  const told = new Set<string>()
  for (const procedure of procedures.filter(({ kind, path }) => kind === 'query' && !path.startsWith('people.'))) {
    for (const [at, input] of inputsOf(procedure).entries()) {
      const tells = NAMES.test(without(await call(procedure.path, input, 'admin'), 'Zyxw'))
      if (tells) told.add(procedure.path)
      // What tells an admin no name has none to tell; one input of each procedure is tried all the same.
      if (!tells && at > 0) continue
      const viewer = await call(procedure.path, input, 'viewer')
      expect.soft(viewer, `${procedure.path} as viewer`).not.toMatch(NAMES)
      // Hidden is hidden by one setting for both; an editor is asked where a viewer was turned away.
      if (viewer.includes('FORBIDDEN')) expect.soft(await call(procedure.path, input, 'editor'), `${procedure.path} as editor`).not.toMatch(NAMES)
    }
  }
  // Else nothing would have been tried.
  expect(told.size, [...told].join(' ')).toBeGreaterThan(7)
}, 240_000)

test('nor any report, nor the records behind its figures, to pages, keys and walls', async () => {
  let told = 0
  const key = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, (await createKey(ctx, { name: 'reader', scopes: ['read', 'ingest'] })).secret)
  const wall = await wallCtx(db, ctx.org.id, now())
  const { answerReport } = await import('../reports/answer')
  for (const name of REPORT_NAMES) {
    const report = reportNamed(name)
    if (!report) continue
    const open = await call('reports.answer', { name, parameters: {} }, 'admin')
    const rows = (JSON.parse(open.startsWith('{') ? open : '{}') as { rows?: Record<string, unknown>[] }).rows ?? []
    const hidden = [await call('reports.answer', { name, parameters: {} }, 'viewer'), (await key('GET', `/reports/${name}`)).text, (await key('GET', `/reports/${name}`, undefined, { accept: 'text/csv' })).text,
      JSON.stringify(await answerReport(wall, name, {}).catch((error: Error) => error.message))]
    let tells = NAMES.test(open)
    for (const row of rows.slice(0, 2)) for (const [at, field] of Object.keys(report.figures).entries()) {
      const cell = Object.fromEntries(report.keys.map((k) => [k, String(row[k])]))
      const behind = { name, parameters: {}, row: cell, field }
      const names = NAMES.test(await call('reports.rows', behind, 'admin'))
      tells ||= names
      // As above: where an admin reads no name there is none to hide.
      if (names || at === 0) hidden.push(await call('reports.rows', behind, 'viewer'))
    }
    if (tells) told++
    for (const text of hidden) expect.soft(text, name).not.toMatch(NAMES)
  }
  expect(told).toBeGreaterThan(10)
}, 240_000)

test('nor any route of the API, but with the scope admin', async () => {
  const instance = { db, secret: 'x'.repeat(32), dataDir: '/nowhere' }
  const reader = restClient(instance, (await createKey(ctx, { name: 'r', scopes: ['read', 'ingest'] })).secret)
  const admin = restClient(instance, (await createKey(ctx, { name: 'a', scopes: ['read', 'ingest', 'admin'] })).secret)
  let told = 0
  for (const { path } of routes.filter(({ method }) => method === 'GET')) for (const id of path.includes('{') ? ['c1', 'n1', 'i1', 'p1', 'r1', 't1', 'f1', 'interactions-over-time'] : ['']) {
    const address = path.replaceAll(/\{\w+\}/g, id)
    if (NAMES.test((await admin('GET', address)).text)) told++
    expect.soft((await reader('GET', address)).text, address).not.toMatch(NAMES)
  }
  expect(told).toBeGreaterThan(6)
}, 240_000)

test('groups stay, what was written stays but for the names, and it is the setting that decides', async () => {
  const viewer = await sessionCtx(db, sessionOf.viewer, 'hidden', now())
  const seen = await viewer.db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ summary: string; attributes: unknown }>(sql`select summary, attributes from interactions limit 1`), { readOnly: true })
  expect(seen.rows[0]).toEqual({ summary: 'Ms … (…, …) said that … would leave', attributes: { region: 'north' } })
  await updateOrganisation(ctx, { names_hidden_from: ['keys'] })
  expect(await call('customers.list', {}, 'viewer')).toMatch(NAMES)
  await updateOrganisation(ctx, { names_hidden_from: ['viewer', 'editor'] })
  expect(await call('customers.list', {}, 'viewer')).not.toMatch(NAMES)
})

test('a table that the views do not know is an error, not a way round them', async () => {
  const viewer = await sessionCtx(db, sessionOf.viewer, 'hidden', now())
  await expect(viewer.db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`select * from users`), { readOnly: true })).rejects.toMatchObject({ cause: { message: expect.stringContaining('does not exist') } })
})

// Writes look at the tables themselves, so what they answer is tried last: it changes what is there.
test('nor does a write answer one', async () => {
  for (const procedure of procedures.filter(({ kind, path }) => kind === 'mutation' && !/^people\.|^settings\./.test(path))) {
    for (const input of inputsOf(procedure)) expect.soft(without(await call(procedure.path, input, 'editor'), 'Zyxw'), procedure.path).not.toMatch(NAMES)
  }
}, 240_000)
