/**
 * PGlite in a thread of its own, so that a slow query never blocks the server's event loop.
 * Speaks PostgreSQL's wire protocol: bytes in, bytes out, so the ordinary `pg` driver sits on the other side.
 * Plain JavaScript because a worker thread is started from a path, not from the bundle.
 */
import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

const { dataDir, template, engine = await compiled() } = workerData
const options = { relaxedDurability: false, pgliteWasmModule: engine }
if (template) options.loadDataDir = new Blob([template])

const db = await PGlite.create(dataDir, options)
parentPort.postMessage({ ready: true, engine })

let chain = Promise.resolve()
parentPort.on('message', (message) => {
  chain = chain.then(async () => {
    if (message instanceof Uint8Array) {
      try {
        // The driver's bytes may hold several messages; the answer to all of them comes back in one piece.
        parentPort.postMessage(await db.execProtocolRaw(message))
      } catch (error) {
        parentPort.postMessage({ failed: error instanceof Error ? error.message : 'The embedded database stopped answering.' })
      }
    } else if (message.dump) {
      const file = await db.dumpDataDir('none')
      const bytes = new Uint8Array(await file.arrayBuffer())
      parentPort.postMessage({ dumped: bytes }, [bytes.buffer])
    } else if (message.close) {
      await db.close()
      parentPort.postMessage({ closed: true })
      parentPort.close()
    }
  })
})

/** The engine as the machine's code; the process keeps it, so that opening a second database compiles nothing again. */
async function compiled() {
  return WebAssembly.compile(await readFile(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))))
}
