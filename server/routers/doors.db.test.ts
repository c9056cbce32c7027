import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { members, sessions, users } from '@/db/schema'
import type { Db } from '@/db/client'
import type { Role } from '@/db/vocabulary'
import { now } from '../clock'
import type { OrgCtx } from '../context'
import { LiveHub } from '../live'
import { setErasureKey } from '../services/recording/erasure-key'
import { recordBatch } from '../services/recording/record-batch'
import { testDb, testOrganisation } from '../testing/database'
import { asksForId, exampleOf } from '../testing/example-of'
import { appRouter } from './app'
import { createCallerFactory } from './trpc'

/** Every procedure, by itself: whoever adds one that is open, or that a viewer may write by, has to say so here. */
type Procedure = { path: string; kind: string; input: z.ZodType | null }
const procedures: Procedure[] = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string; inputs: z.ZodType[] } }>)
  .map(([path, { _def }]) => ({ path, kind: _def.type, input: _def.inputs.at(-1) ?? null }))

/** Before sign-in, and from a link. */
const OPEN = new Set(['people.entrance', 'people.setUp', 'people.requestReset', 'people.resetLink', 'people.resetPassword', 'people.invitation', 'people.acceptAsNew', 'plans.shared'])
/** Of somebody signed in, about themselves, in no organisation in particular. */
const MINE = new Set([
  'people.acceptAsMe', 'people.profile', 'people.organisations', 'people.sessions', 'people.revokeSession', 'people.revokeOtherSessions', 'people.changePassword', 'people.updateProfile', 'people.createOrganisation', 'people.beginSecondFactor', 'people.confirmSecondFactor', 'people.removeSecondFactor', 'people.renewRecoveryCodes',
  'people.createSample',
])
/** What a viewer may write, and why. */
const VIEWERS_WRITE: Record<string, string> = {
  'comments.show': 'others on a map or a plan see who looks at it',
  'notifications.read': 'their own', 'notifications.setSettings': 'their own', 'notifications.sendMonday': 'a mail to themselves',
}
/** The tables those write to. */
const VIEWERS_TABLES = ['presence', 'notifications', 'notification_settings']
/** Inputs that a schema cannot give by itself: what it asks is said in a refinement. */
const INPUTS: Record<string, (ids: readonly string[]) => unknown> = {
  'catalogue.updateChannel': () => ({ slug: 'phone', patch: { name: 'x' } }),
  'catalogue.updateTouchpoint': () => ({ slug: 'x', patch: { name: 'x' } }),
  'imports.save': () => ({ name: 'x', mapping: { rows: [{ entity: 'customer', fields: { id: { column: 'id' } } }] } }),
  'journeys.saveRule': ([id]) => ({ id, touchpoint: 'x', required: ['phone'] }),
  'journeys.update': ([journey]) => ({ journey, name: 'x' }),
  'people.invite': () => ({ email: 'somebody@example.test', role: 'viewer' }),
  'plans.answer': ([plan]) => ({ plan, question: 'target.who', text: 'x' }),
  'plans.setMeasure': ([plan]) => ({ plan, design: 'before_after', measure: { report: 'churn-rate', cell: { key: 'total' }, field: 'churn_rate' }, better: 'lower', interval: 'month', smallest: null, baseline_from: '2025-01-01', baseline_to: '2026-01-01', start_on: '2026-01-01', review_on: '2026-07-01' }),
  'screens.save': ([id]) => ({ id, version: 1, name: 'x', theme: 'dark', show_names: true, timezone: null, variables: {}, slides: [] }),
  'segments.define': () => ({ name: 'x', window_days: 365, cut: 'quantiles', tiers: [{ name: 'a', at: 0.5 }, { name: 'b', at: 1 }] }),
  'segments.defineRules': () => ({ name: 'x', segments: [{ name: 'a', when: { fact: 'value', op: 'at_least', value: 1 } }] }),
  'settings.update': () => ({ name: 'x' }),
}

const callers = createCallerFactory(appRouter)
const SECRET = 'Nobody else may read this'
let db: Db
const live = new LiveHub()
let theirs: OrgCtx
let ours: OrgCtx
const sessionOf: Record<string, { sessionId: string; userId: string }> = {}
let ids: string[]

async function person(org: string, role: Role): Promise<{ sessionId: string; userId: string }> {
  const [userId, sessionId] = [randomUUID(), randomUUID()]
  await db.maintenance(async (tx) => {
    await tx.insert(users).values({ id: userId, email: `${userId}@example.test`, name: role })
    await tx.insert(sessions).values({ id: sessionId, userId, expiresAt: new Date(now().getTime() + 3_600_000) })
    await tx.insert(members).values({ organisationId: org, userId, role })
  })
  return { sessionId, userId }
}

const instance = () => ({ db, live, secret: 'x'.repeat(32), dataDir: tmpdir(), close: async () => {} })
function call(path: string, input: unknown, session: { sessionId: string; userId: string } | null, org: string): Promise<unknown> {
  const caller = callers({ instance: instance(), session, org, requestId: 'test' })
  const procedure = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller) as (input: unknown) => Promise<unknown>
  return procedure(input)
}
/** What came of a call: `ok`, or the code it was refused with. */
async function outcome(...args: Parameters<typeof call>): Promise<string> {
  try {
    await call(...args)
    return 'ok'
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return code === 'BAD_REQUEST' ? `${code}: ${message}` : code ?? String(error)
  }
}
const inputOf = ({ path, input }: Procedure, given: readonly string[] = ids): unknown => INPUTS[path]?.(given) ?? (input === null ? undefined : exampleOf(input, given))

