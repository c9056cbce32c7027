import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connect, type Db } from '@/db/client'
import { now } from './clock'
import { env } from './env'
import { handlers } from './jobs/handlers'
import { startWorker, type Worker } from './jobs/worker'
import { LiveHub } from './live'
import { ensureInit } from './services/organisations/ensure-init'
import { setErasureKey } from './services/recording/erasure-key'
import { setSealingSecret } from './sealed'

/** What one server process holds: opened once, shared by every bundle of the application through globalThis. */
export type Instance = {
  db: Db
  live: LiveHub
  /** Signs sessions; keyed hashes derive from it. */
  secret: string
  /** Where uploads wait for their import. */
  dataDir: string
  /** Ends streams and jobs at once, waits for running requests, then closes the database. */
  close(stop?: { drained: Promise<void> }): Promise<void>
}

/** Read by the process's own shell (server/cli): why it could not open, and how to close. */
type Shared = { instance?: Promise<Instance>; bootError?: string; close?: (stop: { drained: Promise<void> }) => Promise<void> }
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
  try {
    const secret = settings.SECRET ?? ownSecret(dataDir)
    setErasureKey(secret)
    setSealingSecret(secret)
    await ensureInit(db, settings, now())
    const live = new LiveHub()
    await live.start(db)
    const worker: Worker | undefined = settings.NO_WORKER ? undefined : await startWorker(db, handlers)
    const opened: Instance = {
      db, live, dataDir, secret,
      async close(stop) {
        await Promise.all([live.close(), worker?.stop(), stop?.drained])
        await db.close()
      },
    }
    shared.close = (stop) => opened.close(stop)
    return opened
  } catch (error) {
    await db.close()
    throw error
  }
}

/** The embedded instance's own secret, made once and readable by its owner only. */
function ownSecret(dataDir: string): string {
  const path = join(dataDir, 'secret')
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    const secret = randomBytes(32).toString('base64url')
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' })
    chmodSync(path, 0o600)
    return secret
  }
}
