import { z } from 'zod'
import { RECORD_COLLECTIONS, RECORD_KINDS, type RecordKind } from '@/db/vocabulary'
import { invalid, zodPlaces } from '@/server/errors'
import { recordMode, recordSchemas, sourceName } from '@/server/schemas/records'
import { recordBatch } from '@/server/services/recording/record-batch'
import { parseJson, parseLines, readText, requireMedia } from '../body'
import { recordAnswer, requireBatchSize, type RecordAnswer } from '../record-answer'
import { route, type Call } from '../route'

const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl']
const options = { source: sourceName.optional().describe('Who sends; ids are unique within it. "default" if absent.'), mode: recordMode.optional().describe('`replace` takes a record sent again with other content in place of the first; else it is refused as conflicting.') }
const query = z.object(options)
type Options = z.output<typeof query>

/** `customer-values` is written with `_` or `-`. */
const pluralsOf = (kind: RecordKind) => [...new Set([RECORD_COLLECTIONS[kind], RECORD_COLLECTIONS[kind].replace('-', '_')])]

export const recordRoutes = RECORD_KINDS.map((kind) => {
  const plural = pluralsOf(kind).at(-1) ?? kind
  return route({
    method: 'POST', path: `/${RECORD_COLLECTIONS[kind]}`, scope: 'ingest', tag: 'Records', summary: `Record ${RECORD_COLLECTIONS[kind]}`, query, answer: recordAnswer,
    description: 'Up to 10,000 at once. Answers 200 also when some were refused: `errors` names them, the others are recorded. A record sent again is a duplicate. The body may be gzip.',
    bodies: {
      'application/json': z.strictObject({ [plural]: z.array(recordSchemas[kind]), ...options }),
      'application/x-ndjson': { type: 'string', description: 'One record per line; `source` and `mode` as query parameters. A bad line is refused, the others go on.' },
    },
    handle: (call) => record(kind, call),
  })
})

async function record(kind: RecordKind, { ctx, request, query }: Call<Options>): Promise<RecordAnswer> {
  const media = requireMedia(request, ['application/json', ...NDJSON, ''])
  const text = await readText(request)
  if (NDJSON.includes(media)) return lines(kind, text, query, ctx)
  const { records, ...stated } = envelope(kind, parseJson(text))
  requireBatchSize(records.length)
  return recordBatch(ctx, { kind, records, ...query, ...stated })
}

/** Reads `{ "<plural>": [...], "source"?, "mode"? }`; everything else is said to be what it is. */
function envelope(kind: RecordKind, body: unknown): { records: unknown[]; source?: string; mode?: 'record' | 'replace' } {
  const plurals = pluralsOf(kind)
  const shape = `{ "${plurals.at(-1)}": [ … ] }`
  if (Array.isArray(body)) throw invalid(`The body is a bare list. Wrap it: ${shape}.`, [{ field: '', reason: `must be ${shape}, not a bare list` }])
  if (typeof body !== 'object' || body === null) throw invalid(`The body must be ${shape}.`, [{ field: '', reason: `must be ${shape}` }])
  const { source, mode, ...rest } = body as Record<string, unknown>
  const given = plurals.filter((p) => p in rest)
  const strange = Object.keys(rest).filter((key) => !plurals.includes(key))
  const places = strange.slice(0, 20).map((field) => ({ field: field.slice(0, 100), reason: 'is not a field here' }))
  const [plural] = given
  if (plural === undefined) places.unshift({ field: plurals.at(-1) ?? kind, reason: 'is required: the list of records' })
  else if (given.length > 1) places.push({ field: given.join(', '), reason: 'are the same list; send one' })
  else if (!Array.isArray(rest[plural])) places.push({ field: plural, reason: 'must be a list' })
  const stated = query.safeParse({ source: source ?? undefined, mode: mode ?? undefined })
  if (!stated.success) places.push(...zodPlaces(stated.error))
  if (places.length > 0 || plural === undefined || !stated.success) throw invalid(places.slice(0, 3).map((p) => `${p.field}: ${p.reason}`).join('; '), places)
  return { records: rest[plural] as unknown[], ...Object.fromEntries(Object.entries(stated.data).filter(([, v]) => v !== undefined)) }
}

async function lines(kind: RecordKind, text: string, options: Options, ctx: Call['ctx']): Promise<RecordAnswer> {
  const read = parseLines(text)
  requireBatchSize(read.length)
  // What is no JSON is handed on as no record, so that it is counted among what was sent; its own reason is told.
  const answer = await recordBatch(ctx, { kind, records: read.map((line) => ('value' in line ? line.value : null)), ...options })
  return { ...answer, errors: answer.errors.map((error) => {
    const line = read[error.index]
    return line ? { index: line.index, field: error.field, reason: 'reason' in line ? line.reason : error.reason } : error
  }) }
}
