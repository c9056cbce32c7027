/**
 * The word lists of the field, one place for each. Browser-safe: no drizzle, no I/O.
 * Database checks, zod schemas, forms and charts all read these arrays.
 */

export const ROLES = ['viewer', 'editor', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

export const SCOPES = ['ingest', 'read', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** Who can be kept from seeing customers' names: roles below admin, API keys without the scope admin, wall displays. */
export const NAMES_HIDEABLE = ['viewer', 'editor', 'keys', 'screens'] as const
export type NamesHideable = (typeof NAMES_HIDEABLE)[number]

/**
 * Kinds of data that can be kept for so many days and then go. `observation`: interactions of that form. `message`: what
 * members and other systems were told. `refused_row`: rows of files that were refused. `customer`: customers who have
 * left, or were never in relationship, and of whom nothing has been heard since; they are erased.
 */
export const RETENTION_KINDS = ['observation', 'interaction', 'transaction', 'promise', 'response', 'referral', 'note', 'message', 'refused_row', 'customer'] as const
export type RetentionKind = (typeof RETENTION_KINDS)[number]

/** The medium's kind; it decides colour and the default for "does a human answer". */
export const CHANNEL_KINDS = [
  'web', 'mobile_app', 'email', 'sms', 'chat', 'social', 'phone', 'ivr', 'virtual_agent', 'in_person', 'post', 'other',
] as const
export type ChannelKind = (typeof CHANNEL_KINDS)[number]

/** Channel kinds on which, unless somebody says otherwise, a human answers. */
export const HUMAN_CHANNEL_KINDS: readonly ChannelKind[] = ['phone', 'chat', 'in_person', 'email', 'social', 'post']

export const TOUCHPOINT_CLASSES = ['efficient', 'moment_that_matters'] as const
export type TouchpointClass = (typeof TOUCHPOINT_CLASSES)[number]

export const FORMS = ['observation', 'interaction', 'transaction'] as const
export type Form = (typeof FORMS)[number]

export const DIRECTIONS = ['contact', 'lookup', 'message'] as const
export type Direction = (typeof DIRECTIONS)[number]

export const INITIATIVES = ['theirs', 'ours'] as const
export type Initiative = (typeof INITIATIVES)[number]

/** Results are recorded; `not_recorded` is a row in reports, never a stored value. */
export const RESULTS = ['failed', 'met', 'exceeded'] as const
export type Result = (typeof RESULTS)[number]
export const RESULT_ROWS = [...RESULTS, 'not_recorded'] as const
export type ResultRow = (typeof RESULT_ROWS)[number]

export const RESULT_SOURCES = ['person', 'customer', 'rule'] as const
export type ResultSource = (typeof RESULT_SOURCES)[number]

/** Effects are computed, one each, strongest first. */
export const EFFECTS = ['left', 'spent_less', 'stayed', 'pending', 'not_measurable'] as const
export type Effect = (typeof EFFECTS)[number]
/** What an effect can be once its window is over. */
export const CLOSED_EFFECTS = ['left', 'spent_less', 'stayed', 'not_measurable'] as const
export type ClosedEffect = (typeof CLOSED_EFFECTS)[number]

export const EFFECT_WINDOWS = [30, 60, 90] as const

/** Why an interaction is a moment: the touchpoint's rule, or a strong impression. */
export const MOMENT_RULES = ['all', 'failed', 'second_contact', 'first_time', 'amount_above', 'bad_mood'] as const
export type MomentRule = (typeof MOMENT_RULES)[number]
export const MOMENT_REASONS = [...MOMENT_RULES, 'strong_impression'] as const
export type MomentReason = (typeof MOMENT_REASONS)[number]

/** Rules that may set a result where no person or customer recorded one. None looks past the effect's window start. */
export const RESULT_RULES = ['reopened_7_days', 'promise_broken', 'csat_low', 'impression_negative'] as const
export type ResultRule = (typeof RESULT_RULES)[number]

export const LEAVE_KINDS = ['voluntary', 'involuntary', 'administrative'] as const
export type LeaveKind = (typeof LEAVE_KINDS)[number]

/** How a relationship spell ended: by a recorded leaving, or by silence longer than the lapse gap. */
export const SPELL_ENDS = [...LEAVE_KINDS, 'lapse'] as const
export type SpellEnd = (typeof SPELL_ENDS)[number]

export const WITHDRAWN_BY = ['us', 'customer'] as const
export const SURVEYS = ['nps', 'csat', 'ces', 'perceived_value'] as const
export type Survey = (typeof SURVEYS)[number]

/** What a transaction's kind counts towards. */
export const TRANSACTION_USES = ['value', 'activity', 'ignore'] as const
export type TransactionUse = (typeof TRANSACTION_USES)[number]

/** Everything a sender can record; plural names are the REST collections. */
export const RECORD_KINDS = [
  'customer', 'interaction', 'transaction', 'issue', 'promise', 'response', 'referral', 'customer_value',
] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

export const RECORD_COLLECTIONS = {
  customer: 'customers',
  interaction: 'interactions',
  transaction: 'transactions',
  issue: 'issues',
  promise: 'promises',
  response: 'responses',
  referral: 'referrals',
  customer_value: 'customer-values',
} as const satisfies Record<RecordKind, string>

export const IMPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

export const INTERVALS = ['day', 'week', 'month'] as const
export type Interval = (typeof INTERVALS)[number]

/** What live streams carry: the name of what changed, never data. */
export const TOPICS = [
  'interactions', 'customers', 'transactions', 'moments', 'issues', 'promises', 'responses', 'segments',
  'catalogue', 'settings', 'imports', 'jobs', 'members', 'keys', 'journeys', 'journey_edits', 'presence', 'comments', 'screens', 'targets', 'recovery', 'notifications', 'alerts', 'surveys', 'plans', 'workshops',
] as const
export type Topic = (typeof TOPICS)[number]
/** No figure depends on them, so none is asked again: an open map, a conversation or the bell hears them by itself. */
export const QUIET_TOPICS: readonly Topic[] = ['journey_edits', 'presence', 'comments', 'notifications', 'workshops']

/** A task (one user experience) is part of a journey (a customer experience), a journey of a relationship (years). */
export const JOURNEY_LEVELS = ['task', 'journey', 'relationship'] as const
export type JourneyLevel = (typeof JOURNEY_LEVELS)[number]
/** When a phase is, seen from the heart of the matter. */
export const JOURNEY_WHEN = ['before', 'during', 'after'] as const
export type JourneyWhen = (typeof JOURNEY_WHEN)[number]
/** What is known about what is written on a map. */
export const EVIDENCE = ['assumed', 'reported', 'observed'] as const
export type Evidence = (typeof EVIDENCE)[number]
/** What a lane of a map is for; `own` ones are the map's own. */
export const LANE_KINDS = [
  'goal', 'practical_needs', 'emotional_needs', 'expectation', 'feelings', 'pain_points', 'opportunities', 'channels', 'backstage', 'owner', 'choices', 'own',
] as const
export type LaneKind = (typeof LANE_KINDS)[number]

/** How a slide on a wall draws its report; `message` needs none. */
export const SLIDE_KINDS = [
  'expected', 'big_number', 'line', 'bars', 'retention', 'flow', 'stream', 'at_risk', 'promises', 'story', 'sentence', 'message',
] as const
export type SlideKind = (typeof SLIDE_KINDS)[number]
export const SCREEN_THEMES = ['dark', 'light', 'by_night'] as const
export type ScreenTheme = (typeof SCREEN_THEMES)[number]
/** Which side of a target is good. */
export const TARGET_DIRECTIONS = ['at_least', 'at_most'] as const
export type TargetDirection = (typeof TARGET_DIRECTIONS)[number]

/** What a customer said came of our trying to put things right. */
export const RECOVERY_OUTCOMES = ['put_right', 'not_put_right', 'no_answer'] as const
export type RecoveryOutcome = (typeof RECOVERY_OUTCOMES)[number]
/** What a discretionary budget is for. */
export const BUDGET_PERIODS = ['day', 'week', 'month'] as const
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number]

/** What a member can be told of. */
export const NOTIFICATION_KINDS = ['alert', 'promise_due', 'promise_overdue', 'mention', 'assignment', 'plan', 'journey'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]
/** `dropped`: its reader is no member any more, or mail was switched off before it was sent. */
export const MAIL_STATES = ['waiting', 'sending', 'sent', 'failed', 'dropped'] as const
export type MailState = (typeof MAIL_STATES)[number]

/** `unknown`: the figure cannot be told (no data, or fewer than thirty behind a rate). */
export const ALERT_STATES = ['waiting', 'clear', 'firing', 'unknown', 'failed'] as const
export type AlertState = (typeof ALERT_STATES)[number]
/** The last three hold a figure against what was to be expected from its own history; their threshold says nothing. */
export const ALERT_COMPARISONS = ['above', 'at_least', 'below', 'at_most', 'unusual', 'unusually_high', 'unusually_low'] as const
export type AlertComparison = (typeof ALERT_COMPARISONS)[number]
/** Over which local days an alert looks at its figure. */
export const ALERT_WINDOWS = ['today', 'yesterday', 'this_week', 'last_7_days', 'last_28_days', 'this_month', 'last_90_days', 'last_365_days', 'everything'] as const
export type AlertWindow = (typeof ALERT_WINDOWS)[number]
/** What an alert waits for: a figure of a report passing a threshold, or an event. Segments are `segmentation:segment` or a value tier. */
export type AlertCondition =
  | { kind: 'figure'; report: string; parameters: Record<string, string | number | boolean>; field: string; cell: Record<string, string>; comparison: AlertComparison; threshold: number; window: AlertWindow }
  | { kind: 'moment_failed'; touchpoint: string | null; critical: boolean; segment: string | null }
  | { kind: 'promise_overdue'; hours: number; segment: string | null }
export const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'failed', 'dropped'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]
/** What a hosted survey says in one language; empty or absent: the ready text. */
export type SurveyTexts = { question?: string; low?: string; high?: string; comment?: string; thanks?: string }

