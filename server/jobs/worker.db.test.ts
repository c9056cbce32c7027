import { sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { jobs } from '@/db/schema'
import { NIL_ID } from '@/db/vocabulary'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { invalid } from '../errors'
import { cancelJob } from '../services/jobs/cancel-job'
import { TEST_NOW, testDb, testOrganisation } from '../testing/database'
import { queueJob, type JobKind } from './queue'
import { scheduleVacuum, vacuum } from './vacuum'
import { startWorker, type Handlers, type Worker } from './worker'

let db: Db
let ctx: OrgCtx
let worker: Worker | undefined
let nowMs = TEST_NOW.getTime()
const clock = () => new Date(nowMs)
beforeAll(async () => { db = await testDb(); return () => db.close() })
beforeEach(async () => { nowMs = TEST_NOW.getTime(); ({ ctx } = await testOrganisation(db)) })
afterEach(async () => { await worker?.stop(); worker = undefined; await db.maintenance((tx) => tx.delete(jobs)) })

const queue = (kind: JobKind, key = 'org', payload = {}, at = clock()) => db.tenant({ organisationId: ctx.org.id }, (tx) => queueJob(tx, ctx.org.id, kind, key, payload, at))
const state = async () => (await db.maintenance((tx) => tx.select({ state: jobs.state, attempts: jobs.attempts, error: jobs.error, progress: jobs.progress }).from(jobs).where(sql`organisation_id = ${ctx.org.id}`)))
const start = async (handlers: Handlers) => (worker = await startWorker(db, handlers, { clock }))
const deferred = () => { let done = () => {}; const wait = new Promise<void>((resolve) => { done = resolve }); return { wait, done } }

test('a job queued before and one queued after the start are both done, in the organisation they belong to', async () => {
  const seen: string[] = []
  await queue('settle', 'org', { n: 1 })
  const w = await start({ settle: async (c, job, { progress }) => { seen.push(`${c.org.id === ctx.org.id}:${String(job.payload.n)}`); progress({ done: 3, of: 3 }) } })
  await w.idle()
  await queue('settle', 'org', { n: 2 })
  await w.idle()
  expect(seen).toEqual(['true:1', 'true:2'])
  expect(await state()).toEqual([{ state: 'done', attempts: 1, error: null, progress: { done: 3, of: 3 } }])
})

test('a notification alone wakes it', async () => {
  const ran = deferred()
  const w = await start({ settle: async () => ran.done() })
  await w.idle()
  await queue('settle')
  await ran.wait
})

test('a job is not taken before its time', async () => {
  let runs = 0
  await queue('settle', 'org', {}, new Date(nowMs + 60_000))
  const w = await start({ settle: async () => { runs++ } })
  await w.idle()
  expect(runs).toBe(0)
  nowMs += 60_000
  await w.idle()
  expect(runs).toBe(1)
})

test('a failing job is tried five times with growing waits, then failed with the reason', async () => {
  const tries: number[] = []
  await queue('settle')
  const w = await start({ settle: async () => { tries.push((nowMs - TEST_NOW.getTime()) / 1000); throw new Error('no such luck') } })
  for (const wait of [0, 4, 1, 30, 120, 600, 600]) { nowMs += wait * 1000; await w.idle() }
  expect(tries).toEqual([0, 5, 35, 155, 755])
  expect(await state()).toMatchObject([{ state: 'failed', attempts: 5, error: 'no such luck' }])
})

test('a known answer is not asked for again; a kind without handler says so', async () => {
  await queue('settle')
  await queue('rebuild')
  const w = await start({ settle: async () => { throw invalid('That cannot be.') } })
  await w.idle()
  expect((await state()).map((s) => `${s.state} ${s.attempts} ${s.error}`).toSorted()).toEqual(['failed 1 That cannot be.', 'failed 1 This server does not know jobs of the kind "rebuild".'])
})

test('the same work queued while an attempt fails is done once', async () => {
  let runs = 0
  await queue('settle')
  const w = await start({ settle: async () => { runs++; if (runs === 1) { await queue('settle'); throw new Error('once') } } })
  await w.idle()
  expect(runs).toBe(2)
  expect((await state()).map((s) => s.state)).toEqual(['done'])
})

test('cancelling reaches a running job', async () => {
  const begun = deferred()
  const id = await queue('import')
  const w = await start({ import: (_c, _j, { signal }) => new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(signal.reason)); begun.done() }) })
  await begun.wait
  expect(await cancelJob(ctx, id)).toBe(true)
  await w.idle()
  expect((await state()).map((s) => s.state)).toEqual(['cancelled'])
  expect(await cancelJob(ctx, id)).toBe(false)
})

