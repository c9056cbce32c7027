import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, minor, organisationId } from './columns'

/** One part of a score as it is stored: which reason, how many points, and the figures its sentence is made of. */
export type StoredReason = { reason: string; points: number; figures: Record<string, number> }

/**
 * How much speaks for a customer leaving, as of the beginning of a local day: from records before that day only. Kept
 * for customers with any reason at all; nobody's row means a score of 0. Derived by the job `score`, never written by hand.
 */
export const riskScores = pgTable('risk_scores', {
  organisationId: organisationId(),
  customerId: uuid().notNull(),
  day: date().notNull(),
  score: integer().notNull(),
  reasons: jsonb().$type<StoredReason[]>().notNull(),
  /** What the customer brought in the 365 days before, minor units of the organisation's currency. */
  value: minor().notNull(),
  /** The last score of somebody who left on this day: it stays as it is. */
  frozen: boolean().notNull().default(false),
}, (t) => [primaryKey({ columns: [t.organisationId, t.customerId, t.day] }), index('risk_scores_day').on(t.organisationId, t.day, t.score),
  index('risk_scores_frozen').on(t.organisationId, t.day).where(sql`frozen`)])

/** The days scores were computed for. `saw`: rules and records they rest on, in short; while it is the same, so are they. */
export const riskDays = pgTable('risk_days', {
  organisationId: organisationId(),
  day: date().notNull(),
  saw: text().notNull(),
  computedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.day] })])
