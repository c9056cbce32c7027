import { sql } from 'drizzle-orm'
import { boolean, date, doublePrecision, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { SURVEYS, WITHDRAWN_BY } from '../vocabulary'
import { instant, organisationId, within, words } from './columns'

type Attributes = Record<string, string | number | boolean>

/** One customer task, from first contact to resolution. A stub until its own record arrives. */
export const issues = pgTable('issues', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  stub: boolean().notNull(),
  openedAt: instant(),
  resolvedAt: instant(),
  touchpointId: uuid(),
  title: text(),
  attributes: jsonb().$type<Attributes>().notNull().default({}),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] }), index('issues_id').on(t.organisationId, t.id),
  // Those that ended in a window, however many there are (server/reports/channel-breaches.ts).
  index('issues_resolved').on(t.organisationId, t.resolvedAt).where(sql`resolved_at is not null`)])

/** Something we said we would do, to whom, by when. */
export const promises = pgTable('promises', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  issueId: uuid(),
  interactionId: uuid(),
  madeAt: instant().notNull(),
  dueAt: instant().notNull(),
  keptAt: instant(),
  withdrawnAt: instant(),
  withdrawnBy: words(WITHDRAWN_BY),
  owner: text(),
  team: text(),
  text: text(),
  attributes: jsonb().$type<Attributes>(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] }), index('promises_due').on(t.organisationId, t.dueAt),
  within('promises_withdrawn_by', t.withdrawnBy, WITHDRAWN_BY)])

/** An answer to a survey question; raw scores kept, scales never mixed. */
export const responses = pgTable('responses', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  askedAt: instant(),
  occurredAt: instant(),
  day: date(),
  survey: words(SURVEYS).notNull(),
  score: doublePrecision(),
  scaleMin: doublePrecision(),
  scaleMax: doublePrecision(),
  touchpointId: uuid(),
  comment: text(),
  attributes: jsonb().$type<Attributes>(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] }), within('responses_survey', t.survey, SURVEYS),
  // What customers wrote, newest first.
  index('responses_comments').on(t.organisationId, t.occurredAt).where(sql`comment is not null`)])

export const referrals = pgTable('referrals', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  source: text().notNull(),
  externalId: text().notNull(),
  occurredAt: instant().notNull(),
  referredProfileId: uuid(),
  attributes: jsonb().$type<Attributes>(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] })])
