import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { SURVEYS, type SurveyTexts } from '../vocabulary'
import { createdAt, instant, organisationId, within, words } from './columns'
import { organisations } from './organisations'

/**
 * A question the instance itself asks, one per touchpoint and survey or several. Whom it was put to, and what they said, are
 * ordinary responses (source `hosted-survey`): a link carries the response's id, nothing about the customer.
 */
export const hostedSurveys = pgTable('hosted_surveys', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  name: text().notNull(),
  survey: words(SURVEYS).notNull(),
  /** Slug of the touchpoint it asks about; null: the relationship as a whole. */
  touchpoint: text(),
  /** By language (de, en …); what is missing in one is taken from the ready texts. */
  texts: jsonb().$type<Record<string, SurveyTexts>>().notNull().default({}),
  /** Asked in when nothing says which language the customer reads. */
  language: text().notNull().default('en'),
  validDays: integer().notNull().default(30),
  /** No further answers. */
  closedAt: instant(),
  createdBy: text().notNull(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), within('hosted_surveys_survey', t.survey, SURVEYS)])

/** Links through which an answer is on its way or was given, by the response's random id: one answer per link. */
export const surveyClaims = pgTable('survey_claims', {
  organisationId: organisationId(),
  linkId: uuid().notNull(),
  claimedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.linkId] })])