test('only an editor of the same organisation cancels', async () => {
  const id = await queue('import', 'org', {}, new Date(nowMs + 1e6))
  const other = await testOrganisation(db)
  await expect(cancelJob(other.as('viewer'), id)).rejects.toThrow('editing')
  expect(await cancelJob(other.ctx, id)).toBe(false)
  expect((await state()).map((s) => s.state)).toEqual(['queued'])
})

test('stopping asks a running job to end, waits for it, and leaves it to be taken again', async () => {
  const begun = deferred()
  await queue('import')
  const w = await start({ import: (_c, _j, { signal }) => new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(signal.reason)); begun.done() }) })
  await begun.wait
  await w.stop()
  expect(await state()).toMatchObject([{ state: 'queued', attempts: 0 }])
  let ran = false
  const next = await start({ import: async () => { ran = true } })
  await next.idle()
  expect(ran).toBe(true)
})

test('a job whose worker died is taken over when its lease has run out', async () => {
  await queue('import')
  await db.maintenance((tx) => tx.execute(sql`update jobs set state = 'running', attempts = 1, leased_by = ${NIL_ID}, lease_until = ${new Date(nowMs + 60_000).toISOString()}::timestamptz`))
  let runs = 0
  const w = await start({ import: async () => { runs++ } })
  await w.idle()
  // The embedded engine has one process, so there a running job cannot be anybody else's.
  expect(runs).toBe(db.kind === 'embedded' ? 1 : 0)
  nowMs += 61_000
  await w.idle()
  expect(runs).toBe(1)
})

test('a job the server ended under many times waits a while, is still tried, and given up after a hundred', async () => {
  let runs = 0
  const left = async (attempts: number) => {
    await worker?.stop()
    await queue('settle')
    await db.maintenance((tx) => tx.execute(sql`update jobs set state = 'running', attempts = ${attempts}, leased_by = ${NIL_ID}, lease_until = ${new Date(nowMs - 1).toISOString()}::timestamptz where state = 'queued'`))
    const w = await start({ settle: async () => { runs++ } })
    await w.idle()
    // The embedded engine knows at once that nobody holds it: then it waits half a minute more.
    if (db.kind === 'embedded') expect(await state()).toMatchObject([{ state: 'running', attempts }])
    nowMs += 31_000
    await w.idle()
    const [row] = await state()
    await db.maintenance((tx) => tx.delete(jobs))
    return row
  }
  expect(await left(99)).toMatchObject({ state: 'done' })
  expect(await left(100)).toMatchObject({ state: 'failed', error: 'The server ended each time this job was tried.' })
  expect(runs).toBe(1)
})

test('several at a time, in two server processes where there can be two, never run the same job', async () => {
  for (let i = 0; i < 12; i++) await queue('import', `file-${i}`)
  const seen: string[] = []
  const handlers: Handlers = { import: async (_c, job) => { seen.push(job.key) } }
  const workers = [await startWorker(db, handlers, { clock, concurrency: 3 })]
  if (db.kind === 'postgresql') workers.push(await startWorker(db, handlers, { clock, concurrency: 2 }))
  await Promise.all(workers.map((w) => w.idle()))
  await Promise.all(workers.map((w) => w.stop()))
  expect(seen.toSorted()).toEqual(Array.from({ length: 12 }, (_, i) => `file-${i}`).toSorted())
})

test('the embedded database is vacuumed daily, sooner when asked', async () => {
  await scheduleVacuum(db, new Date(nowMs + 86_400_000))
  await scheduleVacuum(db, clock())
  const w = await start({ vacuum })
  await w.idle()
  const waiting = await db.maintenance((tx) => tx.select({ state: jobs.state, runAt: jobs.runAt }).from(jobs).where(sql`kind = 'vacuum' and state = 'queued'`))
  expect(waiting).toEqual(db.kind === 'embedded' ? [{ state: 'queued', runAt: new Date(nowMs + 86_400_000) }] : [])
})
