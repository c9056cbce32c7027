import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant, organisationId } from './columns'

/**
 * What a colleague should remember about a customer: something written, or (with `attribute`) an attribute of theirs
 * that is always shown. Hangs on the profile, so that a merge carries it along and undoing it takes it back.
 */
export const customerNotes = pgTable('customer_notes', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  text: text().notNull().default(''),
  attribute: text(),
  createdAt: createdAt(),
  changedAt: createdAt(),
  changedBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] })])

/** Rows of tables that are derived per customer, as they were when the customer was merged away. */
export type KeptRows = Record<string, Record<string, unknown>[]>

/** Every merge of two known customers: which profiles' pointers it moved, and what stood under the one that went. */
export const merges = pgTable('merges', {
  organisationId: organisationId(),
  /** 1 for the organisation's first. */
  number: integer().notNull(),
  fromCustomerId: uuid().notNull(),
  /** The one it was merged into, as it was said: a customer's id, who may since have been merged as well. */
  intoCustomerId: uuid().notNull(),
  /** Those that undoing moves back: what an earlier merge's undoing took out is no longer among them. */
  profiles: jsonb().$type<string[]>().notNull(),
  kept: jsonb().$type<KeptRows>().notNull(),
  mergedAt: instant().notNull(),
  mergedBy: text().notNull(),
  undoneAt: instant(),
  undoneBy: text(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.number] }), index('merges_into').on(t.organisationId, t.intoCustomerId)])

/** Two profiles that look alike and are not the same person: not proposed again. `a` < `b`. */
export const toldApart = pgTable('told_apart', {
  organisationId: organisationId(),
  a: uuid().notNull(),
  b: uuid().notNull(),
  saidAt: instant().notNull(),
  saidBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.a, t.b] })])
