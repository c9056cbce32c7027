import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { connect, type ConnectOptions } from '@/db/client'
import { organisations } from '@/db/schema'
import { rollupLaws } from '../queries/rollup-law'
import { Random } from '../seed/random'
import { csv, mappingOf } from './importing'
import type { Postgres } from './postgres'
import { serverProcess, type ServerProcess } from './server-process'
import type { Result } from './table'

const KEY = 'ts_bench_kills_4f0d1c6b8a2e'
const BATCH = 40
const CLIENTS = 4
/** Batches a client has begun and nobody acknowledged: while the server is away no more are begun. */
const MOST_OPEN = 20
const FILE_ROWS = 60_000

/** What the clients know: every batch sent, how often it was acknowledged, and what was refused. */
type Sent = { batches: string[][]; acknowledged: Set<string>; refused: string[]; over: boolean; url: string }

/**
 * Four clients send batches, some again and in another order, while an import runs and the server is killed −9 at random
 * moments, `kills` times (on PostgreSQL every fourth time the database instead). At the end each acknowledged record must
 * be there once, each row of the file once, and every roll-up must be the sum of its rows.
 */
export async function killsEmbedded(kills: number, seed: number, say: (note: string) => void): Promise<Result[] | string> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-kills-'))
  try {
    const dataDir = join(folder, 'data')
    return await killing('embedded', { DATA_DIR: dataDir }, { kind: 'embedded', dataDir }, kills, seed, null, say)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function killsOnPostgres(server: Postgres, kills: number, seed: number, say: (note: string) => void): Promise<Result[] | string> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-kills-'))
  try {
    const url = await server.fresh()
    return await killing('PostgreSQL', { DATA_DIR: folder, DATABASE_URL: url, SECRET: 'a secret of the benchmark, long enough' }, { kind: 'postgresql', url, poolSize: 2 }, kills, seed, server.crash, say)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function killing(engine: string, own: Record<string, string>, database: ConnectOptions, kills: number, seed: number, crash: (() => Promise<void>) | null, say: (note: string) => void): Promise<Result[] | string> {
  if (!existsSync(join(process.cwd(), '.next', 'BUILD_ID'))) return 'there is no build; npm start or npm test makes one'
  const env = { ...own, INIT_ORG_NAME: 'Bench', INIT_ORG_SLUG: 'bench', INIT_OWNER_EMAIL: 'o@example.org', INIT_OWNER_PASSWORD: 'correct-horse-9', INIT_API_KEY: KEY, BACKUP_EVERY_HOURS: '0' }
  const random = uniform(`kills ${seed}`)
  let server: ServerProcess = await serverProcess(env)
  const sent: Sent = { batches: [], acknowledged: new Set(), refused: [], over: false, url: server.url }
  let crashes = 0
  try {
    const file = await startImport(server.url)
    const clients = Array.from({ length: CLIENTS }, (_, n) => client(sent, uniform(`client ${seed} ${n}`), n))
    for (let done = 0; done < kills; done++) {
      await pause(150 + random() * 1200)
      if (crash && random() < 0.25) {
        await crash()
        crashes++
        continue
      }
      await server.kill()
      server = await serverProcess(env)
      sent.url = server.url
      if (done % 10 === 9) say(`${engine}: killed ${done + 1} times, ${sent.acknowledged.size.toLocaleString('en')} records acknowledged`)
    }
    sent.over = true
    await Promise.all(clients)
    await imported(server.url, file)
  } finally {
    sent.over = true
    await server.stop()
  }
  const { missing, twice, unknown, fromFile, laws } = await look(database, sent)
  const most = (name: string, n: number, detail: string): Result => ({ name: `${engine}, killed ${kills} times: ${name}`, ratio: n, target: 0, atLeast: false, detail })
  return [
    most('acknowledged records that are missing', missing, `of ${sent.acknowledged.size.toLocaleString('en')} in ${sent.batches.length.toLocaleString('en')} batches${crash ? `; the database ${crashes} of these times` : ''}`),
    most('records that are there twice, or were never sent', twice + unknown, ''), most('rows of the file missing or too many', Math.abs(fromFile - FILE_ROWS), `of ${FILE_ROWS.toLocaleString('en')}`),
    most('roll-ups that are not the sum of their rows', laws, ''), most('batches that were refused', sent.refused.length, sent.refused[0] ?? ''),
  ]
}

function uniform(seed: string): () => number {
  const random = new Random(seed)
  return () => random.next()
}

const DAY_0 = Date.UTC(2026, 0, 1)
const recordOf = (id: string) => {
  const n = Number(id.slice(id.indexOf('-') + 1))
  return { id, customer: `k${n % 97}`, occurred_at: new Date(DAY_0 + (n % 80_000) * 60_000).toISOString(), channel: ['web', 'phone', 'chat'][n % 3], direction: 'contact', result: n % 5 === 0 ? 'failed' : 'met' }
}

/** Sends until it is over; then until everything it began is acknowledged. A batch that was not answered is sent again; a tenth are anyway. */
async function client(sent: Sent, random: () => number, number: number): Promise<void> {
  let next = 0
  const open: string[][] = []
  while (!sent.over || open.length > 0) {
    let batch = open[Math.floor(random() * open.length)]
    if (!sent.over && (!batch || (open.length < MOST_OPEN && random() < 0.7))) {
      batch = Array.from({ length: BATCH }, () => `${number}-${number * 10_000_000 + next++}`)
      sent.batches.push(batch)
      open.push(batch)
    }
    if (!batch) break
    const again = !sent.over && random() < 0.1 ? sent.batches[Math.floor(random() * sent.batches.length)] : undefined
    for (const one of again ? [batch, again] : [batch]) {
      const shuffled = one.map((id) => ({ id, at: random() })).toSorted((a, b) => a.at - b.at)
      const acknowledged = await post(sent, shuffled.map(({ id }) => id))
      if (!acknowledged) continue
      for (const id of one) sent.acknowledged.add(id)
      const at = open.indexOf(one)
      if (at >= 0) open.splice(at, 1)
    }
  }
}

async function post(sent: Sent, ids: readonly string[]): Promise<boolean> {
  try {
    const reply = await fetch(`${sent.url}/api/v1/interactions`, { method: 'POST', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }, body: JSON.stringify({ interactions: ids.map(recordOf) }), signal: AbortSignal.timeout(20_000) })
    const text = await reply.text()
    if (reply.status !== 200) {
      // A server that is starting, or whose database is away, says so: then nothing was acknowledged.
      if (reply.status < 500) sent.refused.push(`${reply.status} ${text.slice(0, 200)}`)
      await pause(50)
      return false
    }
    const { accepted, duplicates } = JSON.parse(text) as { accepted: number; duplicates: number }
    if (accepted + duplicates !== ids.length) sent.refused.push(text.slice(0, 200))
    return true
  } catch {
    await pause(50)
    return false
  }
}

async function startImport(url: string): Promise<string> {
  const form = new FormData()
  form.set('mapping', JSON.stringify(mappingOf('interaction')))
  form.set('file', new Blob([Buffer.concat([...csv('interaction', 0, { rows: FILE_ROWS })])]), 'kills.csv')
  const reply = await fetch(`${url}/api/v1/imports`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body: form })
  if (reply.status !== 202) throw new Error(`The import was not taken: ${await reply.text()}`)
  return ((await reply.json()) as { id: string }).id
}

