import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import busboy from 'busboy'
import { now } from '../clock'
import { requireCapability, type OrgCtx } from '../context'
import type { Mapping } from '../domain/mapping/mapping'
import { asTouchstoneError, invalid, TouchstoneError, zodPlaces, type FaultPlace } from '../errors'
import { MAPPING_BYTES } from '../schemas/imports'
import { mappingSchema } from '../schemas/mapping'
import { createImport } from '../services/imports/create-import'
import { removeUpload, storeUpload, type Upload } from '../services/imports/upload'
import { mediaType, parseJson } from './body'

/**
 * Takes a multipart upload of `file` and `mapping`, in either order, and queues it. The file goes straight to the disk.
 * Throws `invalid` (a part missing, unknown or bad), `too_large` (mapping), `unsupported`; nothing is left then.
 */
export async function receiveImport(ctx: OrgCtx, request: Request, dataDir: string): Promise<{ id: string }> {
  requireCapability(ctx, 'ingest')
  const id = randomUUID()
  const at = now()
  try {
    const { filename, mapping, upload } = await readParts(request, id, dataDir, at)
    return await createImport(ctx, { id, filename, mapping, upload, dataDir, at })
  } catch (error) {
    await removeUpload(dataDir, id)
    throw error
  }
}

type Parts = { filename: string; mapping: Mapping; upload: Upload }

async function readParts(request: Request, id: string, dataDir: string, at: Date): Promise<Parts> {
  const contentType = request.headers.get('content-type') ?? ''
  if (mediaType(request).type !== 'multipart/form-data') throw new TouchstoneError('unsupported', 'An import is sent as multipart/form-data with the parts file and mapping.')
  if (!/boundary=/i.test(contentType)) throw invalid('The Content-Type names no boundary between the parts.')
  if (!request.body) throw missing(['file', 'mapping'])

  const places: FaultPlace[] = []
  const failures: unknown[] = []
  const storing: Promise<void>[] = []
  let upload: Upload | undefined
  let filename = ''
  let mappingText: string | undefined
  const seen = new Set<string>()
  const known = (name: string): boolean => {
    if (name !== 'file' && name !== 'mapping') places.push({ field: name.slice(0, 100), reason: 'is not a part here: send file and mapping' })
    else if (seen.has(name)) places.push({ field: name, reason: 'is sent twice' })
    else { seen.add(name); return true }
    return false
  }
  const takeMapping = (text: string) => {
    mappingText = text
    if (Buffer.byteLength(text) > MAPPING_BYTES) failures.push(new TouchstoneError('too_large', `The mapping is larger than ${MAPPING_BYTES / 1024} kB.`, [{ field: 'mapping', reason: 'is too large' }]))
  }

  const form = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8', limits: { fieldSize: MAPPING_BYTES + 1, fieldNameSize: 200, parts: 20 } })
  form.on('field', (name, value) => {
    if (!known(name)) return
    if (name === 'file') places.push({ field: 'file', reason: 'must be sent as a file, with a file name' })
    else takeMapping(value)
  })
  form.on('file', (name, stream, info) => {
    stream.on('error', () => {})
    if (!known(name)) stream.resume()
    // Some clients send JSON as a file of its own.
    else if (name === 'mapping') storing.push(textOf(stream).then(takeMapping))
    else {
      filename = nameOf(info.filename)
      storing.push(storeUpload(dataDir, id, stream, at).then((stored) => { upload = stored }))
    }
  })
  const body = Readable.fromWeb(request.body as NodeStream<Uint8Array>)
  await new Promise<void>((resolve) => {
    const stopped = (error: unknown) => { failures.push(stoppedUpload(error)); form.destroy(); resolve() }
    body.on('error', stopped)
    form.on('error', stopped)
    form.on('close', resolve)
    body.pipe(form)
  })
  body.destroy()
  for (const result of await Promise.allSettled(storing)) if (result.status === 'rejected') failures.push(result.reason)
  // What the disk says counts for more than that the upload then ended.
  const failure = failures.map(asTouchstoneError).toSorted((a, b) => Number(a.fault === 'invalid') - Number(b.fault === 'invalid'))[0]
  if (failure) throw failure
  if (places.length > 0) throw invalid(places.map((p) => `${p.field}: ${p.reason}`).slice(0, 3).join('; '), places)
  const absent = [...(upload ? [] : ['file']), ...(mappingText === undefined ? ['mapping'] : [])]
  if (!upload || mappingText === undefined) throw missing(absent)
  return { filename, upload, mapping: parseMapping(mappingText) }
}

function parseMapping(text: string): Mapping {
  let json: unknown
  try {
    json = parseJson(text)
  } catch (error) {
    const reason = `is not JSON: ${asTouchstoneError(error).places[0]?.reason ?? ''}`
    throw invalid(`The mapping ${reason}.`, [{ field: 'mapping', reason }])
  }
  const parsed = mappingSchema.safeParse(json)
  if (parsed.success) return parsed.data as Mapping
  const places = zodPlaces(parsed.error, 'mapping').slice(0, 1000)
  throw invalid(places.slice(0, 3).map((p) => `${p.field}: ${p.reason}`).join('; '), places)
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAPPING_BYTES + 1) chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return size > MAPPING_BYTES ? text.padEnd(MAPPING_BYTES + 1) : text
}

const missing = (parts: string[]) => invalid(`The part${parts.length > 1 ? 's' : ''} ${parts.join(' and ')} ${parts.length > 1 ? 'are' : 'is'} missing: send file and mapping.`, parts.map((field) => ({ field, reason: 'is required' })))

const stoppedUpload = (error: unknown) => {
  const malformed = error instanceof Error && /Malformed|Boundary/i.test(error.message)
  return invalid(malformed ? 'The multipart body cannot be read.' : 'The upload stopped before it was complete.')
}

/** A name to show: without path, control characters or end. */
const nameOf = (filename: string | undefined): string => (filename ?? '').split(/[\\/]/).at(-1)?.replaceAll(/\p{Cc}/gu, '').slice(0, 200) || 'file'
