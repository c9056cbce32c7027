import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@/db/client'
import { organisations } from '@/db/schema'
import { systemCtx } from '../access'
import type { OrgCtx } from '../context'
import { runStress } from '../seed/stress'
import { createKey } from '../services/keys/create'
import { insertOrganisation } from '../services/organisations/create-organisation'
import { settleOrganisation } from '../services/settle/settle'
import { ask, signIn } from './http'
import { csv, mappingOf } from './importing'
import { median } from './median'
import { overviewQuestions } from './overview'
import type { Postgres } from './postgres'
import { serverProcess } from './server-process'
import type { Result } from './table'

export type LoadPlan = {
  /** Of the organisation that imports; another one has a twentieth of it. */
  interactions: number
  customers: number
  months: number
  /** How long is measured, at rest and again during the import. */
  seconds: number
}

const OWNER = { email: 'o@example.org', password: 'correct-horse-9' }
const SECRET = 'a secret of the benchmark, long enough'
/** A question every so often, whatever became of the one before: who waits for an answer does not ask less. */
const EVERY_MS = 200
const SIGN_IN_EVERY_MS = 4000
/** Questions that a noisy organisation has open at any time, each to be answered anew. */
const NOISY = 16
/** More than the fastest import reads in the time that is measured. */
const ROWS_PER_SECOND = 20_000

/**
 * The overview's reports by REST, of a large organisation and of a small one beside it, and signing in: at rest, and
 * while the large one asks as much as it can, and while it imports a file as fast as it goes. One web process, one for jobs and PostgreSQL, as the README
 * says to run it. Times are of the clock, since waiting is what is asked; so they mean this machine, undisturbed.
 */
