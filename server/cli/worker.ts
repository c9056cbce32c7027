import { connect } from '@/db/client'
import { setPriority } from 'node:os'
import { resolve } from 'node:path'
import { env } from '../env'
import { handlers } from '../jobs/handlers'
import { startWorker } from '../jobs/worker'
import { setSealingSecret } from '../sealed'
import { settingsSecret } from '../secrets'
import { startSealing } from '../services/audit/seal-audit'
import { setErasureKey } from '../services/recording/erasure-key'

/** As `nice` has it: a lower priority needs no permission. */
const BEHIND = 10

/** `npm run worker`: does jobs beside web processes that were started with NO_WORKER=1. PostgreSQL only. */
async function main(): Promise<void> {
  // Who waits for a page goes before a file that is being read; where nobody waits, this costs nothing.
  setPriority(BEHIND)
  const settings = env()
  if (!settings.DATABASE_URL || !settings.SECRET) throw new Error('A worker of its own needs DATABASE_URL. The embedded database has one process: jobs run inside the server there.')
  const secret = settingsSecret(settings) ?? ''
  setErasureKey(secret)
  setSealingSecret(secret)
  const db = await connect({ kind: 'postgresql', url: settings.DATABASE_URL, poolSize: settings.DATABASE_POOL, jobs: true })
  const worker = await startWorker(db, handlers)
  const sealing = startSealing(db)
  console.log(`Doing jobs; uploads are read from ${resolve(settings.DATA_DIR)}/imports. Stop with Ctrl-C.`)
  await new Promise<void>((stop) => {
    process.once('SIGTERM', () => stop())
    process.once('SIGINT', () => stop())
  })
  await worker.stop()
  await sealing.stop()
  await db.close()
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
