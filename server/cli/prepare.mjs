import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { acquire } from './lock.mjs'
import { root, Stop } from './steps.mjs'

/**
 * Brings the folder into the state a command needs, one process at a time.
 * @param {{ build: boolean }} need packages always; the production build if asked for
 */
export async function prepare({ build }) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 9))
    throw new Stop(`Touchstone needs Node 20.9 or newer; this is ${process.version}.`)
  const lock = await lockFolder(() => console.log('Another start is preparing this folder; waiting for it …'))
  try {
    await ensureInstalled(lock)
    if (build) await ensureBuilt(lock)
  } finally {
    lock.release()
  }
}

// A folder we may not write to (an image built beforehand), or a mount that knows no sockets: then the lock is kept
// with the machine's temporary files, under the folder's name.
async function lockFolder(onWait) {
  try {
    return await acquire(join(root, '.cache/lock'), onWait)
  } catch (error) {
    if (!error.code) throw error
    const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
    return acquire(join(tmpdir(), `touchstone-lock-${name}`), onWait)
  }
}
