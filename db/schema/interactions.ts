import { sql } from 'drizzle-orm'
import { bigint, boolean, date, doublePrecision, index, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { CLOSED_EFFECTS, DIRECTIONS, FORMS, INITIATIVES, MOMENT_REASONS, RESULTS, RESULT_SOURCES } from '../vocabulary'
import { bytea, createdAt, instant, minor, organisationId, within, words } from './columns'

/**
 * The one place where a record counts once: its id is computed from (organisation, kind, source, sender's id), and the
 * hash of its normalised content tells a duplicate from a conflict. Everything but customers and issues passes here.
 */
export const records = pgTable('records', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  kind: text().notNull(),
  profileId: uuid().notNull(),
  contentHash: bytea().notNull(),
  importId: uuid(),
  receivedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('records_import').on(t.organisationId, t.importId).where(sql`import_id is not null`)])

/** One thing that happened between a customer (or an anonymous profile) and the organisation. */
export const interactions = pgTable('interactions', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  occurredAt: instant().notNull(),
  /** The organisation's local day of occurredAt; recomputed when its time zone changes. */
  day: date().notNull(),
  channelId: uuid().notNull(),
  touchpointId: uuid().notNull(),
  form: words(FORMS).notNull(),
  direction: words(DIRECTIONS).notNull(),
  initiative: words(INITIATIVES),
  mood: smallint(),
  impression: smallint(),
  result: words(RESULTS),
  resultSource: words(RESULT_SOURCES),
  issueId: uuid(),
  durationS: doublePrecision(),
  cost: minor(),
  goodwillAmount: minor(),
  team: text(),
  handledBy: text(),
  handedOverTo: text(),
  askedFor: text().array(),
  optionsOffered: integer(),
  summary: text(),
  attributes: jsonb().$type<Record<string, string | number | boolean>>(),
}, (t) => [
  // "records" sees to it that an id counts once; the key is in the order in which a customer's newest are read, however
  // many there are. A second index for that would cost a sixth of recording on the embedded engine.
  primaryKey({ columns: [t.organisationId, t.profileId, t.occurredAt, t.id] }),
  index('interactions_day').on(t.organisationId, t.day),
  // Only rows that belong to an issue: recording pays nothing for the others.
  index('interactions_issue').on(t.organisationId, t.issueId).where(sql`issue_id is not null`),
  within('interactions_form', t.form, FORMS), within('interactions_direction', t.direction, DIRECTIONS),
  within('interactions_initiative', t.initiative, INITIATIVES), within('interactions_result', t.result, RESULTS),
  within('interactions_result_source', t.resultSource, RESULT_SOURCES),
])

/** Money that moved: amount ≥ 0 is a purchase (or use), a negative one a refund. */
export const transactions = pgTable('transactions', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  occurredAt: instant().notNull(),
  day: date().notNull(),
  amount: minor().notNull(),
  currency: text().notNull(),
  kind: text(),
  attributes: jsonb().$type<Record<string, string | number | boolean>>(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.occurredAt, t.id] }), index('transactions_day').on(t.organisationId, t.day)])

/**
 * Interactions that can make or break the relationship, with their effect. Derived by settling, never written by hand:
 * the result is recorded (or set by rule), the effect computed over `effectWindowDays` from the day after.
 * What depends on today (pending) is decided when read: windowEnd against now.
 */
export const moments = pgTable('moments', {
  organisationId: organisationId(),
  customerId: uuid().notNull(),
  interactionId: uuid().notNull(),
  profileId: uuid().notNull(),
  occurredAt: instant().notNull(),
  day: date().notNull(),
  channelId: uuid().notNull(),
  touchpointId: uuid().notNull(),
  reason: words(MOMENT_REASONS).notNull(),
  result: words(RESULTS),
  resultSource: words(RESULT_SOURCES),
  mood: smallint(),
  /** First local day after the effect's window. */
  windowEnd: date().notNull(),
  /** Local day on which the customer left or lapsed inside the window. */
  leftDay: date(),
  /** Spend in the window before and in the window after, organisation's currency; null: nothing to compare. */
  spentBefore: minor(),
  spentAfter: minor(),
  advocated: boolean().notNull().default(false),
  /** What became of the relationship, by the organisation's settings when it was settled; it counts once windowEnd has come. */
  effect: words(CLOSED_EFFECTS).notNull(),
  /** 1 for the customer's first moment at this touchpoint, 2 for the second, … */
  ordinal: integer().notNull(),
}, (t) => [
  primaryKey({ columns: [t.organisationId, t.customerId, t.interactionId] }),
  index('moments_day').on(t.organisationId, t.day),
  // Whether a customer had a failed moment in some days, however many moments they had.
  index('moments_failed').on(t.organisationId, t.customerId, t.day).where(sql`result = 'failed'`),
  // Each customer's first moment of a window at a touchpoint with a result, without reading the others.
  index('moments_first').on(t.organisationId, t.touchpointId, t.result, t.customerId, t.day, t.occurredAt, t.interactionId),
  within('moments_effect', t.effect, CLOSED_EFFECTS), within('moments_reason', t.reason, MOMENT_REASONS), within('moments_result', t.result, RESULTS),
])

/** Taken from a record so that a replay cannot bring an erased person back: keyed hash of the sender's id. */
export const erasures = pgTable('erasures', {
  organisationId: organisationId(),
  hash: bytea().notNull(),
  erasedAt: createdAt(),
  interactions: bigint({ mode: 'number' }).notNull().default(0),
}, (t) => [primaryKey({ columns: [t.organisationId, t.hash] })])
