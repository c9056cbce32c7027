import { slugOf } from '../slug'
import type { FeedStep, FieldNames } from './feed'
import { flatten } from './flatten'

/** Segment's message kinds (its tracking API). */
export const SEGMENT_TYPES = ['track', 'identify', 'group', 'page', 'screen', 'alias'] as const
export type SegmentType = (typeof SEGMENT_TYPES)[number]
export const SEGMENT_SOURCE = 'segment'

export type SegmentMessage = {
  type: SegmentType
  messageId?: string
  userId?: string
  anonymousId?: string
  previousId?: string
  groupId?: string
  event?: string
  name?: string
  category?: string
  timestamp?: string
  properties: Record<string, unknown>
  traits: Record<string, unknown>
  context: Record<string, unknown>
  /** Top-level fields Segment does not know. */
  extra: Record<string, unknown>
}

export const SEGMENT_FIELDS: Record<SegmentType, FieldNames> = {
  track: { id: 'messageId', customer: 'userId', anonymous_id: 'anonymousId', occurred_at: 'timestamp', touchpoint: 'event', channel: 'properties.channel', amount: 'properties.revenue', currency: 'properties.currency', attributes: 'properties' },
  page: { id: 'messageId', customer: 'userId', anonymous_id: 'anonymousId', occurred_at: 'timestamp', touchpoint: 'name', channel: 'properties.channel', attributes: 'properties' },
  screen: { id: 'messageId', customer: 'userId', anonymous_id: 'anonymousId', occurred_at: 'timestamp', touchpoint: 'name', channel: 'properties.channel', attributes: 'properties' },
  identify: { id: 'userId', updated_at: 'timestamp', name: 'traits.name', email: 'traits.email', acquired_at: 'traits.createdAt', attributes: 'traits' },
  group: { id: 'userId', updated_at: 'timestamp', attributes: 'traits' },
  alias: {},
}

/** Segment's e-commerce event, and what it was called before 2017. */
const COMPLETED_ORDERS = new Set(['order_completed', 'completed_order'])

/**
 * What a Segment message means (INTERFACES §2). `receivedAt` (ISO) dates messages that carry no time of their own.
 * A message with both ids says that the anonymous one was this user.
 */
export function segmentSteps(message: SegmentMessage, receivedAt: string): FeedStep[] {
  const { userId, anonymousId, previousId } = message
  const link: FeedStep[] = userId && anonymousId && message.type !== 'alias' ? [{ link: { from: anonymousId, fromAnonymous: true, to: userId } }] : []
  switch (message.type) {
    case 'track': return [...link, ...track(message, receivedAt)]
    case 'page': return [...link, visit(message, 'web', 'Page view', receivedAt)]
    case 'screen': return [...link, visit(message, 'mobile_app', 'Screen view', receivedAt)]
    // Traits of somebody nobody knows yet describe no customer.
    case 'identify': return userId ? [identify(message, userId), ...link] : []
    case 'group': return userId ? [{ kind: 'customer', raw: stated(message, { id: userId, attributes: { ...(message.groupId ? { group_id: message.groupId } : {}), ...flatten({ group: message.traits }, message.extra) } }) }, ...link] : []
    // Segment's alias does not say which kind of id the former one is; both are tried where it is carried out.
    case 'alias': return userId && previousId && userId !== previousId ? [{ link: { from: previousId, fromAnonymous: true, to: userId } }, { link: { from: previousId, fromAnonymous: false, to: userId } }] : []
  }
}

function track(message: SegmentMessage, receivedAt: string): FeedStep[] {
  const { channel: _channel, ...properties } = message.properties
  const order = COMPLETED_ORDERS.has(slugOf(message.event ?? ''))
  const revenue = order ? amountOf(properties) : undefined
  const happened: FeedStep = { kind: 'interaction', raw: interaction(message, 'web', { touchpoint: message.event, attributes: flatten(properties, message.extra), ...(order ? { form: 'transaction' } : {}) }, receivedAt) }
  // Money belongs to a known customer; an anonymous order stays an interaction that carries its revenue as an attribute.
  if (revenue === undefined || !message.userId) return [happened]
  const currency = typeof properties.currency === 'string' && properties.currency !== '' ? { currency: properties.currency } : {}
  return [happened, { kind: 'transaction', raw: { ...idOf(message), customer: message.userId, occurred_at: message.timestamp ?? receivedAt, amount: revenue, ...currency, kind: 'order' } }]
}

/** Revenue, else total, else value; a text that is a number counts as one. Absent and null: no transaction. */
function amountOf(properties: Record<string, unknown>): unknown {
  const given = properties.revenue ?? properties.total ?? properties.value
  return given === null || given === '' ? undefined : given
}

function visit(message: SegmentMessage, channel: string, otherwise: string, receivedAt: string): FeedStep {
  const { channel: _channel, ...properties } = message.properties
  const touchpoint = message.name ?? message.category ?? otherwise
  return { kind: 'interaction', raw: interaction(message, channel, { touchpoint, direction: 'lookup', attributes: flatten(properties, message.name && message.category ? { category: message.category } : {}, message.extra) }, receivedAt) }
}

function interaction(message: SegmentMessage, channel: string, fields: Record<string, unknown>, receivedAt: string): Record<string, unknown> {
  const named = [message.properties.channel, message.context.channel].find((c) => typeof c === 'string' && c.trim() !== '')
  return {
    ...idOf(message), ...(message.userId ? { customer: message.userId } : { anonymous_id: message.anonymousId }),
    occurred_at: message.timestamp ?? receivedAt, channel: named ?? channel, ...fields,
  }
}

function identify(message: SegmentMessage, userId: string): FeedStep {
  const { name, firstName, lastName, email, createdAt, ...rest } = message.traits
  const parts = [firstName, lastName].filter((part) => typeof part === 'string' && part !== '')
  const called = typeof name === 'string' || name === null ? name : parts.length > 0 ? parts.join(' ') : undefined
  const since = typeof createdAt === 'string' && /^\d{4}-\d\d-\d\d/.test(createdAt) ? createdAt : undefined
  const left = { ...(since === undefined && createdAt !== undefined ? { createdAt } : {}), ...(parts.length > 0 && called === name ? { firstName, lastName } : {}) }
  return {
    kind: 'customer', raw: stated(message, {
      id: userId, ...(called === undefined ? {} : { name: called }), ...(typeof email === 'string' || email === null ? { email } : {}),
      ...(since === undefined ? {} : { acquired_at: since }), attributes: flatten(rest, left, message.extra),
    }),
  }
}

const idOf = (message: SegmentMessage) => (message.messageId ? { id: message.messageId } : {})

/** What is said about a customer holds from the message's time; attributes that say nothing are left out. */
function stated(message: SegmentMessage, raw: Record<string, unknown> & { attributes: object }): Record<string, unknown> {
  const { attributes, ...fields } = raw
  return { ...fields, ...(Object.keys(attributes).length > 0 ? { attributes } : {}), ...(message.timestamp ? { updated_at: message.timestamp } : {}) }
}
