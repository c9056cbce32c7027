import type { RecordKind } from '@/db/vocabulary'
import { canonical, entry } from '@/server/domain/identity/content-hash'
import { readPeriod } from '@/server/domain/identity/period'
import { isoOf } from '@/server/domain/time/parse'
import type {
  CustomerRecord, CustomerValueRecord, InteractionRecord, IssueRecord, PromiseRecord, ReferralRecord, ResponseRecord, TransactionRecord, recordSchemas,
} from '@/server/schemas/records'
import type { z } from 'zod'
import type { Cell, Reader, Understood } from './draft'

/**
 * What each kind of record means: who it is about, when, which cells its row has, and what its content is. The content
 * holds only what the sender said, normalised: defaults that a setting may change later (a channel's usual direction)
 * are filled into the row and stay out of the hash, or a replay after the change would look like another record.
 */
type Parsed = z.output<(typeof recordSchemas)[RecordKind]>
type Shape<R> = (record: R, read: Reader) => Understood

export function shapeOf(kind: RecordKind, record: Parsed, read: Reader): Understood {
  return (SHAPES[kind] as Shape<Parsed>)(record, read)
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
/** An empty text says as little as none. */
const words = (text: string | null | undefined): string | null => (text === undefined || text === null || text.trim() === '' ? null : text)
const name = (text: string | null | undefined): string | null => words(text)?.trim() ?? null
const noNulls = (attributes: Record<string, string | number | boolean | null> | null | undefined): Record<string, unknown> | null => {
  if (!attributes) return null
  const kept = Object.entries(attributes).filter(([, value]) => value !== null)
  return kept.length > 0 ? Object.fromEntries(kept) : null
}

/** A row's cells are put together in a fixed order; what a record of a customer or an issue leaves unsaid is absent. */
const told = (cells: Record<string, Cell>): string => canonical(cells, { sorted: false })
const factText = (fields: Record<string, Cell>): string => canonical(fields, { nulls: true })
const slug = (key: string, sent: string | null, read: Reader): string => (sent === null ? '' : entry(key, read.slug(sent)))

const SHAPES: { [K in RecordKind]: Shape<z.output<(typeof recordSchemas)[K]>> } = { customer, interaction, transaction, issue, promise, response, referral, customer_value: customerValue }

function interaction(r: InteractionRecord, read: Reader): Understood {
  const at = read.time('occurred_at', r.occurred_at)
  const known = r.customer ?? null
  const anonymous = r.anonymous_id ?? null
  if (known !== null && anonymous !== null) read.refuse('anonymous_id', 'give customer or anonymous_id, not both')
  if (known === null && anonymous === null) read.refuse('customer', 'is required (or anonymous_id)')
  const result = r.result ?? null
  if (result === null && r.result_source) read.refuse('result_source', 'needs a result')
  const cells: Record<string, Cell> = {
    occurred_at: at === null ? null : isoOf(at, r.occurred_at), form: r.form ?? null, direction: r.direction ?? null, initiative: r.initiative ?? null, mood: r.mood ?? null, impression: r.impression ?? null,
    result, result_source: r.result_source ?? null, duration_s: r.duration_s ?? null,
    cost: read.minor('cost', r.cost, read.currency), goodwill_amount: read.minor('goodwill_amount', r.goodwill_amount, read.currency),
    team: words(r.team), handled_by: words(r.handled_by), handed_over_to: words(r.handed_over_to),
    asked_for: r.asked_for && r.asked_for.length > 0 ? r.asked_for : null, options_offered: r.options_offered ?? null, summary: words(r.summary), attributes: noNulls(r.attributes),
    id: null, profile_id: null, source: null, external_id: null, day: null, issue_id: null, channel_id: null, touchpoint_id: null,
  }
  const channel = name(r.channel)
  const touchpoint = name(r.touchpoint)
  const content = told(cells) + entry('customer', known) + entry('anonymous_id', anonymous) + entry('issue', r.issue) + slug('channel', channel, read) + slug('touchpoint', touchpoint, read)
  cells.form ??= 'interaction'
  if (result !== null) cells.result_source ??= 'person'
  return {
    who: known === null ? read.anonymous(anonymous ?? '') : read.customer(known),
    at, channel: channel ?? 'other', touchpoint, issue: r.issue ?? null, content, cells,
  }
}

function transaction(r: TransactionRecord, read: Reader): Understood {
  const at = read.time('occurred_at', r.occurred_at)
  const currency = r.currency ?? read.currency
  const cells: Record<string, Cell> = {
    occurred_at: at === null ? null : isoOf(at, r.occurred_at), amount: read.minor('amount', r.amount, currency), currency, kind: name(r.kind), attributes: noNulls(r.attributes),
    id: null, profile_id: null, source: null, external_id: null, day: null,
  }
  return { who: read.customer(r.customer), at, content: told(cells) + entry('customer', r.customer), cells }
}

function promise(r: PromiseRecord, read: Reader): Understood {
  const made = read.time('made_at', r.made_at)
  if (r.withdrawn_by && !r.withdrawn_at) read.refuse('withdrawn_at', 'is required with withdrawn_by')
  const cells: Record<string, Cell> = {
    made_at: iso(made), due_at: iso(read.time('due_at', r.due_at)), kept_at: iso(read.time('kept_at', r.kept_at)), withdrawn_at: iso(read.time('withdrawn_at', r.withdrawn_at)),
    withdrawn_by: r.withdrawn_by ?? null, owner: words(r.owner), team: words(r.team), text: words(r.text), attributes: noNulls(r.attributes),
  }
  const content = told(cells) + entry('customer', r.customer) + entry('issue', r.issue) + entry('interaction', r.interaction)
  cells.interaction_id = r.interaction ? read.idOf('interaction', r.interaction) : null
  return { who: read.customer(r.customer), at: made, issue: r.issue ?? null, content, cells }
}

/** Scales that everybody means when none is stated; a perceived value has none. */
const SCALES = { nps: [0, 10], csat: [1, 5], ces: [1, 7], perceived_value: [null, null] } as const

function response(r: ResponseRecord, read: Reader): Understood {
  const asked = read.time('asked_at', r.asked_at)
  const answered = read.time('occurred_at', r.occurred_at)
  const score = r.score ?? null
  if (!r.asked_at && !r.occurred_at) read.refuse('occurred_at', 'is required (or asked_at, for a question without an answer yet)')
  if (score !== null && !r.occurred_at) read.refuse('occurred_at', 'is required with a score')
  if (score === null && r.occurred_at) read.refuse('score', 'is required with occurred_at')
  const least = r.scale_min ?? SCALES[r.survey][0]
  const most = r.scale_max ?? SCALES[r.survey][1]
  if (least !== null && most !== null && least >= most) read.refuse('scale_max', 'must be above scale_min')
  if (r.survey === 'nps' && (least !== 0 || most !== 10)) read.refuse('scale_max', 'an NPS answer is on the scale 0 to 10')
  if (r.survey === 'nps' && score !== null && !Number.isInteger(score)) read.refuse('score', 'must be a whole number from 0 to 10')
  if (score !== null && ((least !== null && score < least) || (most !== null && score > most))) read.refuse('score', `must be from ${least} to ${most}`)
  const touchpoint = name(r.touchpoint)
  const at = answered ?? asked
  const cells: Record<string, Cell> = {
    asked_at: iso(asked), occurred_at: iso(answered), survey: r.survey, score, scale_min: least, scale_max: most, comment: words(r.comment), attributes: noNulls(r.attributes),
  }
  return { who: read.customer(r.customer), at, touchpoint, content: told(cells) + entry('customer', r.customer) + slug('touchpoint', touchpoint, read), cells }
}

function referral(r: ReferralRecord, read: Reader): Understood {
  const at = read.time('occurred_at', r.occurred_at)
  const cells: Record<string, Cell> = { occurred_at: iso(at), attributes: noNulls(r.attributes) }
  const content = told(cells) + entry('customer', r.customer) + entry('referred_customer', r.referred_customer)
  const other = r.referred_customer ? read.customer(r.referred_customer) : undefined
  cells.referred_profile_id = other?.id ?? null
  return { who: read.customer(r.customer), at, content, cells, ...(other ? { other } : {}) }
}

function customerValue(r: CustomerValueRecord, read: Reader): Understood {
  const period = readPeriod(r.period)
  if (!period) read.refuse('period', 'must be a year (2025), a quarter (2025-Q3) or a month (2025-07)')
  const currency = r.currency ?? read.currency
  const from = period?.from ?? '2000-01-01'
  const cells: Record<string, Cell> = {
    from_day: from, to_day: period?.to ?? null, amount: read.minor('amount', r.amount, currency), currency, basis: name(r.basis) ?? 'margin', attributes: noNulls(r.attributes) ?? {},
  }
  return { who: read.customer(r.customer), at: null, day: from, content: told(cells) + entry('customer', r.customer), cells }
}

type Sent = Record<string, unknown>
/** What was said, field by field: null clears, absent keeps, an empty text clears. */
function said(record: Sent, fields: Record<string, (value: never) => Cell>): Record<string, Cell> {
  const out: Record<string, Cell> = {}
  for (const [field, convert] of Object.entries(fields)) {
    const value = record[field]
    if (value !== undefined) out[field] = value === null ? null : convert(value as never)
  }
  return out
}

function customer(r: CustomerRecord, read: Reader): Understood {
  const updatedAt = read.time('updated_at', r.updated_at)
  const instant = (field: string) => (text: string) => iso(read.time(field, text))
  const fields = said(r, {
    name: name, email: name, acquired_at: instant('acquired_at'), left_at: instant('left_at'), leave_kind: (kind: string) => kind, leave_reason: words, attributes: (a: Sent) => a,
  })
  return { who: read.customer(r.id), at: updatedAt, content: factText(fields) + entry('updated_at', iso(updatedAt)), cells: {}, fact: { updatedAt, fields } }
}

function issue(r: IssueRecord, read: Reader): Understood {
  const updatedAt = read.time('updated_at', r.updated_at)
  const instant = (field: string) => (text: string) => iso(read.time(field, text))
  const fields = said(r, { opened_at: instant('opened_at'), resolved_at: instant('resolved_at'), touchpoint: (text: string) => read.slug(name(text)) || null, title: words, attributes: (a: Sent) => a })
  return {
    who: read.customer(r.customer), at: updatedAt, touchpoint: name(r.touchpoint),
    content: factText(fields) + entry('customer', r.customer) + entry('updated_at', iso(updatedAt)), cells: {}, fact: { updatedAt, fields },
  }
}
