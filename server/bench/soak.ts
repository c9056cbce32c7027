import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { ask, signIn } from './http'
import type { Postgres } from './postgres'
import { serverProcess } from './server-process'
import type { Result } from './table'

const OWNER = { email: 'o@example.org', password: 'correct-horse-9' }
const KEY = 'ts_bench_soak_4f0d1c6b8a2e'
const BATCH = 100
const CUSTOMERS = 2000
/** Records are of these days, so that the cells of the roll-ups are soon all there. */
const DAYS = 28
const DAY_MS = 86_400_000
/** What a company of some size sends, asks and opens in a day. */
const A_DAY = { records: 50_000, answers: 5000, streams: 500 }
/** Tables whose rows come and go, or are written over and over: they may not grow by being used. */
const WORN = ['settle_queue', 'jobs', 'throttles', 'rollup_customer_month_batches', 'rollup_daily', 'source_daily', 'intake_daily']
const QUESTIONS = ['freshness', 'findings', 'interactions-per-customer?interval=month', 'moment-outcomes', 'today-against-expected', 'cost-to-serve?by=channel']

type Done = { records: number; answers: number; streams: number; signIns: number }
type Sample = { rss: number; handles: number; tables: number }

/**
 * A server under everything at once, as fast as it goes: batches (some again), reports, pages that listen and go away,
 * people signing in. What it holds in the last quarter of the time against the second: after the first everything is warm.
 */
export async function soakOnPostgres(server: Postgres, minutes: number, say: (note: string) => void): Promise<Result[] | string> {
  if (!existsSync(join(process.cwd(), '.next', 'BUILD_ID'))) return 'there is no build; npm start or npm test makes one'
  const url = await server.fresh()
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bench-soak-'))
  const app = await serverProcess({ DATABASE_URL: url, DATA_DIR: dataDir, SECRET: 'a secret of the benchmark, long enough', INIT_ORG_NAME: 'Bench', INIT_ORG_SLUG: 'bench', INIT_OWNER_EMAIL: OWNER.email, INIT_OWNER_PASSWORD: OWNER.password, INIT_API_KEY: KEY })
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const done: Done = { records: 0, answers: 0, streams: 0, signIns: 0 }
    const end = performance.now() + minutes * 60_000
    const over = () => performance.now() >= end
    const samples: Sample[] = []
    const cookie = await signIn(app.url, OWNER)
    await Promise.all([sending(app.url, done, over), sending(app.url, done, over), asking(app.url, done, over), listening(app.url, cookie, done, over), signingIn(app.url, done, over), sampling(client, app.process.pid ?? 0, samples, over, say)])
    const quarter = (n: number) => samples.slice(Math.floor((samples.length * n) / 4), Math.floor((samples.length * (n + 1)) / 4))
    const most = (n: number, what: keyof Sample) => Math.max(...quarter(n).map((sample) => sample[what]))
    const days = Math.min(done.records / A_DAY.records, done.answers / A_DAY.answers, done.streams / A_DAY.streams)
    const compared = (name: string, what: keyof Sample, target: number, shown: (n: number) => string, detail = ''): Result => ({
      name: `${name}, last quarter against second`, ratio: most(3, what) / most(1, what), target, atLeast: false, detail: `${shown(most(1, what))} → ${shown(most(3, what))}${detail}`,
    })
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`
    const traffic = `; in ${minutes} min ${done.records.toLocaleString('en')} records, ${done.answers.toLocaleString('en')} answers, ${done.streams.toLocaleString('en')} streams, ${done.signIns.toLocaleString('en')} sign-ins: of each at least ${(days * 24).toFixed(0)} hours’ worth`
    return [compared('Memory of the server', 'rss', 1.1, mb, traffic), compared('Its open handles', 'handles', 1.1, String), compared('Tables that are written over', 'tables', 1.2, mb)]
  } finally {
    await client.end()
    await app.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Batch after batch; every tenth one is sent again. */
async function sending(base: string, done: Done, over: () => boolean): Promise<void> {
  while (!over()) {
    const first = done.records
    done.records += BATCH
    const interactions = Array.from({ length: BATCH }, (_, i) => {
      const n = first + i
      return { id: `s${n}`, customer: `c${(n * 7919) % CUSTOMERS}`, occurred_at: new Date(Date.now() - ((n * 104_729) % (DAYS * DAY_MS))).toISOString(), channel: ['web', 'phone', 'email'][n % 3], touchpoint: `t${n % 12}`, direction: n % 4 === 0 ? 'contact' : 'lookup', result: n % 9 === 0 ? 'failed' : 'met' }
    })
    for (let times = (first / BATCH) % 10 === 0 ? 2 : 1; times > 0; times--) await ask(base, KEY, 'interactions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ interactions }) })
  }
}

async function asking(base: string, done: Done, over: () => boolean): Promise<void> {
  for (let n = 0; !over(); n++) {
    await ask(base, KEY, `reports/${QUESTIONS[n % QUESTIONS.length]}`)
    done.answers++
  }
}

/** Pages that open, hear that they are connected, and go away without a word. */
async function listening(base: string, cookie: string, done: Done, over: () => boolean): Promise<void> {
  while (!over()) {
    const gone = new AbortController()
    const reply = await fetch(`${base}/api/live?org=bench`, { headers: { cookie }, signal: gone.signal })
    if (reply.status !== 200) throw new Error(`The stream answered ${reply.status}.`)
    await reply.body?.getReader().read()
    gone.abort()
    done.streams++
    await pause(20)
  }
}

async function signingIn(base: string, done: Done, over: () => boolean): Promise<void> {
  while (!over()) {
    await signIn(base, OWNER)
    done.signIns++
    await pause(3000)
  }
}

async function sampling(client: pg.Client, pid: number, samples: Sample[], over: () => boolean, say: (note: string) => void): Promise<void> {
  for (let n = 1; !over(); n++) {
    const { rows } = await client.query<{ bytes: string }>('select sum(pg_total_relation_size(name::regclass)) as bytes from unnest($1::text[]) name', [WORN])
    const sample = { rss: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024, handles: readdirSync(`/proc/${pid}/fd`).length, tables: Number(rows[0]?.bytes) }
    samples.push(sample)
    if (n % 60 === 0) say(`${(sample.rss / 1e6).toFixed(0)} MB, ${sample.handles} handles, ${(sample.tables / 1e6).toFixed(0)} MB of tables`)
    await pause(1000)
  }
}
