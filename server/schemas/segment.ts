import { z } from 'zod'
import { SEGMENT_TYPES, type SegmentMessage, type SegmentType } from '../domain/feeds/segment'

/** Segment's wire format, as its own libraries send it; more than we need is let through, less is refused by name. */
const id = z.union([z.string(), z.number()], 'must be text or a number').transform((v) => String(v).trim()).refine((v) => v.length <= 200, 'has more than 200 characters')
const object = z.record(z.string(), z.unknown(), 'must be an object')
const time = z.string('must be a time, as ISO 8601 text')

export const segmentMessage = z.looseObject({
  type: z.enum(SEGMENT_TYPES, `must be one of ${SEGMENT_TYPES.join(', ')}`).optional(),
  messageId: id.nullish(), userId: id.nullish(), anonymousId: id.nullish(), previousId: id.nullish(), groupId: id.nullish(),
  event: z.string('must be text').nullish(), name: z.string('must be text').nullish(), category: z.string('must be text').nullish(),
  timestamp: time.nullish(), originalTimestamp: time.nullish(), sentAt: z.unknown().optional(),
  properties: object.nullish(), traits: object.nullish(), context: object.nullish(), integrations: z.unknown().optional(),
}).meta({ id: 'SegmentMessage' })

export const segmentBatch = z.looseObject({
  batch: z.array(z.unknown(), 'must be a list of messages').describe('Segment messages, each with its `type`.'),
  sentAt: z.unknown().optional(), context: object.nullish(), integrations: z.unknown().optional(), writeKey: z.unknown().optional(),
}).meta({ id: 'SegmentBatch' })

/** Transport: says how a message travelled, not what happened. */
const TRANSPORT = new Set(['type', 'messageId', 'userId', 'anonymousId', 'previousId', 'groupId', 'event', 'name', 'category', 'timestamp', 'originalTimestamp', 'sentAt', 'receivedAt',
  'properties', 'traits', 'context', 'integrations', 'writeKey', 'channel', 'version', 'projectId', '_metadata', 'batch'])

export type ReadMessage = { ok: true; message: SegmentMessage } | { ok: false; errors: { field: string; reason: string }[] }

/** One message, checked for what its type needs. `type` is the address's, where the address says it. */
export function readSegmentMessage(raw: unknown, type: SegmentType | undefined, sharedContext: Record<string, unknown>): ReadMessage {
  const parsed = segmentMessage.safeParse(raw)
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.slice(0, 20).map((issue) => ({ field: issue.path.join('.'), reason: issue.path.length === 0 ? 'must be an object' : issue.message })) }
  const m = parsed.data
  const kind = type ?? m.type
  const errors: { field: string; reason: string }[] = []
  const need = (field: string, present: unknown) => { if (!present) errors.push({ field, reason: `is required${kind ? ` for ${kind}` : ''}` }) }
  need('type', kind)
  if (kind === 'track') need('event', m.event?.trim())
  if (kind === 'group') need('groupId', m.groupId)
  if (kind === 'alias') { need('userId', m.userId); need('previousId', m.previousId) }
  else if (!m.userId && !m.anonymousId) errors.push({ field: 'userId', reason: 'is required (or anonymousId)' })
  if (!kind || errors.length > 0) return { ok: false, errors }
  const text = (value: string | null | undefined) => (value?.trim() ? value.trim() : undefined)
  return {
    ok: true, message: {
      type: kind, messageId: text(m.messageId), userId: text(m.userId), anonymousId: text(m.anonymousId), previousId: text(m.previousId), groupId: text(m.groupId),
      event: text(m.event), name: text(m.name), category: text(m.category), timestamp: text(m.timestamp) ?? text(m.originalTimestamp),
      properties: m.properties ?? {}, traits: m.traits ?? {}, context: { ...sharedContext, ...m.context },
      extra: Object.fromEntries(Object.entries(m).filter(([key]) => !TRANSPORT.has(key))),
    },
  }
}
