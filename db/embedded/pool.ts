import { Duplex } from 'node:stream'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'

type FromWorker = Uint8Array | { ready: true; engine: unknown } | { failed: string } | { dumped: Uint8Array } | { closed: true }

/** The driver's socket: what it writes goes to the worker, what the worker answers is read. */
class WorkerStream extends Duplex {
  constructor(private readonly worker: Worker) {
    super()
    worker.on('message', (message: FromWorker) => {
      if (message instanceof Uint8Array) this.push(Buffer.from(message.buffer, message.byteOffset, message.byteLength))
      else if ('failed' in message) this.destroy(new Error(message.failed))
    })
  }
  override _read() {}
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void) {
    this.worker.postMessage(new Uint8Array(chunk))
    done()
  }
  override _writev(chunks: { chunk: Buffer }[], done: () => void) {
    this.worker.postMessage(new Uint8Array(Buffer.concat(chunks.map((c) => c.chunk))))
    done()
  }
  // What `pg` calls on a network socket.
  connect() {
    queueMicrotask(() => this.emit('connect'))
    return this
  }
  setNoDelay() { return this }
  setKeepAlive() { return this }
  ref() { return this }
  unref() { return this }
}

/** Compiled once per process, by the first worker: later ones find what was made faster for the first. */
let engine: unknown

export type EmbeddedPool = { pool: pg.Pool; dump(): Promise<Uint8Array>; close(): Promise<void> }

/**
 * An embedded PostgreSQL behind the same driver as the real one: one connection, so statements queue and a
 * transaction has the database to itself. `dataDir` undefined keeps everything in memory (tests).
 */
export async function openEmbedded(dataDir: string | undefined, template?: Uint8Array): Promise<EmbeddedPool> {
  // Joined at run time so that no bundler takes the path for a module of its own.
  const script = join(/* turbopackIgnore: true */ process.cwd(), 'db', 'embedded', 'worker.mjs')
  const worker = new Worker(script, { workerData: { dataDir, template, engine } })
  worker.setMaxListeners(0)
  engine = (await answer(worker, (m): m is { ready: true; engine: unknown } => !(m instanceof Uint8Array) && 'ready' in m)).engine
  const pool = new pg.Pool({
    max: 1, idleTimeoutMillis: 0, user: 'postgres', database: 'postgres', password: 'embedded',
    stream: () => new WorkerStream(worker),
  })
  pool.on('error', () => {})
  return {
    pool,
    async dump() {
      const wait = answer(worker, (m): m is { dumped: Uint8Array } => !(m instanceof Uint8Array) && 'dumped' in m)
      worker.postMessage({ dump: true })
      return (await wait).dumped
    },
    async close() {
      // The pool is not ended: its Terminate message would end the only backend before it is closed in order.
      const wait = answer(worker, (m): m is { closed: true } => !(m instanceof Uint8Array) && 'closed' in m)
      worker.postMessage({ close: true })
      await wait
      await worker.terminate()
    },
  }
}

function answer<T extends FromWorker>(worker: Worker, is: (message: FromWorker) => message is T): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromWorker) => {
      if (is(message)) finish(() => resolve(message))
    }
    const onError = (error: Error) => finish(() => reject(error))
    const finish = (then: () => void) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      then()
    }
    worker.on('message', onMessage)
    worker.on('error', onError)
  })
}
