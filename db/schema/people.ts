import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ROLES, SCOPES } from '../vocabulary'
import { bytea, createdAt, instant, organisationId, within, words } from './columns'
import { organisations } from './organisations'

/** People who can sign in. No tenant rows: read only through the door (server/access.ts). */
export const users = pgTable('users', {
  id: uuid().primaryKey(),
  email: text().notNull(),
  name: text().notNull(),
  passwordHash: text(),
  oidcSubject: text(),
  /** The second factor's secret, sealed (server/sealed.ts); null: none has been set up. */
  secondFactor: text(),
  secondFactorSince: instant(),
  /** The last half minute whose code was taken: a code is taken once. */
  secondFactorStep: integer(),
  createdAt: createdAt(),
}, (t) => [uniqueIndex('users_email').on(t.email), uniqueIndex('users_oidc_subject').on(t.oidcSubject)])

/** One row per signed-in browser, so that it can be listed and revoked although the cookie is a JWT. */
export const sessions = pgTable('sessions', {
  id: uuid().primaryKey(),
  userId: uuid().notNull().references(() => users.id, { onDelete: 'cascade' }),
  userAgent: text().notNull().default(''),
  address: text().notNull().default(''),
  createdAt: createdAt(),
  lastSeenAt: createdAt(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
}, (t) => [index('sessions_user').on(t.userId)])

/** Links that work once: password reset, invitation. Only the hash of the link's token is kept. */
export const links = pgTable('links', {
  hash: bytea().primaryKey(),
  purpose: text({ enum: ['reset', 'invitation'] }).notNull(),
  userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
  forOrganisation: uuid().references(() => organisations.id, { onDelete: 'cascade' }),
  invitationId: uuid(),
  createdAt: createdAt(),
  expiresAt: instant().notNull(),
  usedAt: instant(),
})

/** What gets somebody in whose telephone is lost: SHA-256 of each recovery code, 120 random bits; used ones stay until new ones are made. */
export const recoveryCodes = pgTable('recovery_codes', {
  userId: uuid().notNull().references(() => users.id, { onDelete: 'cascade' }),
  hash: bytea().notNull(),
  usedAt: instant(),
}, (t) => [primaryKey({ columns: [t.userId, t.hash] })])

/** Counters behind throttling, by key such as `sign-in:address:…`; one row per key and window. */
export const throttles = pgTable('throttles', {
  key: text().notNull(),
  windowStart: instant().notNull(),
  count: integer().notNull().default(0),
}, (t) => [primaryKey({ columns: [t.key, t.windowStart] })])

export const members = pgTable('members', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  userId: uuid().notNull().references(() => users.id, { onDelete: 'cascade' }),
  role: words(ROLES).notNull(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.userId] }), index('members_user').on(t.userId), within('members_role', t.role, ROLES)])

export const invitations = pgTable('invitations', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  email: text().notNull(),
  role: words(ROLES).notNull(),
  invitedBy: uuid(),
  createdAt: createdAt(),
  expiresAt: instant().notNull(),
  acceptedAt: instant(),
  revokedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] })])

export const apiKeys = pgTable('api_keys', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  name: text().notNull(),
  /** First characters of the key, to recognise it by; never enough to use it. */
  prefix: text().notNull(),
  scopes: jsonb().$type<(typeof SCOPES)[number][]>().notNull(),
  createdBy: uuid(),
  createdAt: createdAt(),
  lastUsedAt: instant(),
  revokedAt: instant(),
  system: boolean().notNull().default(false),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] })])

/** SHA-256 of each key → whose it is. No tenant row: the door looks a key up before it knows the organisation. */
export const apiKeyHashes = pgTable('api_key_hashes', {
  hash: bytea().primaryKey(),
  ofOrganisation: uuid().notNull().references(() => organisations.id, { onDelete: 'cascade' }),
  apiKeyId: uuid().notNull(),
})
