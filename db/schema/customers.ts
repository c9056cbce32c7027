import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { LEAVE_KINDS, SPELL_ENDS } from '../vocabulary'
import { bytea, createdAt, instant, minor, organisationId, within, words } from './columns'

/**
 * What one sender's id stands for. `customerId` points to the customer it belongs to (itself, until a merge moves
 * the pointer) and is null while the profile is anonymous. Rows of fact hang on the profile, so a merge rewrites none.
 */
export const profiles = pgTable('profiles', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  customerId: uuid(),
  anonymous: boolean().notNull(),
  /** The sender's id. */
  externalId: text().notNull(),
  importId: uuid(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('profiles_customer').on(t.organisationId, t.customerId)])

/** A known customer: the fold of the facts its profiles received (server/domain/identity). */
export const customers = pgTable('customers', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  externalId: text().notNull(),
  name: text(),
  email: text(),
  acquiredAt: instant(),
  leftAt: instant(),
  leaveKind: words(LEAVE_KINDS),
  leaveReason: text(),
  attributes: jsonb().$type<Record<string, string | number | boolean>>().notNull().default({}),
  /** First and last record of any kind, and first purchase; kept by settling. */
  firstAt: instant(),
  lastAt: instant(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('customers_external').on(t.organisationId, t.externalId),
  index('customers_name').on(t.organisationId, t.name),
  // What duplicates are found by (server/queries/duplicates).
  index('customers_email_key').on(t.organisationId, sql`lower(btrim(email))`).where(sql`email is not null`),
  index('customers_name_key').on(t.organisationId, sql`lower(btrim(regexp_replace(name, '[[:space:][:punct:]]+', ' ', 'g')))`).where(sql`name is not null`), within('customers_leave_kind', t.leaveKind, LEAVE_KINDS)])

/**
 * Every customer and issue record as it was sent. The merged row is the fold of these by `updatedAt`, so any order
 * of arrival ends the same and an import can be taken back exactly.
 */
export const facts = pgTable('facts', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  kind: text({ enum: ['customer', 'issue'] }).notNull(),
  subjectId: uuid().notNull(),
  source: text().notNull(),
  contentHash: bytea().notNull(),
  /** When the sender says it was true; receipt when not said (then `stated` is false). */
  updatedAt: instant().notNull(),
  stated: boolean().notNull(),
  fields: jsonb().$type<Record<string, unknown>>().notNull(),
  importId: uuid(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.kind, t.subjectId, t.contentHash] }),
  index('facts_import').on(t.organisationId, t.importId).where(sql`import_id is not null`)])

/**
 * When a customer was in relationship: from acquisition (or first record, or return) to leaving or lapse.
 * Derived by settling; half-open local days, `endDay` null while it lasts.
 */
export const spells = pgTable('spells', {
  organisationId: organisationId(),
  customerId: uuid().notNull(),
  /** 1 for the first relationship, 2 after a win-back, … */
  number: integer().notNull(),
  startDay: date().notNull(),
  /** Whether startDay is a stated acquisition, or only the first record seen. */
  startStated: boolean().notNull(),
  endDay: date(),
  endKind: words(SPELL_ENDS),
}, (t) => [primaryKey({ columns: [t.organisationId, t.customerId, t.number] }), within('spells_end_kind', t.endKind, SPELL_ENDS)])

/**
 * Customers whose derived rows (spells, moments, effects) must be computed again; written with every fact. queuedAt is
 * 'infinity' while they are being settled (server/services/settle/settle).
 */
export const settleQueue = pgTable('settle_queue', {
  organisationId: organisationId(),
  customerId: uuid().notNull(),
  queuedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.customerId] })])

/** Finance's own margin per customer and period; where sent it, not transactions, is the value. */
export const customerValues = pgTable('customer_values', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  /** First local day of the stated month, quarter or year, and the day after its last. */
  fromDay: date().notNull(),
  toDay: date().notNull(),
  amount: minor().notNull(),
  currency: text().notNull(),
  basis: text().notNull().default('margin'),
  attributes: jsonb().$type<Record<string, string | number | boolean>>().notNull().default({}),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] })])
