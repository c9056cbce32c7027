import { boolean, date, doublePrecision, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { ACTION_STATUSES, ASSUMPTION_STATES, COMMENT_SUBJECTS, NOTE_KINDS, OPPORTUNITY_SOURCES, OPPORTUNITY_STATES, PLAN_DESIGNS, PLAN_INTERVALS, PLAN_STATUSES, PLAN_VERDICTS, PRESENCE_SUBJECTS } from '../vocabulary'
import { bytea, createdAt, instant, minor, organisationId, within, words } from './columns'
import { organisations } from './organisations'

type Scalars = Record<string, string | number | boolean>
/** One figure of one report: which parameters, which row, which field. */
export type StoredFigure = { report: string; parameters: Scalars; cell: Record<string, string>; field: string }
/** What is said to one question of a plan; `unknown`: “don't know yet”, which stays visible. `by`: who said it last; not kept with answers given before it was. */
export type StoredAnswer = { text: string; unknown: boolean; picks: string[]; by?: string }

/**
 * Two groups drawn by lot, as they were said beforehand: what will be counted, how many are to be in each, and what is expected
 * of the control (of shares its share, of means their standard deviation). null: “don't know yet”, which stays visible.
 */
export type StoredLot = { outcome: string | null; counted: 'shares' | 'means'; control: number | null; treated: number | null; expected: number | null }

/** Customers matched one to one before the baseline began: what they were matched on, and how many there are. */
export type MatchedGroups = {
  /** The figure of the group that was matched, before its members were fixed. */
  of: StoredFigure
  /** Judged from records before this day. */
  asOf: string
  on: string[]
  /** In the plan's group that day; matched and kept on each side; without a like; alike but not drawn, as enough were. */
  group: number; matched: number; unmatched: number; notDrawn: number
  /** How alike the two sides are: means. */
  balance: { what: string; plan: number; matched: number }[]
}

/** Settings of the organisation that change what a figure means. */
export type FrozenWith = { timezone: string; lapseDays: number | null; effectWindowDays: number; spentLessShare: number; /** Not kept of plans that started before this was. */ smallestChange?: number }

/** A plan: seven steps from whom it is for to whether it worked. Organisation-level: small, a reference table when distributed. */
export const plans = pgTable('plans', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  name: text().notNull(),
  status: words(PLAN_STATUSES).notNull().default('draft'),
  /** By question (server/domain/plans/steps). */
  answers: jsonb().$type<Record<string, StoredAnswer>>().notNull().default({}),
  ownerId: text().notNull(),
  ownerLabel: text().notNull(),
  opportunityId: uuid(),
  design: words(PLAN_DESIGNS).notNull().default('before_after'),
  /** The one primary measure, whom it is compared with, and which way is meant; fixed when the plan starts. */
  measure: jsonb().$type<StoredFigure>(),
  comparison: jsonb().$type<StoredFigure>(),
  comparisonLabel: text().notNull().default(''),
  /** Why this comparison was proposed, with its figures, as they were when it was chosen. */
  comparisonWhy: text().notNull().default(''),
  matched: jsonb().$type<MatchedGroups>(),
  /** Of a randomised plan; null: nobody was asked. */
  lot: jsonb().$type<StoredLot>(),
  better: text().notNull().default('higher'),
  interval: words(PLAN_INTERVALS).notNull().default('month'),
  /** In the measure's own unit; a change smaller than this is none worth acting on. */
  smallest: doublePrecision(),
  /** Days on which the target was picked: no part of the baseline. */
  pickedFrom: date(),
  pickedTo: date(),
  baselineFrom: date(),
  baselineTo: date(),
  startOn: date(),
  reviewOn: date(),
  startedAt: instant(),
  /** The settings by which its baseline was read; null before the start, and of plans that started before this was kept. */
  frozenWith: jsonb().$type<FrozenWith>(),
  /** What the plan said on its first day that it could find with power .8, in the measure's unit. */
  detectable: doublePrecision(),
  verdict: words(PLAN_VERDICTS),
  /** The figures the verdict was given on, as they were that day. */
  result: jsonb().$type<Record<string, unknown>>(),
  reviewedAt: instant(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  changedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), within('plans_status', t.status, PLAN_STATUSES), within('plans_design', t.design, PLAN_DESIGNS),
  within('plans_interval', t.interval, PLAN_INTERVALS), within('plans_verdict', t.verdict, PLAN_VERDICTS)])

