import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { openEmbedded } from './embedded/pool'
import { migrate } from './migrate'
import { migrationCount, olderMigrations } from './older-migrations'

const url = process.env.TEST_DATABASE_URL
const kind = url ? 'postgresql' : 'embedded'
const temporary = mkdtempSync(join(tmpdir(), 'touchstone-upgrade-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** An empty database of its own on the engine under test. */
async function empty(): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  if (!url) return openEmbedded(undefined)
  const name = `touchstone_upgrade_${randomUUID().slice(0, 8)}`
  const admin = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    for (const text of statements) await client.query(text)
    await client.end()
  }
  await admin(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: own.toString(), max: 2 })
  pool.on('error', () => {})
  return { pool, async close() { await pool.end(); await admin(`drop database ${name}`) } }
}

/** Everything the schema says, in words that do not depend on the order in which it was made. */
async function described(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ said: string }>(`
    select 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(column_default, '') as said from information_schema.columns where table_schema = 'public'
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies where schemaname = 'public'
    union all select 'view ' || schemaname || '.' || viewname || ' ' || definition from pg_views where schemaname not in ('pg_catalog', 'information_schema')`)
  return rows.map(({ said }) => said).toSorted()
}

/** Nothing wrote here yet when there were so many migrations: the next one asks for what its rows could not have had. */
const UNWRITTEN: Record<number, string[]> = { 1: ['facts'] }

const VALUES: Record<string, string> = {
  uuid: `'00000000-0000-4000-8000-000000000001'`, text: `'x'`, timestamptz: `'2026-01-01T10:00:00Z'`, date: `'2026-01-01'`, bool: 'true', int2: '1', int4: '1', int8: '1', float8: '1', numeric: '1', jsonb: `'{}'`, bytea: `'\\x00'`,
}

/** As the owner at work, whom the walls between organisations let through. */
async function owner(pool: pg.Pool, statement: string): Promise<Record<string, unknown>[]> {
  const found = (await pool.query(`set app.maintenance = 'on'; ${statement}; reset app.maintenance`)) as unknown as pg.QueryResult[]
  return found[1]?.rows ?? []
}

/** One row in every table that takes one made of the least it asks for. Answers which did. */
async function fill(pool: pg.Pool, but: readonly string[] = []): Promise<string[]> {
  const columns = (await pool.query<{ table: string; column: string; type: string }>(`
    select c.table_name as table, c.column_name as column, c.udt_name as type from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO'`)).rows
  const words = (await pool.query<{ table: string; text: string }>(`select conrelid::regclass::text as table, pg_get_constraintdef(oid) as text from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`)).rows
  const allowed = (table: string, column: string) => words.filter((one) => one.table === table && new RegExp(`\\(?\\b${column}\\b =`).test(one.text)).map(({ text }) => /'([^']+)'/.exec(text)?.[1]).find(Boolean)
  const filled: string[] = []
  // What others refer to comes first.
  for (const table of new Set(['organisations', 'users', ...columns.map((one) => one.table)])) {
    if (but.includes(table)) continue
    const own = columns.filter((one) => one.table === table)
    const values = own.map(({ column, type }) => { const word = allowed(table, column); return word ? `'${word}'` : (VALUES[type] ?? `'{}'`) })
    const taken = await owner(pool, `insert into "${table}" (${own.map(({ column }) => `"${column}"`).join(', ')}) values (${values.join(', ')})`).then(() => true, () => false)
    if (taken) filled.push(table)
  }
  return filled
}

/** The pool's connection breaks at statement number `at`; without, they are counted. */
function cutAt(pool: pg.Pool, at = Number.POSITIVE_INFINITY) {
  let statements = 0
  const connect = async () => {
    const client = await pool.connect()
    return new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (name !== 'query') return typeof value === 'function' ? (value as (...a: unknown[]) => unknown).bind(target) : value
        return async (...given: unknown[]) => {
          statements++
          if (statements === at) await cut(client)
          if (statements >= at) throw new Error('The connection has gone.')
          return (target.query as unknown as (...a: unknown[]) => Promise<unknown>).apply(target, given)
        }
      },
    })
  }
  return { pool: { connect } as unknown as Pick<pg.Pool, 'connect'>, statements: () => statements }
}

/** As a server that is killed leaves it: its session ends, and what it had not committed with it. The embedded engine has one session for ever. */
async function cut(client: pg.PoolClient): Promise<void> {
  if (kind === 'embedded') await client.query('rollback; select pg_advisory_unlock_all()')
  else await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
}

let newest: string[]
let most = 0

test('a new database is made by all migrations', async () => {
  const db = await empty()
  const counting = cutAt(db.pool)
  expect((await migrate(counting.pool, kind)).migrations).toBe(migrationCount())
  most = counting.statements()
  newest = await described(db.pool)
  expect(newest.length).toBeGreaterThan(500)
  await db.close()
}, 60_000)

// The embedded engine takes seconds to begin: the first and the last but one there; every fifth on PostgreSQL.
const all = Array.from({ length: migrationCount() - 1 }, (_, n) => n + 1)
const from = kind === 'postgresql' ? all.filter((n) => n % 5 === 1 || n === all.length) : [all[0], all.at(-1)].filter((n) => n !== undefined)
test.each(from)('a database of %i migrations, with a row in every table that takes one, becomes the same; cut off half-way too', async (count) => {
  const db = await empty()
  try {
    await migrate(db.pool, kind, olderMigrations(temporary, count))
    const filled = await fill(db.pool, UNWRITTEN[count])
    expect(filled.length).toBeGreaterThan(30)
    expect(filled).toEqual(expect.arrayContaining(['organisations', 'customers', 'profiles', 'records', 'interactions', 'transactions', 'channels', 'touchpoints']))
    // A plan that was started before plans were judged by themselves.
    const plans = filled.includes('plans')
    if (count >= 17) expect(plans).toBe(true)
    if (plans) await owner(db.pool, `update "organisations" set timezone = 'Asia/Kathmandu'; update "plans" set status = 'running', started_at = '2026-01-05T10:00:00Z', review_on = '2026-03-09'`)
    for (const share of [0.05, 0.3, 0.6, 0.95]) {
      const broken = cutAt(db.pool, Math.max(2, Math.floor(most * share)))
      await migrate(broken.pool, kind).catch(() => {})
    }
    await migrate(db.pool, kind)
    expect(await described(db.pool)).toEqual(newest)
    for (const table of ['organisations', 'customers', 'profiles', 'records', 'interactions', 'transactions', 'channels', 'touchpoints']) {
      expect(await owner(db.pool, `select count(*)::int as n from "${table}"`), table).toEqual([{ n: 1 }])
    }
    if (plans && count <= 27) expect(await owner(db.pool, `select j.key = p.id || ' 2026-03-09' as own, j.state, j.run_at = '2026-03-09T02:15:00Z' as at_eight from "jobs" j, "plans" p where j.kind = 'verdict'`)).toEqual([{ own: true, state: 'queued', at_eight: true }])
    await migrate(db.pool, kind)
  } finally {
    await db.close()
  }
}, 60_000)
