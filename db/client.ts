import { randomUUID } from 'node:crypto'
import { constants, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { lockDataDir } from './embedded/lock'
import { openEmbedded } from './embedded/pool'
import { takeRestored } from './embedded/restored'
import { roomIn } from './embedded/room'
import { migrate } from './migrate'
import { HIDDEN_SCHEMA } from './names-hidden'
import { sqlState } from './failures'
import { APP_ROLE } from './security'

/** A handle inside a transaction: what queries, reports and services are given. */
export type Tx = NodePgDatabase

/** What every transaction of one organisation takes with it; see `Db.tenant`. */
export type TenantScope = {
  organisationId: string
  /** Reads look at the tables without customers' names (db/names-hidden.ts). */
  namesHidden?: boolean
}

/**
 * The database. Nothing reads or writes outside one of its three kinds of transaction:
 * `tenant` sees one organisation's rows, `door` the tables that belong to no tenant, `maintenance` everything.
 */
export type Db = {
  kind: 'embedded' | 'postgresql'
  version: string
  migrations: number
  /** How many transactions there can be at once. */
  connections: number
  tenant<T>(scope: TenantScope, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  door<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  maintenance<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Everything as it is at one instant, for reading only. `aside`: the embedded engine, whose one connection others need,
   * is held only while its files are copied, and the copy is read; without room for one it is read itself, and others wait.
   */
  snapshot<T>(work: (tx: Tx) => Promise<T>, options?: { aside?: boolean }): Promise<T>
  /**
   * Payloads NOTIFYed on `channel`, from this process or any other; returns how to stop. A lost connection is made anew,
   * and `onAgain` says that something may have been missed.
   */
  listen(channel: string, onPayload: (payload: string) => void, onAgain?: () => void): Promise<() => Promise<void>>
  /**
   * Whether the database is at work for people just now: a transaction of theirs runs, in this process or any other.
   * Never in the embedded engine, whose one connection is taken in turn anyway.
   */
  peopleWait(): Promise<boolean>
  /** Outside any transaction: VACUUM and the like. */
  outside(statement: string): Promise<void>
  /** The embedded database as a file (templates for tests, backups); null on PostgreSQL. */
  dump(): Promise<Uint8Array | null>
  close(): Promise<void>
}
export type TransactionOptions = {
  /** One snapshot for all statements, and no writes. */
  readOnly?: boolean
  retries?: number
  /** A statement that goes to the database with the beginning, and one with the end if there is any: without parameters, and a round trip less each. */
  opening?: string
  closing?: () => string | null
}

export type ConnectOptions =
  | { kind: 'embedded'; dataDir: string | null; template?: Uint8Array; migrated?: boolean }
  | { kind: 'postgresql'; url: string; poolSize?: number; schema?: string; /** Connections of jobs, which `peopleWait` leaves out. */ jobs?: boolean }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const RETRY = new Set(['40001', '40P01'])
const LISTEN_AGAIN_MS = 1000
/** What copies of the embedded database that backups read are called, in its folder. */
const COPY = 'db-copy'
/** What connections are called in pg_stat_activity: by whom they are waited for. */
const CALLED = { people: 'touchstone', jobs: 'touchstone jobs' }
const SNAPSHOT = "begin isolation level repeatable read read only; set local app.maintenance = 'on'"
const lost = () => {}

/** Opens the database, creates what is missing, migrates it. Errors are one clear line. */
export async function connect(options: ConnectOptions): Promise<Db> {
  const opened = options.kind === 'embedded' ? await embedded(options) : postgresql(options)
  try {
    const state = await migrate(opened.pool, options.kind)
    return database(opened, options.kind, state)
  } catch (error) {
    await opened.close().catch(() => {})
    throw error
  }
}

type Opened = { pool: pg.Pool; /** Refuses while there is no room to write. */ room?(): Promise<void>; dump(): Promise<Uint8Array | null>; close(): Promise<void>; /** A database of its own with all that is in this one now; closing it removes it. */ copy?(): Promise<Opened> }

async function embedded(options: Extract<ConnectOptions, { kind: 'embedded' }>): Promise<Opened> {
  if (options.dataDir === null) return openEmbedded(undefined, options.template)
  const lock = await lockDataDir(options.dataDir)
  try {
    takeRestored(options.dataDir)
    const dir = join(options.dataDir, 'db')
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const aside = join(options.dataDir, COPY)
    // The lock is ours: whoever was reading a copy is gone.
    for (const name of readdirSync(options.dataDir)) if (name.startsWith(COPY)) rmSync(join(options.dataDir, name), { recursive: true, force: true })
    const room = roomIn(dir)
    // Without, the engine would only say that it could not start.
    await room()
    const opened = await openEmbedded(dir)
    return { ...opened, room, copy: () => copyOf(opened.pool, dir, `${aside}-${randomUUID()}`), close: async () => { await opened.close(); await lock.release() } }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Nothing writes while the one connection is ours, and after a checkpoint the files hold everything. */
async function copyOf(pool: pg.Pool, dir: string, aside: string): Promise<Opened> {
  const remove = () => rm(aside, { recursive: true, force: true })
  try {
    const client = await pool.connect()
    try {
      await client.query('checkpoint')
      await cp(dir, aside, { recursive: true, errorOnExist: true, force: false, mode: constants.COPYFILE_FICLONE })
    } finally {
      client.release()
    }
    const opened = await openEmbedded(aside)
    return { ...opened, close: async () => { await opened.close(); await remove() } }
  } catch (error) {
    await remove()
    throw error
  }
}

function postgresql(options: Extract<ConnectOptions, { kind: 'postgresql' }>): Opened {
  const pool = new pg.Pool({
    connectionString: options.url, max: options.poolSize ?? 10, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000,
    ...(options.schema ? { options: `-c search_path=${options.schema}` } : {}),
  })
  // Without this listener a dropped idle connection would end the process.
  pool.on('error', () => {})
  // Compiling a report's statement takes seconds where its cost is guessed high, and running it a fraction of one.
  pool.on('connect', (client) => { client.query(`set jit = off; set application_name = '${options.jobs ? CALLED.jobs : CALLED.people}'`).catch(lost) })
  return { pool, dump: async () => null, close: () => pool.end() }
}

function database(opened: Opened, kind: Db['kind'], state: { version: string; migrations: number }): Db {
  const run = async <T>(begin: string, work: (tx: Tx) => Promise<T>, { retries = 4, closing }: Pick<TransactionOptions, 'retries' | 'closing'> = {}): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      const client = await opened.pool.connect()
      let broken: Error | undefined
      // A lost connection fails the statement that runs on it; told a second time as an event, it would end the process.
      client.on('error', lost)
      try {
        await client.query(begin)
        const result = await work(drizzle(client, { casing: 'snake_case' }))
        const last = closing?.()
        await client.query(last ? `${last}; commit` : 'commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((e: Error) => { broken = e })
        if (attempt < retries && RETRY.has(sqlState(error))) continue
        throw error
      } finally {
        client.off('error', lost)
        client.release(broken)
      }
    }
  }
  const listening = new Set<() => Promise<void>>()
  return {
    kind, version: state.version, migrations: state.migrations, connections: opened.pool.options.max,
    async tenant(scope, work, transaction = {}) {
      if (!transaction.readOnly) await opened.room?.()
      if (!UUID.test(scope.organisationId)) throw new Error('An organisation id must be a UUID.')
      // SET LOCAL and not set_config: Citus hands only the former on to its workers.
      const path = scope.namesHidden && transaction.readOnly ? `; set local search_path = ${HIDDEN_SCHEMA}` : ''
      const begin = `begin${transaction.readOnly ? ' isolation level repeatable read read only' : ''}; set local role ${APP_ROLE}; set local app.organisation_id = '${scope.organisationId}'${path}${transaction.opening ? `; ${transaction.opening}` : ''}`
      return run(begin, work, transaction)
    },
    door: (work) => run('begin', work),
    maintenance: (work) => run("begin; set local app.maintenance = 'on'", work),
    async snapshot(work, { aside = false } = {}) {
      const copy = aside ? await opened.copy?.().catch(() => undefined) : undefined
      if (!copy) return run(SNAPSHOT, work)
      try {
        return await database(copy, kind, state).snapshot(work)
      } finally {
        await copy.close()
      }
    },
    async listen(channel, onPayload, onAgain) {
      const heard = (message: pg.Notification) => { if (message.channel === channel) onPayload(message.payload ?? '') }
      let client: pg.PoolClient | undefined
      let timer: NodeJS.Timeout | undefined
      let stopped = false
      const open = async () => {
        const taken = await opened.pool.connect()
        taken.on('error', lost)
        taken.on('notification', heard)
        try {
          await taken.query(`listen ${channel}`)
        } catch (error) {
          // Given back, or each attempt while the database is starting would keep one of the pool's connections.
          taken.release(true)
          throw error
        }
        if (stopped) return taken.release(true)
        client = taken
        // The embedded engine has one connection: it goes on being used, and hears its own notifications.
        if (kind === 'embedded') {
          taken.off('error', lost)
          return taken.release()
        }
        // A connection taken from the pool is nobody's but ours: its loss would end the process.
        taken.once('error', () => {
          // Given back by then: the loss is told once more while it is being closed.
          if (client !== taken) return
          client = undefined
          taken.release(true)
          if (!stopped) again()
        })
      }
      const again = () => {
        timer = setTimeout(() => { open().then(() => onAgain?.(), again) }, LISTEN_AGAIN_MS)
        timer.unref()
      }
      await open()
      const stop = async () => {
        if (!listening.delete(stop)) return
        stopped = true
        clearTimeout(timer)
        const held = client
        client = undefined
        held?.off('notification', heard)
        if (kind === 'postgresql') held?.release(true)
      }
      listening.add(stop)
      return stop
    },
    async peopleWait() {
      if (kind === 'embedded') return false
      const { rows } = await opened.pool.query<{ waiting: boolean }>(`
        select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = '${CALLED.people}' and state <> 'idle') as waiting`)
      return rows[0]?.waiting ?? false
    },
    async outside(statement) { await opened.pool.query(statement) },
    dump: opened.dump,
    async close() {
      // The pool waits for every connection that was taken from it, and a listener never gives its own back.
      for (const stop of listening) await stop()
      await opened.close()
    },
  }
}

export { sqlState } from './failures'
