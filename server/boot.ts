import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connect, type Db } from '@/db/client'
import { now } from './clock'
import { answerCommands } from './control'
import { env, type Env } from './env'
import { handlers } from './jobs/handlers'
import { startWorker, type Worker } from './jobs/worker'
import { LiveHub } from './live'
import { instanceSecret, presentSecret } from './secrets'
import { checkAudit, sayAudit } from './services/audit/check-audit'
import { sealAudit, startSealing } from './services/audit/seal-audit'
import { startNightly } from './services/backup/nightly'
import { writeBackup } from './services/backup/write-backup'
import { ownVersion } from './version'
import { jobsByState } from './jobs/by-state'
import { ensureInit } from './services/organisations/ensure-init'
import { setErasureKey } from './services/recording/erasure-key'
import { setSealingSecret } from './sealed'

/** One job at a time, its lease, and one connection that listens. */
const JOBS_POOL = 4

/** What one server process holds: opened once, shared by every bundle of the application through globalThis. */
export type Instance = {
  db: Db
  live: LiveHub
  /** Signs sessions: the present one. */
  secret: string
  /** Where uploads wait for their import. */
  dataDir: string
  /** Ends streams and jobs at once, waits for running requests, then closes the database. */
  close(stop?: { drained: Promise<void> }): Promise<void>
}

/** Read by the process's own shell (server/cli): why it could not open, and how to close. */
type Shared = { instance?: Promise<Instance>; bootError?: string; close?: (stop: { drained: Promise<void> }) => Promise<void>; /** For metrics (server/cli/metrics). */ jobsByState?: () => Promise<Record<string, number>> }
const shared = ((globalThis as { __touchstone?: Shared }).__touchstone ??= {})

/** The instance, opened by whoever asks first. Rejects with one clear line; the server then exits with it. */
export function instance(): Promise<Instance> {
  shared.instance ??= open().catch((error: unknown) => {
    shared.bootError = error instanceof Error ? error.message : String(error)
    throw error
  })
  return shared.instance
}

/** Whether the instance serves, is still opening, or could not open: what health says. */
export async function bootState(): Promise<{ state: 'ready'; instance: Instance } | { state: 'opening' } | { state: 'failed'; reason: string }> {
  if (shared.bootError) return { state: 'failed', reason: shared.bootError }
  const opening = instance()
  const opened = await Promise.race([opening.then((i) => i, () => null), new Promise<undefined>((done) => { setImmediate(() => done(undefined)) })])
  if (opened) return { state: 'ready', instance: opened }
  return shared.bootError ? { state: 'failed', reason: shared.bootError } : { state: 'opening' }
}

async function open(): Promise<Instance> {
  const settings = env()
  const dataDir = resolve(settings.DATA_DIR)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const db = settings.DATABASE_URL
    ? await connect({ kind: 'postgresql', url: settings.DATABASE_URL, poolSize: settings.DATABASE_POOL })
    : await connect({ kind: 'embedded', dataDir })
  let jobsDb = db
  const closeAll = async () => {
    if (jobsDb !== db) await jobsDb.close()
    await db.close()
  }
  try {
    const secret = instanceSecret(settings, dataDir)
    setErasureKey(secret)
    setSealingSecret(secret)
    await ensureInit(db, settings, now())
    const live = new LiveHub()
    await live.start(db)
    // Connections of their own: jobs take none from people, and see when people are being answered.
    if (settings.DATABASE_URL && !settings.NO_WORKER) jobsDb = await connect({ kind: 'postgresql', url: settings.DATABASE_URL, poolSize: JOBS_POOL, jobs: true })
    const worker: Worker | undefined = settings.NO_WORKER ? undefined : await startWorker(jobsDb, handlers)
    const sealing = settings.NO_WORKER ? undefined : startSealing(jobsDb)
    const own = db.kind === 'embedded' ? await ownCare(db, { dataDir, secret, settings }) : null
    const opened: Instance = {
      db, live, dataDir, secret: presentSecret(secret),
      async close(stop) {
        await Promise.all([live.close(), worker?.stop(), own?.stop(), stop?.drained])
        // After whatever was still being written.
        await sealing?.stop()
        await closeAll()
      },
    }
    shared.close = (stop) => opened.close(stop)
    shared.jobsByState = () => jobsByState(db)
    return opened
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** What nobody else can do for a database inside this process: its backups, by night and when asked. */
async function ownCare(db: Db, { dataDir, secret, settings }: { dataDir: string; secret: string; settings: Env }): Promise<{ stop(): Promise<void> }> {
  const nightly = startNightly(db, { dir: resolve(settings.BACKUP_DIR ?? join(dataDir, 'backups')), everyHours: settings.BACKUP_EVERY_HOURS, keep: settings.BACKUP_KEEP, version: ownVersion(), secret, ownSecret: settings.SECRET === undefined, clock: now })
  const control = await answerCommands(dataDir, async (command) => {
    if ('audit' in command) {
      await sealAudit(db)
      return sayAudit(await checkAudit(db))
    }
    const { backup } = command
    const { rows, bytes } = await writeBackup(db, backup, { version: ownVersion(), secret, ownSecret: settings.SECRET === undefined, now: now() })
    return `${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB: ${backup}`
  })
  return { stop: async () => { await Promise.all([nightly.stop(), control.close()]) } }
}
