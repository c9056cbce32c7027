/** The embedded engine with one bare table; every message is COPY text, answered when it is in. */
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

const db = await PGlite.create(workerData.dataDir, { relaxedDurability: false })
await db.exec(workerData.create)
parentPort.postMessage('ready')
parentPort.on('message', async (rows) => {
  await db.query("copy bare from '/dev/blob'", [], { blob: new Blob([rows]) })
  parentPort.postMessage('copied')
})
