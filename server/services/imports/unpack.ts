import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { invalid, type TouchstoneError } from '@/server/errors'

/** What a compressed file may grow to. Tables of text rarely shrink more than fiftyfold; gzip can do a thousandfold. */
export const UNPACK_LIMITS = { bytes: 64 * 2 ** 30, ratio: 250, freeBytes: 64 * 2 ** 20 }

const REFUSED: { magic: number[]; what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive or an Excel workbook: unpack it, or save the sheet as CSV' },
  { magic: [0x50, 0x4b, 0x05, 0x06], what: 'an empty zip archive' },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook: save the sheet as CSV' },
  { magic: [0x42, 0x5a, 0x68], what: 'packed with bzip2: use gzip, or send it unpacked' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'packed with xz: use gzip, or send it unpacked' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'packed with zstd: use gzip, or send it unpacked' },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF' },
  { magic: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file: export it as CSV' },
]

/**
 * The bytes of a file, unpacked if they are gzip (told by its first bytes, not its name). Throws `invalid` for other
 * containers, for a gzip that is cut short or damaged, and for one that grows beyond `limits`.
 */
export async function* unpack(source: AsyncIterable<Uint8Array>, limits = UNPACK_LIMITS): AsyncGenerator<Uint8Array> {
  const bytes = source[Symbol.asyncIterator]()
  try {
    let head = new Uint8Array(0)
    while (head.length < 8) {
      const next = await bytes.next()
      if (next.done) break
      head = head.length === 0 ? new Uint8Array(next.value) : Buffer.concat([head, next.value])
    }
    const refused = REFUSED.find(({ magic }) => magic.every((byte, i) => head[i] === byte))
    if (refused) throw invalid(`This file is ${refused.what}.`)
    const whole = rejoin(head, bytes)
    if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzip(whole, limits)
    else yield* whole
  } finally {
    await bytes.return?.()
  }
}

async function* rejoin(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function* gunzip(packed: AsyncIterable<Uint8Array>, limits: typeof UNPACK_LIMITS): AsyncGenerator<Uint8Array> {
  let read = 0
  let grown = 0
  let broken: unknown
  const gunzipper = createGunzip({ chunkSize: 65_536 })
  const input = Readable.from(
    (async function* () {
      for await (const chunk of packed) {
        read += chunk.length
        yield chunk
      }
    })(),
    { objectMode: false },
  )
  // pipe() does not hand on a broken upload, which must not look like the end of the file.
  input.on('error', (error) => {
    broken = error
    gunzipper.destroy(error)
  })
  input.pipe(gunzipper)
  try {
    for await (const chunk of gunzipper as AsyncIterable<Uint8Array>) {
      grown += chunk.length
      if (grown > limits.bytes) throw invalid(`This gzip file unpacks to more than ${limits.bytes / 2 ** 30} GB.`)
      if (grown > limits.freeBytes && grown > read * limits.ratio) {
        throw invalid(`This gzip file unpacks to more than ${limits.ratio} times its size: no table does that.`)
      }
      yield chunk
    }
  } catch (error) {
    throw broken ?? gzipError(error)
  } finally {
    input.destroy()
    gunzipper.destroy()
  }
}

function gzipError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'Z_BUF_ERROR') return cutShort()
  return typeof code === 'string' && code.startsWith('Z_') ? invalid('This gzip file is damaged and cannot be unpacked.') : error
}

const cutShort = (): TouchstoneError => invalid('This gzip file is cut short: its end is missing.')
