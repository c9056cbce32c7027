import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { connect, type ConnectOptions } from '@/db/client'
import { openEmbedded } from '@/db/embedded/pool'
import { migrate } from '@/db/migrate'
import { migrationCount, olderMigrations } from '@/db/older-migrations'
import { Random } from '../seed/random'
import type { Postgres } from './postgres'
import type { Result } from './table'

/** Of the database that is upgraded: the last of which what was added per month is still a row per cell. */
const OLD = 24
const CELLS = 200_000
const ORGANISATION = '00000000-0000-4000-8000-000000000001'

/** One database of an older version, and copies of it to upgrade. */
type Old = { pool: pg.Pool; /** Closes the old one and copies it; its address for `connect`. */ copy(n: number): Promise<ConnectOptions> }

/**
 * A database of an older version, with rows that a migration moves, is upgraded by a server killed −9 at a random moment,
 * then by one that is left alone: `kills` times. Each must end as every other: all migrations, and not a row less.
 */
export async function upgradesEmbedded(kills: number, seed: number): Promise<Result> {
  return inFolder(async (folder) => {
    const origin = join(folder, 'origin')
    mkdirSync(join(origin, 'db'), { recursive: true })
    const { pool, close } = await openEmbedded(join(origin, 'db'))
    await fill(pool, 'embedded', folder)
    await close()
    return upgrading('embedded', kills, seed, async (n) => {
      const dataDir = join(folder, `copy-${n}`)
      cpSync(origin, dataDir, { recursive: true })
      return { kind: 'embedded', dataDir }
    })
  })
}

export async function upgradesOnPostgres(server: Postgres, kills: number, seed: number): Promise<Result> {
  return inFolder(async (folder) => {
    const url = await server.fresh()
    const pool = new pg.Pool({ connectionString: url, max: 2 })
    await fill(pool, 'postgresql', folder)
    await pool.end()
    return upgrading('PostgreSQL', kills, seed, async () => {
      const copy = await server.fresh(new URL(url).pathname.slice(1))
      return { kind: 'postgresql', url: copy, poolSize: 2 }
    })
  })
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-upgrades-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(pool: Old['pool'], kind: ConnectOptions['kind'], folder: string): Promise<void> {
  await migrate(pool, kind, olderMigrations(folder, OLD))
  await pool.query(`set app.maintenance = 'on';
    insert into rollup_customer_month_added (organisation_id, customer_id, month, channel_id, interactions)
      select '${ORGANISATION}', gen_random_uuid(), '2026-01-01', gen_random_uuid(), n % 7 from generate_series(1, ${CELLS}) n;
    reset app.maintenance`)
}

async function upgrading(engine: string, kills: number, seed: number, copy: Old['copy']): Promise<Result> {
  const random = new Random(`upgrade ${seed}`)
  const whole = performance.now()
  await ended(upgrade(await copy(0)))
  const takes = performance.now() - whole
  const { migrations, interactions } = await look(await copy(0))
  let wrong = 0
  let cutOff = 0
  for (let n = 1; n <= kills; n++) {
    const database = await copy(n)
    const child = upgrade(database)
    const timer = setTimeout(() => child.kill('SIGKILL'), takes * (0.1 + 0.9 * random.next()))
    if (await ended(child) === 'SIGKILL') cutOff++
    clearTimeout(timer)
    const found = await look(database)
    if (found.migrations !== migrations || found.interactions !== interactions || migrations !== migrationCount()) wrong++
    if (database.kind === 'embedded' && database.dataDir) rmSync(database.dataDir, { recursive: true, force: true })
  }
  return { name: `${engine}: upgrades killed on the way that did not end as the others`, ratio: wrong, target: 0, atLeast: false, detail: `of ${kills}, ${cutOff} of them cut off; from ${OLD} migrations to ${migrations} with ${CELLS.toLocaleString('en')} rows to move in ${(takes / 1000).toFixed(1)} s` }
}

function upgrade(database: ConnectOptions) {
  return spawn(process.execPath, ['--import', 'tsx', 'server/bench/upgrade-once.ts', database.kind === 'embedded' ? database.dataDir ?? '' : database.url], { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function ended(child: ReturnType<typeof upgrade>): Promise<NodeJS.Signals | null> {
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return signal
}

/** Upgrades what is left to upgrade, and counts. */
async function look(database: ConnectOptions): Promise<{ migrations: number; interactions: number }> {
  const db = await connect(database)
  try {
    const { rows } = await db.maintenance((tx) => tx.execute<{ n: number }>(sql`
      select ((select coalesce(sum(n), 0) from rollup_customer_month_batches b, unnest(b.interactions) n) + (select coalesce(sum(interactions), 0) from rollup_customer_month))::int as n`))
    return { migrations: db.migrations, interactions: rows[0]?.n ?? 0 }
  } finally {
    await db.close()
  }
}
