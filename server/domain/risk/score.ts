import { LEAST_SIGNS, LESS, LISTED_AT, OPEN, RECENT_DAYS, RISING, RISK_REASONS, RISK_WEIGHTS, SILENT, type RiskReason } from './weights'

/**
 * What is known of one customer before a day. Ages are whole days before it: 1 is the day before. Money in minor units.
 * Null: never, or not known.
 */
export type RiskFacts = {
  /** Days with a sign of life in the year before, and the age of the first and the last of them. */
  signs: number
  firstSign: number | null
  lastSign: number | null
  failed: number
  lastFailed: number | null
  brokenPromises: number
  strongNegative: number
  lastNegative: number | null
  /** Contacts of the last 30 days, of up to 180 days before these, and how many days those were. */
  contacts: number
  earlierContacts: number
  earlierDays: number
  openIssues: number
  oldestIssue: number | null
  /** Spend of the last 90 days and the 90 before; null when there were not two such windows to compare. */
  spent: number | null
  spentBefore: number | null
}

/** A part of a score: points, and the figures its sentence is made of. */
export type Reason = { reason: RiskReason; points: number; figures: Record<string, number> }
export type Risk = { score: number; /** Most points first; they add up to the score. */ reasons: Reason[] }

/** The score of one customer: whole points per reason, added up. A day with nothing to say gives 0 and no reasons. */
export function scoreRisk(facts: RiskFacts): Risk {
  const reasons = RISK_REASONS.flatMap((reason): Reason[] => {
    const found = JUDGE[reason](facts)
    const points = found ? Math.min(RISK_WEIGHTS[reason].most, Math.round(found.points)) : 0
    return found && points > 0 ? [{ reason, points, figures: found.figures }] : []
  }).toSorted((a, b) => b.points - a.points)
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons }
}

export const isListed = (score: number): boolean => score >= LISTED_AT

type Found = { points: number; figures: Record<string, number> } | null

/** 0 below `from`, `least` there, `most` from `full` on, in a straight line between. */
const between = (value: number, from: number, full: number, least: number, most: number): number =>
  value < from ? 0 : value >= full ? most : least + ((most - least) * (value - from)) / (full - from)

const fading = (most: number, age: number): number => (age > RECENT_DAYS ? 0 : most * (1 - (age - 1) / RECENT_DAYS))

const JUDGE: Record<RiskReason, (facts: RiskFacts) => Found> = {
  silent({ signs, firstSign, lastSign }) {
    if (signs < LEAST_SIGNS || firstSign === null || lastSign === null || lastSign < SILENT.leastDays) return null
    const gap = (firstSign - lastSign) / (signs - 1)
    const times = lastSign / gap
    return { points: between(times, SILENT.from, SILENT.full, 5, RISK_WEIGHTS.silent.most), figures: { days: lastSign, gap, times } }
  },
  failed_moment({ failed, lastFailed }) {
    if (failed === 0 || lastFailed === null) return null
    return { points: fading(25, lastFailed) + (failed > 1 ? 5 : 0), figures: { moments: failed, days: lastFailed } }
  },
  broken_promise: ({ brokenPromises: promises }) => (promises === 0 ? null : { points: 10 * promises, figures: { promises } }),
  strong_negative: ({ strongNegative, lastNegative }) => (lastNegative === null ? null : { points: fading(RISK_WEIGHTS.strong_negative.most, lastNegative), figures: { times: strongNegative, days: lastNegative } }),
  contacts_rising({ contacts, earlierContacts, earlierDays }) {
    if (contacts < RISING.leastContacts || earlierDays < RISING.recentDays) return null
    const usual = (earlierContacts * RISING.recentDays) / earlierDays
    return { points: usual === 0 ? RISK_WEIGHTS.contacts_rising.most : between(contacts / usual, RISING.from, RISING.full, 4, RISK_WEIGHTS.contacts_rising.most), figures: { contacts, usual } }
  },
  open_issue: ({ openIssues: issues, oldestIssue }) => (oldestIssue === null ? null : { points: between(oldestIssue, OPEN.fromDays, OPEN.fullDays, 3, RISK_WEIGHTS.open_issue.most), figures: { issues, days: oldestIssue } }),
  spending_less({ spent, spentBefore }) {
    if (spent === null || spentBefore === null || spentBefore <= 0) return null
    const share = Math.min(1, (spentBefore - spent) / spentBefore)
    return { points: between(share, LESS.from, LESS.full, 3, RISK_WEIGHTS.spending_less.most), figures: { share } }
  },
}
