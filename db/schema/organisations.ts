import { boolean, doublePrecision, integer, jsonb, pgTable, text, uniqueIndex, uuid, date } from 'drizzle-orm/pg-core'
import type { NamesHideable, RetentionKind, TransactionUse } from '../vocabulary'
import { createdAt } from './columns'

/** The tenant and its settings. Read only through the door; changed by services/settings. */
export const organisations = pgTable('organisations', {
  id: uuid().primaryKey(),
  slug: text().notNull(),
  name: text().notNull(),
  timezone: text().notNull(),
  currency: text().notNull(),
  /** Silence after which a customer without a contract counts as lapsed; null: only recorded leaving counts. */
  lapseDays: integer(),
  effectWindowDays: integer().notNull().default(60),
  /** Since when leaving has been recorded (delayed entry in retention curves); null: unknown. */
  observedFrom: date(),
  /** Sources that began to record leaving on another day: { source: 'YYYY-MM-DD' }. */
  observedFromBySource: jsonb().$type<Record<string, string>>().notNull().default({}),
  /** Share of prior spend that must be lost to count as `spent_less`. */
  spentLessShare: doublePrecision().notNull().default(0.3),
  /** Smallest relative change worth acting on: smaller ones are never news. */
  smallestChange: doublePrecision().notNull().default(0.1),
  /** Share of an amount that is margin; 1 counts amounts whole. */
  margin: doublePrecision().notNull().default(1),
  /** Per year: what money a year away is worth less today. */
  discountRate: doublePrecision().notNull().default(0.1),
  /** Up to five attribute names by which reports split and filter. */
  dimensions: jsonb().$type<string[]>().notNull().default([]),
  transactionKinds: jsonb().$type<Record<string, TransactionUse>>().notNull().default({}),
  /** Days that each kind of data is kept; a kind that is not named is kept. */
  retention: jsonb().$type<Partial<Record<RetentionKind, number>>>().notNull().default({}),
  /** Who is not shown customers' names, addresses and attributes (db/names-hidden.ts). */
  namesHiddenFrom: jsonb().$type<NamesHideable[]>().notNull().default([]),
  /** Whoever signs in with a password needs a second factor to open it. */
  secondFactorDemanded: boolean().notNull().default(false),
  sample: boolean().notNull().default(false),
  /** Reference instant of a sample organisation: reports are asked as of then. */
  asOf: text(),
  createdAt: createdAt(),
}, (t) => [uniqueIndex('organisations_slug').on(t.slug)])
