import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'
import { dropViews } from './names-hidden'
import { secure } from './security'

/** Any number that no other application is likely to lock on: one migration at a time per database. */
const MIGRATION_LOCK = 7_046_123_451

/**
 * Brings the database up to date: all missing migrations in one transaction each run, then the security pass,
 * under a lock so that several server processes may start at once. Interrupted, it leaves what was there before.
 * Returns the server's version and how many migrations it now has. `folder`: other migrations than this version's (tests).
 */
export async function migrate(pool: Pick<pg.Pool, 'connect'>, kind: 'embedded' | 'postgresql', folder = join(/* turbopackIgnore: true */ process.cwd(), 'db', 'migrations')): Promise<{ version: string; migrations: number }> {
  const client = await pool.connect()
  // A connection that is cut fails the statement under way; without a listener it would end the process besides.
  client.on('error', unheard)
  let done = false
  try {
    const version = (await client.query<{ server_version: string }>('show server_version')).rows[0]?.server_version ?? ''
    if (kind === 'postgresql' && Number.parseInt(version, 10) < 15) throw new Error(`PostgreSQL 15 or newer is needed; this one is ${version}.`)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query("set lock_timeout = '30s'")
    const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as { entries: unknown[] }
    if (await applied(client) < journal.entries.length) await dropViews(client)
    await applyMigrations(drizzle(client, { casing: 'snake_case' }), { migrationsFolder: folder, migrationsSchema: 'touchstone_migrations' })
    await secure(client)
    await client.query('reset lock_timeout')
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    done = true
    return { version, migrations: journal.entries.length }
  } finally {
    client.off('error', unheard)
    // A connection on which something failed is closed: the lock goes with it, and so does what it had set. The embedded
    // engine has one connection for ever.
    client.release(!done && kind === 'postgresql')
  }
}

const unheard = () => {}

/** How many migrations the database has had. */
async function applied(client: pg.PoolClient): Promise<number> {
  const { rows: [table] } = await client.query<{ there: boolean }>("select to_regclass('touchstone_migrations.__drizzle_migrations') is not null as there")
  if (!table?.there) return 0
  return (await client.query<{ n: number }>('select count(*)::int as n from touchstone_migrations.__drizzle_migrations')).rows[0]?.n ?? 0
}