/** The rows a plan's baseline consists of, as they were when it started: whatever is recorded later does not change them. */
export const planBaselines = pgTable('plan_baselines', {
  organisationId: organisationId(),
  planId: uuid().notNull(),
  /** `plan` or `comparison`. */
  side: text().notNull(),
  period: date().notNull(),
  value: doublePrecision().notNull(),
  numerator: doublePrecision(),
  denominator: doublePrecision(),
  row: jsonb().$type<Record<string, unknown>>().notNull(),
  recordedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.planId, t.side, t.period] }),
  foreignKey({ name: 'plan_baselines_plan', columns: [t.organisationId, t.planId], foreignColumns: [plans.organisationId, plans.id] }).onDelete('cascade')])

export const planActions = pgTable('plan_actions', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  planId: uuid().notNull(),
  title: text().notNull(),
  ownerId: text(),
  ownerLabel: text().notNull().default(''),
  dueOn: date(),
  status: words(ACTION_STATUSES).notNull().default('on_track'),
  /** Why it is stuck or behind, in a sentence. */
  remark: text().notNull().default(''),
  costPlanned: minor(),
  costSpent: minor(),
  /** What it is expected to bring, by this formula, between these. */
  returnFormula: text().notNull().default(''),
  returnLow: minor(),
  returnHigh: minor(),
  /** Actions of the same plan that must be done first. */
  dependsOn: jsonb().$type<string[]>().notNull().default([]),
  position: integer().notNull(),
  doneOn: date(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  changedAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('plan_actions_plan').on(t.organisationId, t.planId, t.position), within('plan_actions_status', t.status, ACTION_STATUSES),
  foreignKey({ name: 'plan_actions_plan_fk', columns: [t.organisationId, t.planId], foreignColumns: [plans.organisationId, plans.id] }).onDelete('cascade')])

/** Something that could be made better: value to customers × value to us × effort. */
export const opportunities = pgTable('opportunities', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  title: text().notNull(),
  why: text().notNull().default(''),
  source: words(OPPORTUNITY_SOURCES).notNull(),
  /** What a suggestion came from, so that it is not made twice. */
  subject: text(),
  evidence: jsonb().$type<StoredFigure>(),
  /** What a plan from it is measured by, and which way is better. */
  measure: jsonb().$type<StoredFigure>(),
  better: text().notNull().default('lower'),
  /** The days of the evidence: what a target was picked by is no baseline. */
  pickedFrom: date(),
  pickedTo: date(),
  /** The figures the scores came from, in words. */
  inputs: jsonb().$type<Record<string, string>>().notNull().default({}),
  /** 1…5 each, from data or by a person; a person's stand with their reason. */
  customers: integer().notNull(),
  us: integer().notNull(),
  effort: integer().notNull(),
  overrides: jsonb().$type<Record<string, { from: number; reason: string; by: string }>>().notNull().default({}),
  /** `touchpoint:<slug>`, `moment:<slug>`, `segment:<segmentation>:<slug>`, `journey:<slug>`, `step:<journey>:<id>`. */
  links: jsonb().$type<string[]>().notNull().default([]),
  state: words(OPPORTUNITY_STATES).notNull().default('open'),
  wantedOn: date(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('opportunities_subject').on(t.organisationId, t.subject),
  within('opportunities_source', t.source, OPPORTUNITY_SOURCES), within('opportunities_state', t.state, OPPORTUNITY_STATES)])

/** What we think we know. Published claims come with their arithmetic; each may be held against one's own figure. */
export const assumptions = pgTable('assumptions', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  /** Of a published claim (server/domain/plans/claims); null: somebody's own. */
  claim: text(),
  statement: text().notNull(),
  source: text().notNull().default(''),
  note: text().notNull().default(''),
  ownerLabel: text().notNull().default(''),
  reviewOn: date(),
  state: words(ASSUMPTION_STATES).notNull().default('unchecked'),
  evidence: text().notNull().default(''),
  check: jsonb().$type<StoredFigure>(),
  /** What the claim says the figure is, in its unit; either may be open. */
  claimedLow: doublePrecision(),
  claimedHigh: doublePrecision(),
  planId: uuid(),
  createdAt: createdAt(),
  changedAt: createdAt(),
  changedBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), uniqueIndex('assumptions_claim').on(t.organisationId, t.claim), within('assumptions_state', t.state, ASSUMPTION_STATES)])

