import { boolean, doublePrecision, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { ALERT_STATES, DELIVERY_STATES, type AlertCondition } from '../vocabulary'
import { createdAt, instant, organisationId, within, words } from './columns'
import { organisations } from './organisations'

/** "Tell me when …": a condition on a figure or an event, who is told, and what was seen last. */
export const alertRules = pgTable('alert_rules', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  name: text().notNull(),
  condition: jsonb().$type<AlertCondition>().notNull(),
  /** User ids; who is no member any more is passed over. */
  people: jsonb().$type<string[]>().notNull().default([]),
  webhooks: jsonb().$type<string[]>().notNull().default([]),
  /** Interrupts every wall for a while. */
  takeover: boolean().notNull().default(false),
  /** Checked at most this often. */
  everyMinutes: integer().notNull().default(15),
  /** While it stays true, told again after this long; null: not before it has cleared. */
  quietHours: integer(),
  enabled: boolean().notNull().default(true),
  state: words(ALERT_STATES).notNull().default('waiting'),
  /** Why it could not be told, or the figure it was last seen at. */
  remark: text().notNull().default(''),
  observed: doublePrecision(),
  checkedAt: instant(),
  firedAt: instant(),
  /** The organisation's time when it was made or switched on: events before it are history. */
  since: instant().notNull(),
  createdBy: text().notNull(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), within('alert_rules_state', t.state, ALERT_STATES)])

/** One time an alert was told: what was seen, against what, and to whom it went. */
export const alertFirings = pgTable('alert_firings', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  ruleId: uuid().notNull(),
  firedAt: instant().notNull(),
  /** The figure, or how many events; with the threshold it passed. */
  observed: doublePrecision().notNull(),
  threshold: doublePrecision(),
  title: text().notNull(),
  body: text().notNull().default(''),
  link: text().notNull().default(''),
  told: jsonb().$type<{ people: string[]; webhooks: string[]; screens: boolean }>().notNull(),
  clearedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('alert_firings_rule').on(t.organisationId, t.ruleId, t.firedAt), index('alert_firings_at').on(t.organisationId, t.firedAt),
  foreignKey({ name: 'alert_firings_rule_fk', columns: [t.organisationId, t.ruleId], foreignColumns: [alertRules.organisationId, alertRules.id] }).onDelete('cascade')])

/** Events a rule has told of: each once. */
export const alertEvents = pgTable('alert_events', {
  organisationId: organisationId(),
  ruleId: uuid().notNull(),
  /** Id of the moment or promise, with its due time where that can change. */
  subject: text().notNull(),
  seenAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.ruleId, t.subject] }),
  foreignKey({ name: 'alert_events_rule', columns: [t.organisationId, t.ruleId], foreignColumns: [alertRules.organisationId, alertRules.id] }).onDelete('cascade')])

/** An address of the organisation's own that is told by HTTP. The secret is sealed with the instance's. */
export const webhooks = pgTable('webhooks', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  name: text().notNull(),
  url: text().notNull(),
  secret: text().notNull(),
  enabled: boolean().notNull().default(true),
  createdBy: text().notNull(),
  createdAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] })])

/** One message to one webhook: kept until it was taken or given up, then as the log. */
export const webhookDeliveries = pgTable('webhook_deliveries', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  webhookId: uuid().notNull(),
  event: text().notNull(),
  body: text().notNull(),
  state: words(DELIVERY_STATES).notNull().default('waiting'),
  attempts: integer().notNull().default(0),
  dueAt: instant().notNull(),
  claimedAt: instant(),
  createdAt: createdAt(),
  endedAt: instant(),
  /** What each attempt met, the last ten. */
  log: jsonb().$type<{ at: string; status: number | null; said: string; ms: number }[]>().notNull().default([]),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('webhook_deliveries_due').on(t.organisationId, t.state, t.dueAt), index('webhook_deliveries_log').on(t.organisationId, t.webhookId, t.createdAt),
  within('webhook_deliveries_state', t.state, DELIVERY_STATES),
  foreignKey({ name: 'webhook_deliveries_webhook', columns: [t.organisationId, t.webhookId], foreignColumns: [webhooks.organisationId, webhooks.id] }).onDelete('cascade')])

/** Promises whose owner has been told that they fall due, or are overdue; once for each due time. */
export const promiseReminders = pgTable('promise_reminders', {
  organisationId: organisationId(),
  promiseId: uuid().notNull(),
  kind: text({ enum: ['due', 'overdue'] }).notNull(),
  dueAt: instant().notNull(),
  toldAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.promiseId, t.kind, t.dueAt] })])