export async function loadOnPostgres(server: Postgres, plan: LoadPlan, say: (note: string) => void): Promise<Result[] | string> {
  if (!existsSync(join(process.cwd(), '.next', 'BUILD_ID'))) return 'there is no build; npm start or npm test makes one'
  const url = await server.fresh()
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-bench-load-'))
  const env = { DATABASE_URL: url, DATA_DIR: dataDir, SECRET }
  const app = await serverProcess({ ...env, NO_WORKER: '1', INIT_ORG_NAME: 'Large', INIT_ORG_SLUG: 'large', INIT_OWNER_EMAIL: OWNER.email, INIT_OWNER_PASSWORD: OWNER.password })
  let jobs: ChildProcess | undefined
  try {
    const { large, small } = await fill(url, plan, say)
    jobs = spawn(process.execPath, ['--import', 'tsx', 'server/cli/worker.ts'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env, NODE_ENV: 'production' } })
    const look = () => looked(app.url, { large, small }, plan.seconds)
    await look()
    say('at rest')
    const rest = await look()
    say('beside a noisy organisation')
    const noise = noisy(app.url, large)
    const beside = await look()
    const answered = await noise.stop()
    const file = await startImport(app.url, large.key, plan.seconds * 2 * ROWS_PER_SECOND)
    await until(async () => (await importOf(app.url, large.key, file)).rows > 0)
    say('during an import')
    const before = await importOf(app.url, large.key, file)
    const busy = await look()
    const after = await importOf(app.url, large.key, file)
    if (after.state !== 'running') throw new Error('The import ended before the measurement did.')
    const speed = `${Math.round((after.rows - before.rows) / plan.seconds).toLocaleString('en')} rows a second were imported`
    const of = `${plan.interactions.toLocaleString('en')} interactions`
    const ms = (value: number) => `${value.toFixed(0)} ms`
    return [
      { name: `Overview's reports of ${of} during an import, p95, ms`, ratio: p95(busy.large), target: 150, atLeast: false, detail: `median ${ms(median(busy.large))}; at rest p95 ${ms(p95(rest.large))}; ${speed}` },
      { name: 'The same of another organisation, p95 against at rest', ratio: p95(busy.small) / p95(rest.small), target: 1.2, atLeast: false, detail: `${ms(p95(rest.small))} → ${ms(p95(busy.small))}, median ${ms(median(rest.small))} → ${ms(median(busy.small))}, of ${busy.small.length} answers` },
      { name: `The same while the first asks ${NOISY} questions at once`, ratio: p95(beside.small) / p95(rest.small), target: 1.2, atLeast: false, detail: `${ms(p95(rest.small))} → ${ms(p95(beside.small))}, median ${ms(median(rest.small))} → ${ms(median(beside.small))}; ${(answered / plan.seconds).toFixed(0)} of its questions answered a second` },
      { name: 'Signing in, median against at rest', ratio: median(busy.signIns) / median(rest.signIns), target: 1.2, atLeast: false, detail: `${ms(median(rest.signIns))} → ${ms(median(busy.signIns))}, of ${busy.signIns.length}` },
    ]
  } finally {
    if (jobs && jobs.exitCode === null) {
      const ended = once(jobs, 'exit')
      jobs.kill('SIGTERM')
      await ended
    }
    await app.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Side = { key: string; questions: string[] }

/** Two organisations with their history, settled, each with a key. */
async function fill(url: string, plan: LoadPlan, say: (note: string) => void): Promise<{ large: Side; small: Side }> {
  const db = await connect({ kind: 'postgresql', url, poolSize: 4 })
  try {
    const [row] = await db.door((tx) => tx.select({ id: organisations.id }).from(organisations))
    const other = await db.maintenance((tx) => insertOrganisation(tx, { name: 'Small', slug: 'small', timezone: 'Europe/Berlin', currency: 'EUR' }, null, new Date()))
    const side = async (id: string, of: number): Promise<Side> => {
      const ctx: OrgCtx = await systemCtx(db, id, new Date())
      say(`${(plan.interactions / of).toLocaleString('en')} interactions`)
      await runStress(ctx, { customers: plan.customers / of, interactions: plan.interactions / of, months: plan.months, channels: 8, touchpoints: 20 })
      await settleOrganisation(ctx)
      const { secret } = await createKey(ctx, { name: 'bench', scopes: ['read', 'ingest'] })
      return { key: secret, questions: overviewQuestions(ctx).map(({ name, parameters }) => `${name}?${new URLSearchParams(parameters as Record<string, string>)}`) }
    }
    const sides = { large: await side(row?.id ?? '', 1), small: await side(other, 20) }
    await db.outside('vacuum analyze')
    return sides
  } finally {
    await db.close()
  }
}

type Looked = { large: number[]; small: number[]; signIns: number[] }

/** For so many seconds: questions of both sides in turn, and people signing in; how many ms each took from when it was due. */
async function looked(base: string, sides: { large: Side; small: Side }, seconds: number): Promise<Looked> {
  const found: Looked = { large: [], small: [], signIns: [] }
  const open: Promise<unknown>[] = []
  const start = performance.now()
  for (let n = 0; performance.now() - start < seconds * 1000; n++) {
    const due = start + n * EVERY_MS
    if (due > performance.now()) await pause(due - performance.now())
    const name = n % 2 === 0 ? 'large' : 'small'
    const { key, questions } = sides[name]
    const question = questions[(n >> 1) % questions.length] ?? ''
    open.push(ask(base, key, `reports/${question}`).then(() => { found[name].push(performance.now() - due) }))
    if ((n * EVERY_MS) % SIGN_IN_EVERY_MS === 0) open.push(signIn(base, OWNER).then(() => { found.signIns.push(performance.now() - due) }))
  }
  await Promise.all(open)
  return found
}

/** Asks `NOISY` questions at once, the next as soon as one is answered, until it is stopped; then how many were answered. */
function noisy(base: string, { key, questions }: Side): { stop(): Promise<number> } {
  let stopped = false
  let answered = 0
  const clients = Array.from({ length: NOISY }, async (_, client) => {
    for (let n = client; !stopped; n++) {
      await ask(base, key, `reports/${questions[n % questions.length] ?? ''}`, { headers: { 'cache-control': 'no-cache' } })
      answered++
    }
  })
  return { async stop() { stopped = true; await Promise.all(clients); return answered } }
}

async function startImport(base: string, key: string, rows: number): Promise<string> {
  const form = new FormData()
  form.set('mapping', JSON.stringify(mappingOf('interaction')))
  form.set('file', new Blob([...csv('interaction', 0, { rows })].map((piece) => new Uint8Array(piece))), 'load.csv')
  return (await ask<{ id: string }>(base, key, 'imports', { method: 'POST', body: form })).id
}

const importOf = (base: string, key: string, id: string) => ask<{ state: string; rows: number }>(base, key, `imports/${id}`)

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 300; waited++) {
    if (await done()) return
    await pause(200)
  }
  throw new Error('The import did not begin.')
}

const p95 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.95))] ?? Number.NaN
