import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { BUDGET_PERIODS, RECOVERY_OUTCOMES, ROLES } from '../vocabulary'
import { instant, minor, organisationId, within, words } from './columns'

/** Somebody has taken an unhappy customer on. What they do is recorded as interactions on our initiative. */
export const recoveryCases = pgTable('recovery_cases', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  /** Since when the customer had been waiting, and what for, in words. */
  unhappyAt: instant().notNull(),
  because: text().notNull(),
  takenAt: instant().notNull(),
  takenBy: text().notNull(),
  takenByLabel: text().notNull(),
  /** What the customer said came of it; null while nobody has asked. */
  outcome: words(RECOVERY_OUTCOMES),
  outcomeAt: instant(),
  closedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] }), index('recovery_cases_taken').on(t.organisationId, t.takenAt),
  within('recovery_cases_outcome', t.outcome, RECOVERY_OUTCOMES)])

/** What was done for a customer from the recovery desk, and what it took from whose budget; `id` is the interaction's. */
export const recoveryActs = pgTable('recovery_acts', {
  organisationId: organisationId(),
  profileId: uuid().notNull(),
  id: uuid().notNull(),
  caseId: uuid().notNull(),
  at: instant().notNull(),
  actorId: text().notNull(),
  actorLabel: text().notNull(),
  /** The actor's role then: budgets are given per role. */
  role: words(ROLES).notNull(),
  what: text().notNull(),
  goodwill: minor().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.profileId, t.id] }), index('recovery_acts_at').on(t.organisationId, t.at), within('recovery_acts_role', t.role, ROLES)])

/** What each person of a role may give away in a period, without asking. No row: nothing is limited. */
export const recoveryBudgets = pgTable('recovery_budgets', {
  organisationId: organisationId(),
  role: words(ROLES).notNull(),
  period: words(BUDGET_PERIODS).notNull(),
  amount: minor().notNull(),
  setAt: instant().notNull(),
  setBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.role, t.period] }), within('recovery_budgets_role', t.role, ROLES), within('recovery_budgets_period', t.period, BUDGET_PERIODS)])

/** A note to a customer with places for what is particular: {name}, {what_happened}, … (server/domain/recovery/note). */
export const noteTemplates = pgTable('note_templates', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  name: text().notNull(),
  subject: text().notNull(),
  body: text().notNull(),
  changedAt: instant().notNull(),
  changedBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] })])
