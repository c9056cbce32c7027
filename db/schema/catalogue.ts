import { boolean, doublePrecision, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { CHANNEL_KINDS, DIRECTIONS, RESULTS, TOUCHPOINT_CLASSES, type MomentRule, type ResultRule } from '../vocabulary'
import { createdAt, minor, organisationId, within, words } from './columns'
import { organisations } from './organisations'

/** Which of a moment touchpoint's interactions are moments. `amount` is in minor units, for `amount_above`. */
export type MomentRuleSetting = { rule: MomentRule; amount?: number }
/** How a result is set where nobody recorded one: the first rule that applies wins. */
export type ResultRuleSetting = { rules: ResultRule[]; otherwise?: (typeof RESULTS)[number] }

export const channels = pgTable('channels', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  slug: text().notNull(),
  name: text().notNull(),
  kind: words(CHANNEL_KINDS).notNull(),
  humanAnswers: boolean().notNull(),
  costPerContact: minor(),
  /** What an interaction here is when its record does not say. */
  defaultDirection: words(DIRECTIONS).notNull().default('contact'),
  /** False until a person has looked at a channel that input created. */
  confirmed: boolean().notNull().default(false),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('channels_slug').on(t.organisationId, t.slug),
  within('channels_kind', t.kind, CHANNEL_KINDS), within('channels_direction', t.defaultDirection, DIRECTIONS)])

export const touchpoints = pgTable('touchpoints', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  slug: text().notNull(),
  name: text().notNull(),
  class: words(TOUCHPOINT_CLASSES).notNull().default('efficient'),
  critical: boolean().notNull().default(false),
  momentRule: jsonb().$type<MomentRuleSetting>().notNull().default({ rule: 'all' }),
  resultRule: jsonb().$type<ResultRuleSetting>().notNull().default({ rules: [] }),
  /** What getting it wrong costs, in the organisation's words. */
  stakes: text().notNull().default(''),
  targetMinutes: doublePrecision(),
  confirmed: boolean().notNull().default(false),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('touchpoints_slug').on(t.organisationId, t.slug),
  within('touchpoints_class', t.class, TOUCHPOINT_CLASSES)])
