import { statfs } from 'node:fs/promises'

/** A write begins only with so much room on the disk: the engine's log grows by 16 MB at a time, and a batch by some more. */
export const LEAST_ROOM = 64 * 2 ** 20
/** How long an answer of the file system holds. */
const HOLDS_MS = 500

type Look = { /** Bytes an ordinary process may still write. */ free: () => Promise<number>; now: () => number }

/**
 * Refuses (as PostgreSQL does, SQLSTATE 53100) while the disk of a folder has less room than a write may need. The
 * embedded engine survives a table that cannot grow, but once its log cannot be written it answers nobody any more.
 */
export function roomIn(folder: string, look: Look = { free: () => freeIn(folder), now: () => performance.now() }): () => Promise<void> {
  let known: { free: number; at: number } | undefined
  return async () => {
    if (!known || look.now() - known.at >= HOLDS_MS) known = { free: await look.free(), at: look.now() }
    if (known.free < LEAST_ROOM) throw new NoRoom(known.free)
  }
}

export class NoRoom extends Error {
  readonly code = '53100'
  constructor(free: number) {
    super(`The disk of the database has ${megabytes(free)} MB left; at least ${megabytes(LEAST_ROOM)} MB are needed.`)
  }
}

const megabytes = (bytes: number) => Math.floor(bytes / 2 ** 20)

async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
