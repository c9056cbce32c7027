import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { invalid, TouchstoneError } from '@/server/errors'

/** A file lying under DATA_DIR until its import is done. */
export type Upload = { bytes: number; /** SHA-256 of the bytes, hexadecimal. */ hash: string }

const folder = (dataDir: string) => join(dataDir, 'imports')
export const uploadPath = (dataDir: string, importId: string) => join(folder(dataDir), importId)
export const openUpload = (dataDir: string, importId: string) => createReadStream(uploadPath(dataDir, importId), { highWaterMark: 256 * 1024 })
export const removeUpload = (dataDir: string, importId: string) => rm(uploadPath(dataDir, importId), { force: true })

/** Files that a killed server left half written are swept after this long. */
const STALE_MS = 24 * 3_600_000

/**
 * Streams a file to the disk while hashing it. It gets its name when it is complete, so that an upload that stops
 * leaves nothing. Throws `invalid` when the stream breaks off, `unavailable` when the disk is full.
 */
export async function storeUpload(dataDir: string, importId: string, source: Readable, at: Date): Promise<Upload> {
  await mkdir(folder(dataDir), { recursive: true, mode: 0o700 })
  await sweep(dataDir, at)
  const path = uploadPath(dataDir, importId)
  const hash = createHash('sha256')
  let bytes = 0
  const file = createWriteStream(`${path}.part`, { mode: 0o600 })
  try {
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          bytes += chunk.length
          yield chunk
        }
      },
      file,
    )
    await rename(`${path}.part`, path)
  } catch (error) {
    // It may only now be opened: removed before that, it would come back.
    if (!file.closed) await new Promise<void>((closed) => { file.once('close', () => closed()) })
    await rm(`${path}.part`, { force: true })
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new TouchstoneError('unavailable', 'The disk of this instance is full: the file was not kept.')
    if (code === 'EACCES' || code === 'EROFS') throw error
    throw invalid('The upload stopped before it was complete.', [{ field: 'file', reason: 'ended before it was complete' }])
  }
  return { bytes, hash: hash.digest('hex') }
}

async function sweep(dataDir: string, at: Date): Promise<void> {
  for (const name of await readdir(folder(dataDir))) {
    if (!name.endsWith('.part')) continue
    const path = join(folder(dataDir), name)
    const found = await stat(path).catch(() => null)
    if (found && at.getTime() - found.mtimeMs > STALE_MS) await rm(path, { force: true })
  }
}