/** A plan is written, runs from its start to its review, and is then judged, or stopped without a verdict. */
export const PLAN_STATUSES = ['draft', 'running', 'reviewed', 'stopped'] as const
export type PlanStatus = (typeof PLAN_STATUSES)[number]
/** What tells a plan's effect from what would have happened anyway. */
export const PLAN_DESIGNS = ['before_after', 'comparison', 'randomised'] as const
export type PlanDesign = (typeof PLAN_DESIGNS)[number]
export const PLAN_INTERVALS = ['week', 'month'] as const
export type PlanInterval = (typeof PLAN_INTERVALS)[number]
export const PLAN_VERDICTS = ['moved', 'no_change', 'cant_tell'] as const
export type PlanVerdict = (typeof PLAN_VERDICTS)[number]
export const ACTION_STATUSES = ['on_track', 'behind', 'stuck', 'done'] as const
export type ActionStatus = (typeof ACTION_STATUSES)[number]
export const OPPORTUNITY_SOURCES = ['record', 'person', 'journey', 'workshop'] as const
export type OpportunitySource = (typeof OPPORTUNITY_SOURCES)[number]
/** Taken up, looked into, in a plan, done, or put aside. */
export const OPPORTUNITY_STATES = ['open', 'looking', 'planned', 'done', 'dismissed'] as const
export type OpportunityState = (typeof OPPORTUNITY_STATES)[number]
export const ASSUMPTION_STATES = ['unchecked', 'holds', 'does_not_hold', 'cant_tell'] as const
export type AssumptionState = (typeof ASSUMPTION_STATES)[number]
/** What a note on a workshop's wall is. */
export const NOTE_KINDS = ['note', 'pain_point', 'action'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]
export const COMMENT_SUBJECTS = ['plan', 'action', 'opportunity', 'assumption', 'report', 'journey'] as const
export type CommentSubject = (typeof COMMENT_SUBJECTS)[number]
/** Pages on which people see who else is there. */
export const PRESENCE_SUBJECTS = ['journey', 'plan'] as const
export type PresenceSubject = (typeof PRESENCE_SUBJECTS)[number]

export const SEGMENTATION_KINDS = ['value_tiers'] as const

/** Stands for "no touchpoint" and "no channel" in roll-up keys, which cannot be null. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000'
