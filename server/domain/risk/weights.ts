/**
 * What speaks for a customer leaving, and how much: points that are added up, stated here and nowhere else. They are
 * stated, not estimated: whether they are any good is what the hit rate (report `risk-hits`) shows, and the size of the
 * points follows from what was published (METRICS §4) and from what happens before people leave.
 *
 * Points fade with time where the effect of a bad experience does: METRICS measures effects over 30 to 90 days.
 */
export const RISK_REASONS = ['silent', 'failed_moment', 'broken_promise', 'strong_negative', 'contacts_rising', 'open_issue', 'spending_less'] as const
export type RiskReason = (typeof RISK_REASONS)[number]

type Weight = { /** What it is called beside a number. */ label: string; /** Points at most. */ most: number; /** How the points come about, for whoever wants to know. */ rule: string; why: string }

/** Days in which a bad experience counts: the longest window effects are measured over. */
export const RECENT_DAYS = 90
/** Signs of life a usual gap is taken from, at least; fewer do not make a habit. */
export const LEAST_SIGNS = 4
/** Silence counts from this many usual gaps, and never before this many days: who comes daily may be on holiday. */
export const SILENT = { from: 2, full: 4, leastDays: 14 } as const
export const RISING = { recentDays: 30, earlierDays: 180, leastContacts: 3, from: 2, full: 4 } as const
export const OPEN = { fromDays: 7, fullDays: 28, oldestDays: 180 } as const
/** Share of the spend of the 90 days before that must be gone; as for `spent_less`, everything gone gives all points. */
export const LESS = { from: 0.3, full: 1 } as const

export const RISK_WEIGHTS: Record<RiskReason, Weight> = {
  silent: { label: 'Silent', most: 25, rule: '5 at twice their usual gap between signs of life, to 25 at four times; nothing before 14 days of silence.', why: 'Who no longer comes is often gone before saying so; measured against their own habit, because habits differ.' },
  failed_moment: { label: 'Failed moment', most: 30, rule: '25 for a failed moment yesterday, fading to nothing over 90 days; 5 more when there were several.', why: 'After a bad experience 39 % say they stop at once and 38 % take part of their spend elsewhere.' },
  broken_promise: { label: 'Broken promise', most: 20, rule: '10 for each promise that fell due in the last 90 days without being kept, at most 20.', why: 'The mistake is small, the follow-through is the story; and a broken promise is ours alone to mend.' },
  strong_negative: { label: 'Strong negative impression', most: 15, rule: '15 for an impression of −2 yesterday, fading to nothing over 90 days.', why: 'What they felt, where a result was not recorded or was thought to be fine.' },
  contacts_rising: { label: 'Contacts rising', most: 10, rule: '4 at twice their usual contacts in 30 days, to 10 at four times; from three contacts on.', why: 'Calls that come more and more often are about something that is not put right.' },
  open_issue: { label: 'Open issue', most: 10, rule: '3 for an issue open for a week, to 10 at four weeks.', why: 'Time to action earns loyalty; every further week spends it.' },
  spending_less: { label: 'Spending less', most: 10, rule: '3 when 30 % less than in the 90 days before, to 10 when nothing is left.', why: 'Shifting spend is leaving in parts.' },
}

/** From this score a customer is on the list: one fresh failure alone is not yet enough, a failure and what it did are. */
export const LISTED_AT = 30
/** From here on it is urgent; the hit rate of each band is reported apart. */
export const URGENT_AT = 50
/** The future in which a hit is counted. */
export const HIT_DAYS = 90

export const isRiskReason = (name: string): name is RiskReason => RISK_REASONS.some((reason) => reason === name)
