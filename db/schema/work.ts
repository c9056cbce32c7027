import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { IMPORT_STATES, JOB_STATES } from '../vocabulary'
import { bytea, count, createdAt, instant, organisationId, words } from './columns'

/**
 * Who did what to which thing, written in the same transaction as the thing. Append-only: the application's role may
 * neither change nor delete a row. A little later each is sealed (server/services/audit/seal-audit): it gets its number
 * and a keyed hash over itself and the one before.
 */
export const audit = pgTable('audit', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  at: createdAt(),
  actorKind: text().notNull(),
  actorId: text().notNull(),
  actorLabel: text().notNull(),
  action: text().notNull(),
  subject: text().notNull(),
  subjectId: text().notNull(),
  detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  /** 1 for the organisation's first, without gaps; null until it is sealed. */
  seq: bigint({ mode: 'number' }),
  /** Keyed hash of subjectId and detail as they were written: an erasure empties those, and the chain still holds. */
  contentHash: bytea(),
  hash: bytea(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('audit_at').on(t.organisationId, t.at),
  uniqueIndex('audit_seq').on(t.organisationId, t.seq), index('audit_unsealed').on(t.organisationId).where(sql`seq is null`)])

/** Where an organisation's chain ends, so that entries missing at its end are found too. Written by the owner only. */
export const auditHeads = pgTable('audit_heads', {
  organisationId: organisationId(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: bytea().notNull(),
  /** Keyed: nobody without the instance's secret can make one for an earlier end. */
  mac: bytea().notNull(),
  sealedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId] })])

/** What went because it had been kept long enough: how many records of a kind, on which local day, up to which day. */
export const expirations = pgTable('expirations', {
  organisationId: organisationId(),
  kind: text().notNull(),
  expiredOn: date().notNull(),
  /** Everything before this day went. */
  before: date().notNull(),
  records: count(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.expiredOn] })])

/** Work to be done outside a request; taken with FOR UPDATE SKIP LOCKED. */
export const jobs = pgTable('jobs', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  kind: text().notNull(),
  /** Two jobs with the same key are the same work: a second one is not queued while the first waits. */
  key: text().notNull(),
  payload: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  state: words(JOB_STATES).notNull().default('queued'),
  runAt: createdAt(),
  attempts: integer().notNull().default(0),
  /** The worker that holds it; taken over when the lease has run out. */
  leaseUntil: instant(),
  leasedBy: uuid(),
  progress: jsonb().$type<{ done: number; of: number; note?: string }>(),
  error: text(),
  createdAt: createdAt(),
  finishedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('jobs_due').on(t.state, t.runAt),
  uniqueIndex('jobs_waiting').on(t.organisationId, t.kind, t.key).where(sql`state = 'queued'`)])

/** A file being brought in: where it stands and what came of it. The bytes lie under DATA_DIR until it is done. */
export const imports = pgTable('imports', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  filename: text().notNull(),
  bytes: bigint({ mode: 'number' }).notNull().default(0),
  fileHash: text().notNull(),
  mapping: jsonb().$type<Record<string, unknown>>().notNull(),
  state: words(IMPORT_STATES).notNull().default('queued'),
  /** Rows of the file already committed; a resumed import continues after them. */
  rows: count(), accepted: count(), duplicates: count(), rejected: count(),
  seconds: bigint({ mode: 'number' }).notNull().default(0),
  created: jsonb().$type<{ channels: string[]; touchpoints: string[] }>().notNull().default({ channels: [], touchpoints: [] }),
  error: text(),
  createdBy: text().notNull().default(''),
  createdAt: createdAt(),
  startedAt: instant(),
  finishedAt: instant(),
  takenBackAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('imports_created').on(t.organisationId, t.createdAt)])

/** A refused row of a file, as it was, with why: downloadable, mendable, sendable again. */
export const importRejects = pgTable('import_rejects', {
  organisationId: organisationId(),
  importId: uuid().notNull(),
  row: bigint({ mode: 'number' }).notNull(),
  cells: jsonb().$type<string[]>().notNull(),
  reason: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.importId, t.row] })])

export const savedMappings = pgTable('saved_mappings', {
  organisationId: organisationId(),
  name: text().notNull(),
  mapping: jsonb().$type<Record<string, unknown>>().notNull(),
  updatedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.name] })])
