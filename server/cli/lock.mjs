import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

// A lock on a folder that dies with its holder, even by kill -9, and never trusts a process id: each contender
// listens on a socket of its own in the lock's folder, then asks every other socket there. One that refuses belonged
// to a dead process and is swept away (names are never used twice, so nobody sweeps a fresh one); one that answers
// is alive, so we step back and wait until its connection ends. Announcing comes before asking, so of two at once
// at least one sees the other.
//
// The listening socket can be handed to child processes (`stdio`): then an orphaned `npm ci` still holds the lock.

/**
 * Waits for the lock in `folder`.
 * @param {string} folder created when absent
 * @param {() => void} onWait called once, when another process holds the lock
 * @returns {Promise<{ release: () => void, fd: number | undefined }>}
 */
export async function acquire(folder, onWait) {
  if (process.platform === 'win32') return pipeLock(folder, onWait)
  mkdirSync(folder, { recursive: true })
  let waited = false
  for (;;) {
    const mine = await announce(folder)
    const other = await findOther(folder, mine.name)
    if (!other) return mine
    mine.release()
    if (!waited) onWait()
    waited = true
    await ended(other)
    // Two that stepped back for each other must not meet again in step.
    await pause(20 + Math.random() * 200)
  }
}

async function announce(folder) {
  const name = `${randomBytes(8).toString('hex')}.sock`
  const path = short(join(folder, name))
  const waiting = new Set()
  const server = createServer((socket) => {
    waiting.add(socket.unref())
    socket.on('error', () => {}).on('close', () => waiting.delete(socket))
  })
  server.unref()
  // Bound under a hidden name and renamed when it listens: a socket that is bound but not yet listening
  // refuses like a dead one.
  await listen(server, short(join(folder, `.${name}`)))
  renameSync(short(join(folder, `.${name}`)), path)
  const fd = server._handle?.fd
  const release = () => {
    rmSync(path, { force: true })
    server.close()
    for (const socket of waiting) socket.destroy()
    process.removeListener('exit', release)
  }
  process.on('exit', release)
  return { name, release, fd: fd >= 0 ? fd : undefined }
}

async function findOther(folder, mine) {
  for (const name of readdirSync(folder)) {
    if (name === mine || name.startsWith('.') || !name.endsWith('.sock')) continue
    const path = short(join(folder, name))
    const socket = await reach(path)
    if (socket) return socket
    rmSync(path, { force: true })
  }
  return undefined
}

/** A connection to the socket's owner, or undefined when nobody is behind it. */
function reach(path) {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error) => {
      // Refused: nobody listens any more. Reset: it let go while we were knocking. Again: too many knock at once.
      if (['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'].includes(error.code)) resolve(undefined)
      else if (error.code === 'EAGAIN') resolve(socket)
      else reject(error)
    })
  })
}

function ended(socket) {
  return new Promise((resolve) => {
    if (socket.closed) return resolve()
    socket.on('error', () => {})
    socket.once('close', resolve)
    socket.resume()
  })
}

function listen(server, path) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

// The system bounds a socket's path at about 100 bytes; from the working directory it stays far below.
const short = (path) => relative(process.cwd(), path)

// Windows: a pipe's name belongs to one process and vanishes with it.
async function pipeLock(folder, onWait) {
  const path = `\\\\.\\pipe\\${folder.replaceAll(/[\\/:]/g, '-')}`
  for (let waited = false; ; waited = true) {
    const server = createServer(() => {})
    server.unref()
    try {
      await listen(server, path)
      return { release: () => server.close(), fd: undefined }
    } catch {
      if (!waited) onWait()
      await pause(300)
    }
  }
}
