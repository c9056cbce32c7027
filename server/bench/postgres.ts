import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { asking, beside, dropDatabase } from '../testing/postgres'
import { cpuWithBackends, ownCpu, parentOf, type Meter } from './cpu'

/** A PostgreSQL to measure on. `fresh` gives a new database's address: empty, or a copy of `like`. */
export type Postgres = { version: string; meter: Meter; /** False: elsewhere, where its CPU time cannot be seen. */ seen: boolean; fresh(like?: string): Promise<string>; stop(): Promise<void>; /** Ends it as a power cut would, and starts it again; null where it is not ours. */ crash: (() => Promise<void>) | null }

/** BENCH_DATABASE_URL's (its login must be allowed to create databases and roles), else one of our own; a text says why there is none. */
export async function postgres(): Promise<Postgres | string> {
  const url = process.env.BENCH_DATABASE_URL
  if (url) return using(url, async () => {}, null)
  const bin = binaries()
  if (bin === null) return 'there are no PostgreSQL programs on this machine; give one by BENCH_DATABASE_URL'
  return ownCluster(bin)
}

async function using(url: string, stop: () => Promise<void>, crash: Postgres['crash']): Promise<Postgres> {
  const made: string[] = []
  const { version, postmaster } = await asking(url, async (client) => {
    const { rows } = await client.query<{ pid: number; version: string }>("select pg_backend_pid() as pid, current_setting('server_version') as version")
    return { version: rows[0]?.version ?? '', postmaster: parentOf(rows[0]?.pid ?? 0) }
  })
  const meter = postmaster === null ? null : cpuWithBackends(postmaster)
  return {
    version, meter: meter ?? ownCpu, seen: meter !== null, crash,
    async fresh(like) {
      const name = `touchstone_bench_${process.pid}_${made.length + 1}`
      await asking(url, (client) => client.query(`create database ${name}${like ? ` template ${like}` : ''}`))
      made.push(name)
      return beside(url, name)
    },
    async stop() {
      for (const name of made) await asking(url, (client) => dropDatabase(client, name))
      await stop()
    },
  }
}

/** The newest installed server's folder of programs. */
function binaries(): string | null {
  const debian = '/usr/lib/postgresql'
  const installed = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin')) : []
  return [...installed, ...(process.env.PATH ?? '').split(delimiter)].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null
}

/** A cluster in a temporary folder, owned by somebody else where we are root: the server refuses to run as root. */
async function ownCluster(bin: string): Promise<Postgres | string> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-bench-pg-'))
  const user: { uid?: number; gid?: number } | null = process.getuid?.() === 0 ? idsOf('postgres') : {}
  if (user === null) return 'PostgreSQL does not run as root, and there is no user "postgres"; give one by BENCH_DATABASE_URL'
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid)
  const run = (program: string, ...args: string[]) => execFileSync(join(bin, program), args, { ...user, stdio: 'ignore', cwd: folder })
  const port = await freePort()
  const data = join(folder, 'data')
  const stop = async () => {
    run('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop')
    rmSync(folder, { recursive: true, force: true })
  }
  run('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale')
  // As it is installed but for memory: its defaults are for the smallest machines. Commits stay durable.
  const start = () => run('pg_ctl', '-D', data, '-o', `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c work_mem=32MB -c max_wal_size=4GB`, '-l', join(folder, 'log'), '-w', 'start')
  start()
  try {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    await client.connect()
    // The ordinary case: an owner who is no superuser.
    await client.query('create role bench login createrole createdb')
    await client.end()
    return await using(`postgres://bench@127.0.0.1:${port}/postgres`, stop, async () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop')
      start()
    })
  } catch (error) {
    await stop()
    throw error
  }
}

function idsOf(user: string): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${user}:`))?.split(':')
  return line ? { uid: Number(line[2]), gid: Number(line[3]) } : null
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('There is no free port.'))))
    })
  })
}
