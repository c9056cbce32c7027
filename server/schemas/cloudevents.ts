import { z } from 'zod'
import type { CloudEvent } from '../domain/feeds/cloud-event'
import { nameText } from './text'

/** CloudEvents 1.0, JSON format: the attributes the specification knows; others are extensions. */
export const cloudEvent = z.looseObject({
  specversion: z.literal('1.0', { error: (issue) => (issue.input === undefined ? 'is required' : 'must be "1.0"') }),
  id: nameText(200), source: nameText(200), type: nameText(200),
  subject: nameText(200).nullish(), time: z.string('must be a time, as ISO 8601 text').max(40, 'must be a time, as ISO 8601 text').nullish(),
  datacontenttype: z.string('must be text').nullish(), dataschema: z.string('must be text').nullish(),
  data: z.unknown().optional().describe('The interaction’s other fields; what is none of them becomes an attribute.'), data_base64: z.string('must be text').nullish(),
}).meta({ id: 'CloudEvent' })

const KNOWN = new Set(Object.keys(cloudEvent.shape))
/** Tracing travels with an event and says nothing about the customer. */
const TRANSPORT = new Set(['traceparent', 'tracestate', 'baggage', 'partitionkey', 'sequence', 'sequencetype', 'sampledrate'])
const JSON_TYPE = /^[\w.+-]+\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

export type ReadEvent = { ok: true; event: CloudEvent } | { ok: false; errors: { field: string; reason: string }[] }

export function readCloudEvent(raw: unknown): ReadEvent {
  const parsed = cloudEvent.safeParse(raw)
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.slice(0, 20).map((issue) => ({ field: issue.path.join('.'), reason: issue.path.length === 0 ? 'must be an object' : issue.message })) }
  const e = parsed.data
  const data = dataOf(e.data, e.data_base64, e.datacontenttype)
  if (!data.ok) return { ok: false, errors: [{ field: 'data', reason: data.reason }] }
  return {
    ok: true, event: {
      id: e.id, source: e.source, type: e.type, subject: e.subject ?? undefined, time: e.time ?? undefined, data: data.value,
      extensions: Object.fromEntries(Object.entries(e).filter(([key]) => !KNOWN.has(key) && !TRANSPORT.has(key))),
    },
  }
}

function dataOf(data: unknown, base64: string | null | undefined, type: string | null | undefined): { ok: true; value: Record<string, unknown> } | { ok: false; reason: string } {
  if (type && !JSON_TYPE.test(type)) return { ok: false, reason: 'must be JSON (datacontenttype application/json)' }
  let value = data
  if (base64 !== null && base64 !== undefined) {
    if (data !== undefined && data !== null) return { ok: false, reason: 'stands beside data_base64; send one of them' }
    try {
      value = JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as unknown
    } catch {
      return { ok: false, reason: 'in data_base64 is not JSON' }
    }
  }
  if (value === undefined || value === null) return { ok: true, value: {} }
  if (typeof value !== 'object' || Array.isArray(value)) return { ok: false, reason: 'must be an object' }
  return { ok: true, value: value as Record<string, unknown> }
}
