import { date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant, organisationId } from './columns'

/** How value tiers are cut. Shares are of customers from the top (quantiles), or amounts in minor units (thresholds). */
export type ValueTiersDefinition = {
  kind: 'value_tiers'
  /** Length of the window of history, in days; null: all history before the cut. */
  windowDays: number | null
  cut: 'quantiles' | 'thresholds'
  /** Best first. `from`: for quantiles the share of customers at which the tier ends (0.1, 0.3, 1); for thresholds its least value. */
  tiers: { name: string; at: number }[]
}
export type SegmentationDefinition = ValueTiersDefinition

export const segmentations = pgTable('segmentations', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  slug: text().notNull(),
  name: text().notNull(),
  definition: jsonb().$type<SegmentationDefinition>().notNull(),
  version: integer().notNull().default(1),
  /** Memberships are computed as of this instant; null: never computed. */
  computedAt: instant(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('segmentations_slug').on(t.organisationId, t.slug)])

export const segments = pgTable('segments', {
  organisationId: organisationId(),
  segmentationId: uuid().notNull(),
  id: uuid().notNull(),
  slug: text().notNull(),
  name: text().notNull(),
  /** 1 is the best tier. */
  rank: integer().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.segmentationId, t.id] })])

/**
 * Which segment a customer belonged to, from and to local days (half-open; `toDay` null: until now). Each is computed
 * from records before `fromDay` only, so what follows an outcome never defines the group it is counted in.
 */
export const memberships = pgTable('memberships', {
  organisationId: organisationId(),
  customerId: uuid().notNull(),
  segmentationId: uuid().notNull(),
  segmentId: uuid().notNull(),
  fromDay: date().notNull(),
  toDay: date(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.customerId, t.segmentationId, t.fromDay] }),
  index('memberships_segment').on(t.organisationId, t.segmentationId, t.segmentId, t.fromDay)])
