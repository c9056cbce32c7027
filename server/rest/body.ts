import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { invalid, TouchstoneError } from '../errors'
import { findJsonFault } from './json-position'

/** Bound of a JSON or NDJSON body, as it comes and unpacked: what protects memory is the size that is parsed. */
export const JSON_LIMIT = 32 * 1024 * 1024

const inflate = promisify(gunzip)

export type MediaType = { type: string; charset: string | undefined }

/** The lower-case media type without parameters; '' when the header is missing. */
export function mediaType(request: Request): MediaType {
  const [type = '', ...parameters] = (request.headers.get('content-type') ?? '').split(';')
  const charset = parameters.map((p) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(p)?.[1]).find((c) => c !== undefined)
  return { type: type.trim().toLowerCase(), charset: charset?.toLowerCase() }
}

/** Refuses media types other than those given ('' stands for a missing header). */
export function requireMedia(request: Request, accepted: readonly string[]): string {
  const { type, charset } = mediaType(request)
  if (!accepted.includes(type)) {
    const list = accepted.filter(Boolean).join(', ')
    throw new TouchstoneError('unsupported', `${type === '' ? 'A body without Content-Type' : `Content-Type ${type.slice(0, 100)}`} is not read here; send ${list}.`)
  }
  if (charset && !['utf-8', 'utf8', 'us-ascii'].includes(charset)) throw new TouchstoneError('unsupported', `JSON is UTF-8; the charset ${charset.slice(0, 40)} is not read.`)
  return type
}

/** The body as text: bounded (413), unpacked when gzip (bounded too), and refused when it is not UTF-8. */
export async function readText(request: Request, limit = JSON_LIMIT): Promise<string> {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (!['identity', 'gzip', 'x-gzip', ''].includes(encoding)) throw new TouchstoneError('unsupported', `Content-Encoding ${encoding.slice(0, 40)} is not read; send gzip or none.`)
  const raw = await readBytes(request, limit)
  const bytes = encoding.endsWith('gzip') ? await unpack(raw, limit) : raw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid(`The body is not UTF-8: byte ${firstBadByte(bytes)} cannot be read.`)
  }
}

async function readBytes(request: Request, limit: number): Promise<Buffer> {
  const stated = Number(request.headers.get('content-length') ?? 0)
  if (stated > limit) throw tooLarge(limit)
  if (!request.body) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    // A sender that hangs up in the middle is its own fault, not ours.
    const { done, value } = await reader.read().catch(() => { throw invalid('The body ended before it was complete.') })
    if (done) return Buffer.concat(chunks, size)
    size += value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => {})
      throw tooLarge(limit)
    }
    chunks.push(value)
  }
}

async function unpack(raw: Buffer, limit: number): Promise<Buffer> {
  try {
    return await inflate(raw, { maxOutputLength: limit })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit, ' unpacked')
    throw invalid(code === 'Z_BUF_ERROR' ? 'The gzip body is cut off: it ends before it is complete.' : 'The body says gzip and is not, or is damaged.')
  }
}

const tooLarge = (limit: number, how = '') => new TouchstoneError('too_large', `The body is larger than ${Math.floor(limit / 1024 / 1024)} MB${how}. Send it in parts, or as a file to POST /imports.`)

/** Counted from 0. Halving works because a valid beginning stays valid (`stream` leaves a cut character open). */
function firstBadByte(bytes: Uint8Array): number {
  const readable = (end: number): string | undefined => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), { stream: true })
    } catch {
      return undefined
    }
  }
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2)
    if (readable(middle) === undefined) high = middle - 1
    else low = middle
  }
  return Buffer.byteLength(readable(low) ?? '')
}

/** Parses JSON; a fault says line, column and what was expected. `place` names the record for NDJSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    const { line, column, offset, reason } = findJsonFault(text)
    throw invalid(`The body is not JSON: line ${line}, column ${column} (position ${offset}): ${reason}.`, [{ field: '', reason: `line ${line}, column ${column}: ${reason}` }])
  }
}

/** A JSON body, whatever it holds. */
export async function readJson(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  return parseJson(await readText(request, limit))
}

export type Line = { index: number; value: unknown } | { index: number; reason: string }

/** One JSON value per line; blank lines are skipped, `index` counts lines from 0, a bad line never stops the others. */
export function parseLines(text: string): Line[] {
  return text.split('\n').flatMap<Line>((line, index) => {
    if (line.trim() === '') return []
    try {
      return [{ index, value: JSON.parse(line) as unknown }]
    } catch {
      const { column, reason } = findJsonFault(line)
      return [{ index, reason: `is not JSON: column ${column}: ${reason}` }]
    }
  })
}
