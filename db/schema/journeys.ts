import { boolean, date, doublePrecision, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { EVIDENCE, JOURNEY_LEVELS, JOURNEY_WHEN } from '../vocabulary'
import { bytea, createdAt, instant, minor, organisationId, within, words } from './columns'

/**
 * A journey map. What people write on it is a shared document (Yjs): `state` is the document as of `stateSeq`, later
 * updates are in journey_updates. Phases, steps, lanes and cells below are its projection, written in the same transaction.
 */
export const journeys = pgTable('journeys', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  slug: text().notNull(),
  name: text().notNull(),
  level: words(JOURNEY_LEVELS).notNull(),
  /** The map this one is a part of: a task's journey, a journey's relationship. */
  parentId: uuid(),
  state: bytea().notNull(),
  stateSeq: integer().notNull().default(0),
  /** Number of the newest update. */
  seq: integer().notNull().default(0),
  personas: jsonb().$type<string[]>().notNull().default([]),
  /** On this day somebody should look whether the map is still true. */
  reviewOn: date(),
  archivedAt: instant(),
  createdAt: createdAt(),
  editedAt: createdAt(),
  editedBy: text().notNull().default(''),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('journeys_slug').on(t.organisationId, t.slug),
  within('journeys_level', t.level, JOURNEY_LEVELS)])

/** Updates of the document that are not yet folded into its state. */
export const journeyUpdates = pgTable('journey_updates', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  seq: integer().notNull(),
  update: bytea().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.seq] })])

/** Somebody working on a map without a long pause: who changed how much of what, and when. */
export const journeySittings = pgTable('journey_sittings', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  id: uuid().notNull(),
  actorId: text().notNull(),
  actorLabel: text().notNull(),
  startedAt: createdAt(),
  lastAt: createdAt(),
  updates: integer().notNull().default(0),
  /** What became of each thing, by `s:<id>` and the like; sittings of before hold numbers, of saves and not of things. */
  changes: jsonb().$type<Record<string, string | number>>().notNull().default({}),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.id] }), index('journey_sittings_at').on(t.organisationId, t.journeyId, t.lastAt)])

/** A state of the map that somebody gave a name. */
export const journeyVersions = pgTable('journey_versions', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  id: uuid().notNull(),
  name: text().notNull(),
  content: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.id] })])

export const journeyPhases = pgTable('journey_phases', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  id: text().notNull(),
  position: integer().notNull(),
  name: text().notNull(),
  when: words(JOURNEY_WHEN).notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.id] }), within('journey_phases_when', t.when, JOURNEY_WHEN)])

export const journeySteps = pgTable('journey_steps', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  id: text().notNull(),
  phaseId: text().notNull(),
  position: integer().notNull(),
  name: text().notNull(),
  /** The touchpoint it is bound to, by the slug records name it by; the id follows from the slug, known yet or not. */
  touchpoint: text(),
  touchpointId: uuid(),
  /** A map of its own that this step stands for. */
  childId: uuid(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.id] }), index('journey_steps_touchpoint').on(t.organisationId, t.touchpointId)])

export const journeyLanes = pgTable('journey_lanes', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  id: text().notNull(),
  position: integer().notNull(),
  kind: text().notNull(),
  name: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.id] })])

export const journeyCells = pgTable('journey_cells', {
  organisationId: organisationId(),
  journeyId: uuid().notNull(),
  laneId: text().notNull(),
  stepId: text().notNull(),
  text: text().notNull(),
  evidence: words(EVIDENCE),
  /** −2…+2, in the lane of feelings: as it is, and as it should be. */
  asIs: smallint(),
  toBe: smallint(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.journeyId, t.laneId, t.stepId] }), within('journey_cells_evidence', t.evidence, EVIDENCE)])

/** An archetype, and the segments (`segmentation:segment`) it stands for. */
export const personas = pgTable('personas', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  name: text().notNull(),
  description: text().notNull().default(''),
  segments: jsonb().$type<string[]>().notNull().default([]),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] })])

/** What makes a touchpoint a moment that matters, and what an efficient one is held to. */
export const touchpointDetails = pgTable('touchpoint_details', {
  organisationId: organisationId(),
  touchpointId: uuid().notNull(),
  /** Which small things must be known about this customer. */
  personal: text().notNull().default(''),
  unexpected: text().notNull().default(''),
  /** What it takes in time, effort or creativity. */
  investment: text().notNull().default(''),
  /** What getting it wrong once costs. */
  failureCost: minor(),
  /** Share that may fail, of either class. */
  targetFailed: doublePrecision(),
  /** Of an efficient touchpoint: mean of CES. */
  targetEffort: doublePrecision(),
  /** Of a moment: share of customers who may leave afterwards, and hours from unhappiness to the first act. */
  targetLeft: doublePrecision(),
  targetActionHours: doublePrecision(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.touchpointId] })])

/** At this touchpoint, for these segments (none: everybody), only these channels; and channels no message may take. */
export const channelRules = pgTable('channel_rules', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  touchpointId: uuid().notNull(),
  /** Both or none: the segment it holds for. */
  segmentationId: uuid(),
  segmentId: uuid(),
  required: jsonb().$type<string[]>().notNull().default([]),
  forbidden: jsonb().$type<string[]>().notNull().default([]),
  note: text().notNull().default(''),
  active: boolean().notNull().default(true),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('channel_rules_touchpoint').on(t.organisationId, t.touchpointId)])