async function imported(url: string, id: string): Promise<void> {
  for (let waited = 0; waited < 600; waited++) {
    const { state, error } = (await (await fetch(`${url}/api/v1/imports/${id}`, { headers: { authorization: `Bearer ${KEY}` } })).json()) as { state: string; error: string | null }
    if (state === 'done') return
    if (state === 'failed') throw new Error(`The import failed: ${error}`)
    await pause(500)
  }
  throw new Error('The import did not end.')
}

async function look(database: ConnectOptions, sent: Sent) {
  const db = await connect(database)
  try {
    const [org] = await db.door((tx) => tx.select({ id: organisations.id }).from(organisations))
    const id = org?.id ?? ''
    return await db.tenant({ organisationId: id }, async (tx) => {
      const rows = (await tx.execute<{ id: string; n: number }>(sql`select external_id as id, count(*)::int as n from interactions where source = 'default' group by 1`)).rows
      const there = new Map(rows.map((row) => [row.id, row.n]))
      const known = new Set(sent.batches.flat())
      const laws = await rollupLaws(tx, id)
      const [file] = (await tx.execute<{ n: number }>(sql`select count(*)::int as n from interactions where source = 'bench'`)).rows
      return {
        missing: [...sent.acknowledged].filter((one) => !there.has(one)).length, twice: rows.filter((row) => row.n > 1).length, unknown: rows.filter((row) => !known.has(row.id)).length,
        fromFile: file?.n ?? 0, laws: Object.values(laws).filter(({ holds }) => !holds).length,
      }
    })
  } finally {
    await db.close()
  }
}
