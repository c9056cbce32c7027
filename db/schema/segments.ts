import { date, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, instant, minor, organisationId } from './columns'

/** How value tiers are cut. Shares are of customers from the top (quantiles), or amounts in minor units (thresholds). */
export type ValueTiersDefinition = {
  kind: 'value_tiers'
  /** Length of the window of history, in days; null: all history before the cut. */
  windowDays: number | null
  cut: 'quantiles' | 'thresholds'
  /** Of what customers have brought (when absent), or of what the model expects of them. */
  basis?: 'historic' | 'predicted'
  /** Best first. `from`: for quantiles the share of customers at which the tier ends (0.1, 0.3, 1); for thresholds its least value. */
  tiers: { name: string; at: number }[]
}
/** Exclusive segments in order, each with a condition (server/domain/segments/conditions.ts; parsed where it is read); the rest comes last. */
export type RulesDefinition = { kind: 'rules'; template: 'rfm' | null; segments: { name: string; when: unknown }[]; rest: string; /** Judged on this day too. */ definedOn: string }
export type SegmentationDefinition = (ValueTiersDefinition | RulesDefinition) & { /** Holds from this day on; null or absent: for all history. */ since?: string | null }

export const segmentations = pgTable('segmentations', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  slug: text().notNull(),
  name: text().notNull(),
  definition: jsonb().$type<SegmentationDefinition>().notNull(),
  version: integer().notNull().default(1),
  /** Memberships are computed as of this instant; null: never computed. */
  computedAt: instant(),
  /** The last day it is cut on, told before a cut begins; null: never. */
  lastCut: date(),
  /** How often settling has changed who was in relationship before the last cut: a cut that saw fewer is stale. */
  relationshipChanges: integer().notNull().default(0),
  /** How often predicting has changed what customers are expected to bring: the same, where the definition asks for it. */
  predictionChanges: integer().notNull().default(0),
  /** Not offered any more and not cut again; memberships stay. */
  archivedAt: instant(),
  /** The two groups of one plan, fixed by hand: never cut, never offered, gone from lists. */
  planId: uuid(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('segmentations_slug').on(t.organisationId, t.slug)])

/** Every definition a segmentation ever had, who gave it and when, and the day it holds from (null: for all history). */
export const segmentationVersions = pgTable('segmentation_versions', {
  organisationId: organisationId(),
  segmentationId: uuid().notNull(),
  version: integer().notNull(),
  name: text().notNull(),
  definition: jsonb().$type<SegmentationDefinition>().notNull(),
  fromDay: date(),
  by: text().notNull(),
  createdAt: instant().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.segmentationId, t.version] })])

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

/**
 * What each customer is expected to bring, as last computed: one row per customer, none for those who never bought.
 * Expectations are over `horizonWeeks` from the day after `asOf`; money is in minor units of the organisation's currency.
 */
export const customerPredictions = pgTable('customer_predictions', {
  organisationId: organisationId(),
  customerId: uuid().notNull(),
  /** Last local day whose records were used. */
  asOf: date().notNull(),
  /** Names of server/domain/value-models: bg_nbd, pareto_nbd, sbg, historic_average, finance. */
  model: text().notNull(),
  horizonWeeks: integer().notNull(),
  /** Null where the model does not speak of it. */
  pAlive: doublePrecision(),
  expectedTransactions: doublePrecision(),
  /** Spend over the horizon, undiscounted, before the margin is taken. */
  expectedValue: minor().notNull(),
  /** Discounted margin over the horizon. */
  clv: minor().notNull(),
  /** 95 % interval of that expectation, from how precisely the models' parameters are known; null where no model says. */
  clvLow: minor(),
  clvHigh: minor(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.customerId] }), index('customer_predictions_clv').on(t.organisationId, t.clv)])

/** The models that predictions were last computed by, with their parameters: what one customer may bring is told by them. */
export const predictionModels = pgTable('prediction_models', {
  organisationId: organisationId(),
  asOf: date().notNull(),
  /** server/reports/value-predictions: Models. */
  models: jsonb().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId] })])
