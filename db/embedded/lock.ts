import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, createConnection, type Server } from 'node:net'
import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { tmpdir } from 'node:os'
import { RESTORED } from './restored'

/**
 * Holds a data directory for one process. Two processes on one PGlite directory silently lose acknowledged rows, so
 * the second must be refused. The lock is a listening socket: the kernel drops it with the process, however it ends,
 * so neither a reused pid nor a kill −9 can leave it wrongly held or wrongly free.
 */
export async function lockDataDir(dataDir: string): Promise<{ release(): Promise<void> }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = socketPath(resolve(dataDir), 'lock')
  for (let attempt = 0; attempt < 2; attempt++) {
    const server = await listen(path)
    if (server) {
      server.unref()
      return { release: () => new Promise((done) => server.close(() => done())) }
    }
    if (await answers(path)) throw new Error(`${dataDir} is in use by another Touchstone process. Stop that one first, or set DATA_DIR to another folder.`)
    // Nobody answers: the file was left by a process that was killed.
    rmSync(path, { force: true })
  }
  throw new Error(`${dataDir} could not be locked. Is the folder writable?`)
}

/** Where a process that holds a data directory listens, for one purpose. */
export function socketPath(dataDir: string, purpose: 'lock' | 'control'): string {
  const name = `${createHash('sha256').update(dataDir).digest('hex').slice(0, 24)}${purpose === 'lock' ? '' : `-${purpose}`}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\touchstone-${name}`
  const inside = join(dataDir, `${purpose}.sock`)
  // A unix socket's path is limited to about 104 bytes; a deep folder's lock stands in the temporary folder instead.
  return inside.length < 100 ? inside : join(tmpdir(), `touchstone-${name}.sock`)
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end())
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(path, () => resolve(server))
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => { socket.destroy(); resolve(true) })
    socket.once('error', () => resolve(false))
  })
}

/** For messages: whether a data directory holds a database already. */
export function hasDatabase(dataDir: string): boolean {
  try {
    return readFileSync(join(dataDir, existsSync(join(dataDir, RESTORED, 'db')) ? RESTORED : '', 'db', 'PG_VERSION')).length > 0
  } catch {
    return false
  }
}
