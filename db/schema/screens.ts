import { boolean, date, doublePrecision, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { SCREEN_THEMES, SLIDE_KINDS, TARGET_DIRECTIONS } from '../vocabulary'
import { bytea, createdAt, instant, organisationId, within, words } from './columns'
import { organisations } from './organisations'

type Scalars = Record<string, string | number | boolean>
/** When something is shown: local hours [from, to) on these weekdays, Monday = 0; `to` before `from` reaches over midnight. */
export type StoredSchedule = { days: number[]; from: string; to: string }

/** A wall display: what it shows is its slides, in order. Organisation-level: small, a reference table when distributed. */
export const screens = pgTable('screens', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  name: text().notNull(),
  /** Raised by every change; a change made from an older one is refused. */
  version: integer().notNull().default(1),
  /** Zone of its clock and schedules; null: the organisation's. */
  timezone: text(),
  theme: words(SCREEN_THEMES).notNull().default('dark'),
  /** Customers' names, ids and free text are shown only where somebody said so. */
  showNames: boolean().notNull().default(false),
  /** What `{branch}` and the like in slides stand for, unless a device says otherwise. */
  variables: jsonb().$type<Record<string, string>>().notNull().default({}),
  createdAt: createdAt(),
  changedAt: createdAt(),
  changedBy: text().notNull().default(''),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), within('screens_theme', t.theme, SCREEN_THEMES)])

/** One report on a screen, with its parameters and the way it is drawn. */
export const slides = pgTable('slides', {
  organisationId: organisationId(),
  screenId: uuid().notNull(),
  id: uuid().notNull(),
  position: integer().notNull(),
  kind: words(SLIDE_KINDS).notNull(),
  report: text(),
  parameters: jsonb().$type<Scalars>().notNull().default({}),
  /** The figure drawn, and the row it is of; null and {}: the report's own measure, of the whole. */
  field: text(),
  cell: jsonb().$type<Record<string, string>>().notNull().default({}),
  title: text(),
  text: text(),
  seconds: integer().notNull().default(15),
  schedule: jsonb().$type<StoredSchedule>(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.screenId, t.id] }), within('slides_kind', t.kind, SLIDE_KINDS),
  foreignKey({ name: 'slides_screen', columns: [t.organisationId, t.screenId], foreignColumns: [screens.organisationId, screens.id] }).onDelete('cascade')])

/** A slide that could not be answered or drawn: skipped on the wall, said to whoever looks after the screen. */
export const slideFailures = pgTable('slide_failures', {
  organisationId: organisationId(),
  screenId: uuid().notNull(),
  slideId: uuid().notNull(),
  message: text().notNull(),
  since: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.screenId, t.slideId] }),
  foreignKey({ name: 'slide_failures_slide', columns: [t.organisationId, t.screenId, t.slideId], foreignColumns: [slides.organisationId, slides.screenId, slides.id] }).onDelete('cascade')])

/** A display that shows a screen. Its token opens this screen's slides and nothing else; only the token's hash is kept. */
export const screenDevices = pgTable('screen_devices', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  screenId: uuid().notNull(),
  name: text().notNull(),
  /** Over the screen's own: one screen serves ten branches. */
  variables: jsonb().$type<Record<string, string>>().notNull().default({}),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  lastSeenAt: instant(),
  revokedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('screen_devices_screen').on(t.organisationId, t.screenId),
  foreignKey({ name: 'screen_devices_screen_fk', columns: [t.organisationId, t.screenId], foreignColumns: [screens.organisationId, screens.id] }).onDelete('cascade')])

/** SHA-256 of each display's token → whose it is. No tenant row: the door looks a token up before it knows the organisation. */
export const screenTokenHashes = pgTable('screen_token_hashes', {
  hash: bytea().primaryKey(),
  ofOrganisation: uuid().notNull().references(() => organisations.id, { onDelete: 'cascade' }),
  deviceId: uuid().notNull(),
})

/** A display that waits for somebody to type its code. What it holds becomes its token then. Belongs to no tenant yet. */
export const screenPairings = pgTable('screen_pairings', {
  code: text().primaryKey(),
  tokenHash: bytea().notNull(),
  createdAt: createdAt(),
  expiresAt: instant().notNull(),
}, (t) => [index('screen_pairings_expires').on(t.expiresAt)])

/** A message that interrupts every slide of a screen (null: of all screens) until it is ended or over. */
export const takeovers = pgTable('takeovers', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  screenId: uuid(),
  title: text().notNull(),
  text: text().notNull().default(''),
  /** What raised it, so that raising it again changes it instead of adding one. */
  source: text().notNull(),
  raisedAt: createdAt(),
  raisedBy: text().notNull(),
  until: instant().notNull(),
  endedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('takeovers_until').on(t.organisationId, t.until)])

/**
 * What a figure should reach. One row per decision, never changed: the newest valid one of a day is the target of that day,
 * and one without a value ends it.
 */
export const targets = pgTable('targets', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  report: text().notNull(),
  field: text().notNull(),
  /** The parameters and row that say which figure, without window and period. */
  parameters: jsonb().$type<Scalars>().notNull().default({}),
  cell: jsonb().$type<Record<string, string>>().notNull().default({}),
  /** The two above in one fixed order, to find them by. */
  subject: text().notNull(),
  value: doublePrecision(),
  direction: words(TARGET_DIRECTIONS).notNull(),
  validFrom: date().notNull(),
  owner: text().notNull(),
  setBy: text().notNull(),
  setAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('targets_subject').on(t.organisationId, t.report, t.subject),
  within('targets_direction', t.direction, TARGET_DIRECTIONS)])
