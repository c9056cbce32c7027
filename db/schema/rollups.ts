import { bigint, boolean, date, doublePrecision, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { count, minor, organisationId } from './columns'

/** Sums kept per key, moved in the transaction of every write: Σ = rows + erased (server/queries/rollup-law). */
const sums = () => ({
  interactions: count(),
  durationS: doublePrecision().notNull().default(0),
  durations: count(),
  cost: minor().notNull().default(0),
  costs: count(),
  failed: count(),
  met: count(),
  exceeded: count(),
  strongNegative: count(),
  strongPositive: count(),
})
/** Their columns; the order is that of server/services/recording. */
export const DAILY_SUMS = ['interactions', 'duration_s', 'durations', 'cost', 'costs', 'failed', 'met', 'exceeded', 'strong_negative', 'strong_positive'] as const
const cell = () => ({ day: date().notNull(), channelId: uuid().notNull(), touchpointId: uuid().notNull(), form: text().notNull(), direction: text().notNull() })

/** Local day × channel × touchpoint × form × direction. A missing touchpoint is NIL_ID. */
export const rollupDaily = pgTable('rollup_daily', { organisationId: organisationId(), ...cell(), ...sums() },
  (t) => [primaryKey({ columns: [t.organisationId, t.day, t.channelId, t.touchpointId, t.form, t.direction] })])

/** The part of rollup_daily whose rows were erased: what a rebuild can no longer count, kept without any person. */
export const erasedDaily = pgTable('erased_daily', { organisationId: organisationId(), ...cell(), ...sums() },
  (t) => [primaryKey({ columns: [t.organisationId, t.day, t.channelId, t.touchpointId, t.form, t.direction] })])

/** The same per present segment of the customer, for each segmentation. */
export const rollupSegmentDaily = pgTable('rollup_segment_daily', { organisationId: organisationId(), segmentationId: uuid().notNull(), segmentId: uuid().notNull(), ...cell(), ...sums() },
  (t) => [primaryKey({ columns: [t.organisationId, t.segmentationId, t.segmentId, t.day, t.channelId, t.touchpointId, t.form, t.direction] })])

/**
 * Moments by what is asked of them all, moved by settling: Σ = rows of `moments`. Without the channel, so that a year's
 * cells stay fewer than a year's moments; who asks for a channel reads the moments.
 */
export const rollupMoments = pgTable('rollup_moments', {
  organisationId: organisationId(), day: date().notNull(), windowEnd: date().notNull(), touchpointId: uuid().notNull(),
  /** A result, or not_recorded. */
  result: text().notNull(), effect: text().notNull(), advocated: boolean().notNull(), moments: count(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.day, t.windowEnd, t.touchpointId, t.result, t.effect, t.advocated] })])

/** What is counted of a customer in a month on a channel. */
const monthSums = () => ({ interactions: count(), contacts: count(), lookups: count(), messages: count(), cost: minor().notNull().default(0) })
/** Their columns; the order is that of server/services/recording. */
export const MONTH_SUMS = ['interactions', 'contacts', 'lookups', 'messages', 'cost'] as const satisfies (keyof ReturnType<typeof monthSums>)[]
const month = () => ({ organisationId: organisationId(), customerId: uuid().notNull(), month: date().notNull(), channelId: uuid().notNull(), ...monthSums() })

/** Known customer × local month (its first day) × channel: what is per customer, and exact distinct customers per month. */
export const rollupCustomerMonth = pgTable('rollup_customer_month', month(), (t) => [primaryKey({ columns: [t.organisationId, t.customerId, t.month, t.channelId] }), index('rollup_customer_month_month').on(t.organisationId, t.month)])

const counts = () => bigint({ mode: 'number' }).array()
/**
 * What recording has added to rollup_customer_month: a row per batch, its cells side by side in arrays (the same place
 * in each is one cell), which count with what is there (server/queries/customer-months). Adding to a row of the roll-up
 * itself costs seven times as much as appending a row per cell, and that ten times as much as one for all of them, for
 * which nothing is looked up and no index grows; settling moves many batches at once.
 */
export const rollupCustomerMonthBatches = pgTable('rollup_customer_month_batches', {
  organisationId: organisationId(), id: uuid().notNull().defaultRandom(), cells: integer().notNull(),
  customerIds: uuid().array().notNull(), months: date().array().notNull(), channelIds: uuid().array().notNull(),
  /** None where all are nothing. */
  interactions: counts(), contacts: counts(), lookups: counts(), messages: counts(), cost: counts(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] })])

/** Records per source, kind and channel by the local day they are about: freshness, rhythm, first and newest day. */
export const sourceDaily = pgTable('source_daily', {
  organisationId: organisationId(), source: text().notNull(), kind: text().notNull(), channelId: uuid().notNull(), day: date().notNull(), records: count(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.source, t.kind, t.channelId, t.day] }), index('source_daily_day').on(t.organisationId, t.day)])

/** What arrived per source, kind and local day of receipt, and what became of it: sent against counted. */
export const intakeDaily = pgTable('intake_daily', {
  organisationId: organisationId(), source: text().notNull(), kind: text().notNull(), day: date().notNull(),
  sent: count(), accepted: count(), duplicates: count(), rejected: count(), conflicts: count(), takenBack: count(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.source, t.kind, t.day] })])
