import { z } from 'zod'
import { DIRECTIONS, FORMS, INITIATIVES, LEAVE_KINDS, RESULTS, RESULT_SOURCES, SURVEYS, WITHDRAWN_BY, type RecordKind } from '@/db/vocabulary'

/**
 * What a sender may say about each kind of record, field by field (INTERFACES §2). Shapes only: times, money and
 * references are understood where the organisation's zone and currency are known (services/recording/draft).
 * Null and absent are the same, except in customers and issues, where null clears and absent keeps.
 */

/** NUL cannot be stored as text; half a surrogate pair is no character. */
const UNSTORABLE = /[\0\p{Cs}]/u
const said = (what: string) => ({ error: (issue: { input?: unknown }) => (issue.input === undefined ? 'is required' : `must be ${what}`) })

const text = (limit: number) => z.string(said('text')).max(limit, `must be at most ${limit} characters`)
  .refine((value) => !UNSTORABLE.test(value), 'must not contain NUL or broken characters')
const ID = 'text of 1 to 200 characters, or a number'
/** A sender's id: text or number; numbers are their decimal text. */
const id = z.union([z.string(), z.number()], said(ID))
  .transform((value) => String(value).trim())
  .refine((value) => value.length > 0 && value.length <= 200, `must be ${ID}`)
  .refine((value) => !UNSTORABLE.test(value), 'must not contain NUL or broken characters')
const time = z.string(said('a time, as ISO 8601 text')).min(1, 'must be a time, as ISO 8601 text').max(40, 'must be a time, as ISO 8601 text')
const money = z.union([z.number(), z.string().max(40)], said('a decimal number such as 19.99'))
const number = (least: number, most: number) => z.number(said('a number')).min(least, `must be ${least} or more`).max(most, `must be ${most} or less`)
const feeling = z.int(said('a whole number from -2 to 2')).min(-2, 'must be from -2 to 2').max(2, 'must be from -2 to 2')
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) => z.enum(words, said(`one of ${words.join(', ')}`))
const currency = z.string(said('a three-letter ISO 4217 code')).regex(/^[A-Za-z]{3}$/, 'must be a three-letter ISO 4217 code').transform((code) => code.toUpperCase())

const KEYS = 50
const BYTES = 10_000
/** A flat object: what else is known, by names the sender chooses. */
const attributes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'must be text, a number, true, false or null' }), said('a flat object'))
  .superRefine((value, ctx) => {
    const keys = Object.keys(value)
    if (keys.length > KEYS) ctx.addIssue(`must have at most ${KEYS} entries`)
    let size = 0
    for (const key of keys) {
      const entry = value[key]
      if (key === '' || key.length > 200 || UNSTORABLE.test(key)) ctx.addIssue('has a name that is empty, too long or not text')
      if (typeof entry === 'string' && UNSTORABLE.test(entry)) ctx.addIssue({ code: 'custom', path: [key], message: 'must not contain NUL or broken characters' })
      size += key.length + (typeof entry === 'string' ? entry.length : 8)
    }
    if (size > BYTES) ctx.addIssue(`must be at most ${BYTES} characters in all`)
  })

/** Without an id of the sender's, a record's identity is its content: the same content sent again is the same record. */
const common = { id: id.nullish(), attributes: attributes.nullish() }

export const customerRecord = z.strictObject({
  id, name: text(500).nullish(), email: text(320).nullish(), acquired_at: time.nullish(), left_at: time.nullish(),
  leave_kind: oneOf(LEAVE_KINDS).nullish(), leave_reason: text(1_000).nullish(), updated_at: time.nullish(), attributes: attributes.nullish(),
})

export const interactionRecord = z.strictObject({
  ...common, customer: id.nullish(), anonymous_id: id.nullish(), occurred_at: time, channel: text(200).nullish(), touchpoint: text(200).nullish(),
  form: oneOf(FORMS).nullish(), direction: oneOf(DIRECTIONS).nullish(), initiative: oneOf(INITIATIVES).nullish(),
  mood: feeling.nullish(), impression: feeling.nullish(), result: oneOf(RESULTS).nullish(), result_source: oneOf(RESULT_SOURCES).nullish(),
  issue: id.nullish(), duration_s: number(0, 1e9).nullish(), cost: money.nullish(), goodwill_amount: money.nullish(),
  team: text(200).nullish(), handled_by: text(200).nullish(), handed_over_to: text(200).nullish(),
  asked_for: z.array(text(100).min(1, 'must not be empty'), said('a list of field names')).max(50, 'must have at most 50 entries').nullish(),
  options_offered: z.int(said('a whole number')).min(0, 'must be 0 or more').max(1e6, 'must be 1000000 or less').nullish(), summary: text(10_000).nullish(),
})

export const transactionRecord = z.strictObject({
  ...common, customer: id, occurred_at: time, amount: money, currency: currency.nullish(), kind: text(100).nullish(),
})

export const issueRecord = z.strictObject({
  ...common, customer: id, opened_at: time.nullish(), resolved_at: time.nullish(), touchpoint: text(200).nullish(), title: text(1_000).nullish(), updated_at: time.nullish(),
})

export const promiseRecord = z.strictObject({
  ...common, customer: id, issue: id.nullish(), interaction: id.nullish(), made_at: time, due_at: time, kept_at: time.nullish(),
  withdrawn_at: time.nullish(), withdrawn_by: oneOf(WITHDRAWN_BY).nullish(), owner: text(200).nullish(), team: text(200).nullish(), text: text(2_000).nullish(),
})

export const responseRecord = z.strictObject({
  ...common, customer: id, asked_at: time.nullish(), occurred_at: time.nullish(), survey: oneOf(SURVEYS), score: number(-1e12, 1e12).nullish().describe('More is better on every survey: a ces asks how easy it was (1 very difficult to 7 very easy, unless a scale is stated).'),
  scale_min: number(-1e12, 1e12).nullish(), scale_max: number(-1e12, 1e12).nullish(), touchpoint: text(200).nullish(), comment: text(10_000).nullish(),
})

export const referralRecord = z.strictObject({ ...common, customer: id, occurred_at: time, referred_customer: id.nullish() })

export const customerValueRecord = z.strictObject({
  ...common, customer: id, period: text(20), amount: money, currency: currency.nullish(), basis: text(100).nullish(),
})

export const recordSchemas = {
  customer: customerRecord, interaction: interactionRecord, transaction: transactionRecord, issue: issueRecord, promise: promiseRecord,
  response: responseRecord, referral: referralRecord, customer_value: customerValueRecord,
} as const satisfies Record<RecordKind, z.ZodType>

export type CustomerRecord = z.output<typeof customerRecord>
export type InteractionRecord = z.output<typeof interactionRecord>
export type TransactionRecord = z.output<typeof transactionRecord>
export type IssueRecord = z.output<typeof issueRecord>
export type PromiseRecord = z.output<typeof promiseRecord>
export type ResponseRecord = z.output<typeof responseRecord>
export type ReferralRecord = z.output<typeof referralRecord>
export type CustomerValueRecord = z.output<typeof customerValueRecord>

/** At most this many records in one request. */
export const BATCH_LIMIT = 10_000
export const DEFAULT_SOURCE = 'default'
/** Who sends: a name of the sender's choosing. */
export const sourceName = text(200).trim().min(1, 'must not be empty')
export const recordMode = z.enum(['record', 'replace'], said('"record" or "replace"'))
export type RecordMode = z.output<typeof recordMode>
