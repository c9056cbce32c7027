import { z } from 'zod'
import { CLOUD_EVENT_FIELDS, interactionOf } from '@/server/domain/feeds/cloud-event'
import { invalid } from '@/server/errors'
import { cloudEvent, readCloudEvent } from '@/server/schemas/cloudevents'
import { interactionRecord } from '@/server/schemas/records'
import { recordFeed, type FeedMessage } from '@/server/services/feeds/record-feed'
import { mediaType, parseJson, readText, requireMedia } from '../body'
import { recordAnswer, requireBatchSize, type RecordAnswer } from '../record-answer'
import { route, type Call } from '../route'

const STRUCTURED = 'application/cloudevents+json'
const BATCHED = 'application/cloudevents-batch+json'
const INTERACTION_FIELDS: ReadonlySet<string> = new Set(Object.keys(interactionRecord.shape))

export const cloudEventRoute = route({
  method: 'POST', path: '/events', scope: 'ingest', tag: 'CloudEvents', summary: 'Record CloudEvents 1.0 as interactions', answer: recordAnswer,
  description: 'Structured, batched, or binary (attributes as ce-* headers, `data` as the JSON body). `type` is the touchpoint, `subject` the customer, `time` the time, `source` and `id` the identity, `data` the other fields; extra ones become attributes. A single event that is refused answers 400.',
  bodies: { [STRUCTURED]: cloudEvent, [BATCHED]: z.array(cloudEvent), 'application/json': { type: 'object', description: 'Binary mode: the event’s data; its attributes are ce-* headers.' } },
  handle: record,
})

async function record({ ctx, request }: Call): Promise<RecordAnswer> {
  const { events, batched } = await eventsOf(request)
  requireBatchSize(events.length)
  const receivedAt = ctx.now.toISOString()
  const answer = await recordFeed(ctx, 'default', events.map((raw, index): FeedMessage => {
    const found = readCloudEvent(raw)
    if (!found.ok) return { index, steps: [], fields: {}, refused: found.errors }
    return { index, source: found.event.source, fields: CLOUD_EVENT_FIELDS, otherwise: 'data', idDecides: found.event.time === undefined, steps: [{ kind: 'interaction', raw: interactionOf(found.event, INTERACTION_FIELDS, receivedAt) }] }
  }))
  if (!batched && answer.rejected > 0) throw invalid(answer.errors.slice(0, 3).map((e) => `${e.field}: ${e.reason}`).join('; '), answer.errors.map(({ field, reason }) => ({ field, reason })))
  return answer
}

async function eventsOf(request: Request): Promise<{ events: unknown[]; batched: boolean }> {
  const { type } = mediaType(request)
  if (request.headers.has('ce-specversion') && type !== STRUCTURED && type !== BATCHED) return { events: [await binary(request)], batched: false }
  const media = requireMedia(request, [STRUCTURED, BATCHED, 'application/json'])
  const body = parseJson(await readText(request))
  if (media === BATCHED && !Array.isArray(body)) throw invalid('A batch of CloudEvents must be a list.', [{ field: '', reason: 'must be a list' }])
  if (media === STRUCTURED && Array.isArray(body)) throw invalid(`A list of CloudEvents must say Content-Type ${BATCHED}.`, [{ field: '', reason: 'must be an object' }])
  return Array.isArray(body) ? { events: body, batched: true } : { events: [body], batched: false }
}

/** Binary mode: header values are percent-encoded (CloudEvents HTTP binding 3.1.3.2), the body is the data. */
async function binary(request: Request): Promise<Record<string, unknown>> {
  const event: Record<string, unknown> = {}
  for (const [name, value] of request.headers) if (name.startsWith('ce-')) event[name.slice(3)] = decoded(value)
  const { type } = mediaType(request)
  if (type !== '' && !type.endsWith('json')) requireMedia(request, ['application/json'])
  const text = await readText(request)
  return text.trim() === '' ? event : { ...event, data: parseJson(text) }
}

function decoded(value: string): string {
  const plain = value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