/** A meeting about the plans. Its minutes write themselves from what happened since the one before; then they stay as they are. */
export const planMeetings = pgTable('plan_meetings', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  heldAt: instant().notNull(),
  startedBy: text().notNull(),
  closedAt: instant(),
  minutes: text().notNull().default(''),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('plan_meetings_held').on(t.organisationId, t.heldAt)])

export const planDecisions = pgTable('plan_decisions', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  meetingId: uuid().notNull(),
  planId: uuid(),
  text: text().notNull(),
  /** Decided then, looked at in the next meeting; null until somebody says. */
  done: boolean(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('plan_decisions_meeting').on(t.organisationId, t.meetingId),
  foreignKey({ name: 'plan_decisions_meeting_fk', columns: [t.organisationId, t.meetingId], foreignColumns: [planMeetings.organisationId, planMeetings.id] }).onDelete('cascade')])

/** What people put on the wall of a plan's workshop, all at once. */
export const workshopNotes = pgTable('workshop_notes', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  planId: uuid().notNull(),
  kind: words(NOTE_KINDS).notNull().default('note'),
  text: text().notNull(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  /** The action it became. */
  actionId: uuid(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('workshop_notes_plan').on(t.organisationId, t.planId, t.createdAt), within('workshop_notes_kind', t.kind, NOTE_KINDS),
  foreignKey({ name: 'workshop_notes_plan_fk', columns: [t.organisationId, t.planId], foreignColumns: [plans.organisationId, plans.id] }).onDelete('cascade')])

/** A link that shows one plan to whoever has it, until it is revoked. Only the token's hash is kept. */
export const planShares = pgTable('plan_shares', {
  organisationId: organisationId(),
  id: uuid().notNull(),
  planId: uuid().notNull(),
  createdAt: createdAt(),
  createdBy: text().notNull(),
  revokedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('plan_shares_plan').on(t.organisationId, t.planId),
  foreignKey({ name: 'plan_shares_plan_fk', columns: [t.organisationId, t.planId], foreignColumns: [plans.organisationId, plans.id] }).onDelete('cascade')])

/** SHA-256 of each link's token → whose it is. No tenant row: the door looks it up before it knows the organisation. */
export const planShareHashes = pgTable('plan_share_hashes', {
  hash: bytea().primaryKey(),
  ofOrganisation: uuid().notNull().references(() => organisations.id, { onDelete: 'cascade' }),
  shareId: uuid().notNull(),
})

/** Said about anything: a plan, an action, an opportunity, an assumption, a report, a cell of a journey map. */
export const comments = pgTable('comments', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  id: uuid().notNull(),
  subject: words(COMMENT_SUBJECTS).notNull(),
  subjectId: text().notNull(),
  /** Where within the subject: `<lane>:<step>` of a map; empty: all of it. */
  place: text().notNull().default(''),
  text: text().notNull(),
  /** User ids of who was named by @. */
  mentions: jsonb().$type<string[]>().notNull().default([]),
  actorId: text().notNull(),
  actorLabel: text().notNull(),
  createdAt: createdAt(),
  resolvedAt: instant(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index('comments_subject').on(t.organisationId, t.subject, t.subjectId, t.createdAt), within('comments_subject_kind', t.subject, COMMENT_SUBJECTS)])

/** Who has a map or a plan open now, and where in it they are; a row that is not renewed counts for nothing. */
export const presence = pgTable('presence', {
  organisationId: organisationId().references(() => organisations.id, { onDelete: 'cascade' }),
  subject: words(PRESENCE_SUBJECTS).notNull(),
  subjectId: uuid().notNull(),
  clientId: uuid().notNull(),
  actorLabel: text().notNull(),
  /** `<lane>/<step>` of a map, a part of a plan. */
  place: text().notNull().default(''),
  seenAt: createdAt(),
}, (t) => [primaryKey({ columns: [t.organisationId, t.subject, t.subjectId, t.clientId] }), within('presence_subject', t.subject, PRESENCE_SUBJECTS)])
