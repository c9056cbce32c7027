import type { FieldNames } from './feed'
import { flatten } from './flatten'

/** A CloudEvent 1.0 after its envelope was checked; `data` is JSON already. */
export type CloudEvent = {
  id: string
  source: string
  type: string
  subject?: string
  time?: string
  data: Record<string, unknown>
  extensions: Record<string, unknown>
}

export const CLOUD_EVENT_FIELDS: FieldNames = { id: 'id', customer: 'subject', occurred_at: 'time', touchpoint: 'type', attributes: 'data' }

/** Fields that the envelope decides; in `data` they would be a second opinion and become attributes. */
const DECIDED = new Set(['id', 'touchpoint', 'attributes'])

/**
 * type → touchpoint, subject → customer, time → occurred_at, source + id → identity, data → the other fields
 * (INTERFACES §2). `fields` are the interaction's field names; what else is in data or an extension becomes an attribute.
 */
export function interactionOf(event: CloudEvent, fields: ReadonlySet<string>, receivedAt: string): Record<string, unknown> {
  const known: Record<string, unknown> = {}
  const extra: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(event.data)) {
    const whose = (key === 'customer' || key === 'anonymous_id') && event.subject !== undefined
    const when = key === 'occurred_at' && event.time !== undefined
    if (fields.has(key) && !DECIDED.has(key) && !whose && !when) known[key] = value
    else extra[key] = value
  }
  const { attributes, ...others } = extra
  const stated = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes) ? (attributes as Record<string, unknown>) : attributes === undefined ? {} : { attributes }
  return {
    occurred_at: event.time ?? receivedAt, ...(event.subject === undefined ? {} : { customer: event.subject }), ...known,
    id: event.id, touchpoint: event.type, attributes: flatten(stated, others, event.extensions),
  }
}
