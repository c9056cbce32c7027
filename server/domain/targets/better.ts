import type { Told } from '../screens/told'

export type Better = 'higher' | 'lower'

/** Figures of which fewer are better, in whichever report they stand. */
const FEWER: ReadonlySet<string> = new Set([
  'lost', 'left', 'index_left', 'left_rate', 'lost_with_failed', 'voluntary', 'involuntary', 'administrative', 'lapse', 'churn_rate', 'gross_churn', 'net_churn', 'contraction', 'losses', 'hazard',
  'lower', 'gone', 'slipped', 'spent_less', 'index_spent_less', 'failed', 'failed_moments', 'breaches', 'forbidden_messages', 'given_up', 'value_at_stake', 'at_stake',
  'overdue', 'overdue_new', 'customers_overdue', 'broken', 'broken_promises', 'late', 'kept_late', 'withdrawn_by_us', 'late_or_stuck', 'stuck', 'repeats', 'asked_again', 'times', 'contact_minutes', 'minutes', 'mean_minutes',
  'contacts', 'contacting_customers', 'contacts_per_issue', 'contacts_per_customer_month', 'contacts_48h', 'extra', 'recent_contacts', 'open_issues', 'hand_overs', 'forced_switches', 'reopened', 'median_hours', 'escalated',
  'waiting', 'unowned', 'unhappy', 'action_hours', 'cost', 'per_contact', 'per_session', 'silent_days', 'silent_hours',
])
/** Figures of which more are better, in whichever report they stand. */
const MORE: ReadonlySet<string> = new Set([
  'stayed', 'stayed_with_failed', 'retained', 'retention', 'adjusted_retention', 'survival', 'p_alive', 'won_back', 'reactivation', 'expansion', 'met', 'exceeded', 'advocated', 'referrals', 'kept', 'resolved', 'resolved_first',
  'contained', 'satisfied', 'rescued', 'acted', 'answered', 'known', 'coverage', 'clv', 'historic_value', 'transactions', 'done',
  // The customer effort score asks how easy it was (7: very easy).
  'effort',
])
/** What one word means elsewhere, or what it counts here. */
const HERE: Readonly<Record<string, Better | null | undefined>> = {
  'unhappy-now.customers': 'lower', 'retention-curve.events': 'lower', 'retention-after-moment.events': 'lower', 'time-to-action.events': null,
  // Customers choose their own pace on the way they take.
  'journey-paths.median_hours': null,
}
/** Of how moments ended, what more of is better depends on how. */
const BY_RESULT: Readonly<Record<string, Better | undefined>> = { failed: 'lower', not_recorded: 'lower', met: 'higher', exceeded: 'higher' }
const OF_RESULT: ReadonlySet<string> = new Set(['moments', 'share', 'share_of_known'])
const MOST_DEEP = 3

/**
 * Which way a figure is better, wherever that is asked: a target's direction, an alert's, a plan's, and whether nought is good
 * news on a wall. `of`: its parameters and row. Null where it is neither: whoever asks has to say then.
 */
export function betterOf({ name, measure, figures }: Pick<Told, 'name' | 'measure' | 'figures'>, field: string, of: Readonly<Record<string, unknown>> = {}, deep = 0): Better | null {
  const here = HERE[`${name}.${field}`]
  if (here !== undefined) return here
  // A day so far is of one thing that is counted in it.
  if (name === 'today-against-expected') return typeof of.measure === 'string' ? wordOf(of.measure) : null
  if (measure?.field === field) return measure.better
  if (OF_RESULT.has(field) && typeof of.result === 'string') return BY_RESULT[of.result] ?? null
  if (measure && figures[measure.field]?.numerator === field) return measure.better
  const known = wordOf(field)
  if (known !== null) return known
  // A share is better as that is which it is the share of.
  const numerator = figures[field]?.numerator
  return numerator && numerator !== field && deep < MOST_DEEP ? betterOf({ name, measure, figures }, numerator, of, deep + 1) : null
}

const wordOf = (field: string): Better | null => (FEWER.has(field) ? 'lower' : MORE.has(field) ? 'higher' : null)