/** The organisation's rows in every table, as one text per table. */
async function everything(org: string): Promise<Record<string, string>> {
  return db.maintenance(async (tx) => {
    const tables = (await tx.execute<{ name: string }>(sql`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' order by 1`)).rows
    const found: Record<string, string> = {}
    for (const { name } of tables) found[name] = (await tx.execute<{ all: string }>(sql.raw(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as all from "${name}" t where organisation_id = '${org}'`))).rows[0]?.all ?? ''
    return found
  })
}

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  await live.start(db)
  theirs = (await testOrganisation(db, { name: SECRET, slug: 'theirs' })).ctx
  ours = (await testOrganisation(db, { slug: 'ours' })).ctx
  for (const role of ['viewer', 'owner'] as const) sessionOf[role] = await person(theirs.org.id, role)
  sessionOf.stranger = await person(ours.org.id, 'owner')
  const at = '2026-03-01T10:00:00Z'
  await recordBatch(theirs, { kind: 'customer', records: [{ id: 'c1', name: SECRET }, { id: 'c2', name: SECRET }] })
  await recordBatch(theirs, { kind: 'issue', records: [{ id: 'i1', customer: 'c1', opened_at: at, title: SECRET }] })
  await recordBatch(theirs, { kind: 'interaction', records: [{ id: 'n1', customer: 'c1', occurred_at: at, channel: 'phone', touchpoint: SECRET, issue: 'i1', summary: SECRET, result: 'failed' }] })
  await recordBatch(theirs, { kind: 'promise', records: [{ id: 'p1', customer: 'c1', made_at: at, due_at: at, text: SECRET, interaction: 'n1' }] })
  await recordBatch(theirs, { kind: 'response', records: [{ id: 'r1', customer: 'c1', occurred_at: at, survey: 'nps', score: 3, comment: SECRET }] })
  await recordBatch(theirs, { kind: 'transaction', records: [{ id: 't1', customer: 'c1', occurred_at: at, amount: 10 }] })
  ids = [randomUUID()]
  // Whatever can be made without anything else, their owner makes.
  for (const procedure of procedures.filter(({ path, kind }) => kind === 'mutation' && !OPEN.has(path) && !MINE.has(path))) await outcome(procedure.path, inputOf(procedure), sessionOf.owner ?? null, 'theirs')
  ids = await db.maintenance(async (tx) => {
    const columns = (await tx.execute<{ table: string; column: string }>(sql`select c.relname as "table", b.attname as "column" from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
      join pg_attribute b on b.attrelid = c.oid and b.attname in ('id', 'user_id', 'customer_id', 'key') and b.atttypid = 'uuid'::regtype where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' order by 1, 2`)).rows
    const found = new Set<string>()
    for (const { table, column } of columns) for (const row of (await tx.execute<{ id: string }>(sql.raw(`select "${column}"::text as id from "${table}" where organisation_id = '${theirs.org.id}' limit 1`))).rows) if (row.id) found.add(row.id)
    return [...found]
  })
})
afterAll(async () => { await live.close(); await db.close() })

test('there are rows to look after, of many kinds', () => {
  expect(ids.length).toBeGreaterThan(15)
})

const inOrganisations = procedures.filter(({ path }) => !OPEN.has(path) && !MINE.has(path))

test('nobody comes in signed out', async () => {
  for (const procedure of procedures.filter(({ path }) => !OPEN.has(path))) expect.soft(await outcome(procedure.path, inputOf(procedure), null, 'theirs'), procedure.path).toBe('UNAUTHORIZED')
})

test('nobody comes in from another organisation', async () => {
  for (const procedure of inOrganisations) expect.soft(await outcome(procedure.path, inputOf(procedure), sessionOf.stranger ?? null, 'theirs'), procedure.path).toBe('NOT_FOUND')
})

test('a viewer changes nothing but what a viewer may', async () => {
  const before = await everything(theirs.org.id)
  for (const procedure of inOrganisations.filter(({ kind }) => kind === 'mutation')) {
    const found = await outcome(procedure.path, inputOf(procedure), sessionOf.viewer ?? null, 'theirs')
    if (procedure.path in VIEWERS_WRITE) expect.soft(found, procedure.path).not.toMatch(/FORBIDDEN|INTERNAL|BAD_REQUEST/)
    else expect.soft(found, `${procedure.path} with ${JSON.stringify(inputOf(procedure))}`).toBe('FORBIDDEN')
  }
  const after = await everything(theirs.org.id)
  expect(Object.keys(before).filter((table) => before[table] !== after[table] && !VIEWERS_TABLES.includes(table))).toEqual([])
})

test('ids of another organisation are nothing', async () => {
  const before = await everything(theirs.org.id)
  for (const procedure of inOrganisations) {
    if (procedure.input === null || !asksForId(procedure.input)) continue
    for (const id of ids) {
      const answer = await call(procedure.path, inputOf(procedure, [id]), sessionOf.stranger ?? null, 'ours').then((found) => JSON.stringify(found) ?? '', (error: { code?: string; message: string }) => `${error.code}: ${error.message}`)
      expect.soft(answer, procedure.path).not.toMatch(new RegExp(`${SECRET}|INTERNAL`))
    }
  }
  const after = await everything(theirs.org.id)
  expect(Object.keys(before).filter((table) => before[table] !== after[table])).toEqual([])
})

test('an interruption makes no answer anew, what may be in a figure does', async () => {
  const makesAnew = async (path: string, input: unknown) => {
    const before = live.written(theirs.org.id)
    await call(path, input, sessionOf.owner ?? null, 'theirs')
    return live.written(theirs.org.id) > before
  }
  expect(await makesAnew('screens.raiseTakeover', { screen: null, title: 'Card payments fail', source: 'test', minutes: 1 })).toBe(false)
  expect(await makesAnew('settings.update', { name: SECRET })).toBe(true)
})
