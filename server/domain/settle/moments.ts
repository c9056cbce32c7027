import type { Direction, MomentReason, MomentRule, Result, ResultRule, ResultSource } from '@/db/vocabulary'
import { addDays, type LocalDay } from '../time/local-day'

const DAY_MS = 86_400_000
/** How far after a moment the rules for a result look: a repeat, a promise falling due, a survey's answer. */
export const RESULT_DAYS = 7
/** An unlinked contact at the same touchpoint counts as the second one when the first is no older. */
export const SECOND_CONTACT_DAYS = 14
/** A satisfaction of 2 on the scale 1–5, as a share of any scale's length from its low end. */
export const CSAT_LOW_SHARE = 0.25

/** An interaction as settling sees it. Times are epoch milliseconds, amounts minor units. */
export type MomentInteraction = {
  id: string
  occurredAt: number
  day: LocalDay
  touchpointId: string
  direction: Direction
  mood: number | null
  impression: number | null
  result: Result | null
  resultSource: ResultSource | null
  issueId: string | null
  /** `attributes.amount`, where it is a number. */
  amount: number | null
}
export type MomentTouchpoint = {
  /** Null: not a moment-that-matters touchpoint. */
  momentRule: { rule: MomentRule; amount?: number } | null
  resultRule: { rules: readonly ResultRule[]; otherwise?: Result }
}
/** Everything of one customer that moments are selected from; nothing in it lies after `today`. */
export type MomentHistory = {
  interactions: readonly MomentInteraction[]
  promises: readonly { interactionId: string | null; issueId: string | null; dueAt: number; dueDay: LocalDay; keptAt: number | null; withdrawnBy: 'us' | 'customer' | null }[]
  csat: readonly { touchpointId: string | null; occurredAt: number; score: number; scaleMin: number | null; scaleMax: number | null }[]
  /** Largest transaction per local day in the organisation's currency. */
  largestOn: ReadonlyMap<LocalDay, number>
}
export type Moment = { id: string; touchpointId: string; occurredAt: number; day: LocalDay; reason: MomentReason; result: Result | null; resultSource: ResultSource | null; ordinal: number }

const earlier = (a: MomentInteraction, b: MomentInteraction) => a.occurredAt < b.occurredAt || (a.occurredAt === b.occurredAt && a.id < b.id)

/**
 * The moments of one customer, in order (METRICS §1): what the touchpoint's rule selects, and every interaction with a
 * strong impression (±2) wherever it happened. What the recovery desk did about one is none: whoever reads leaves it out.
 *
 * A recorded result stands. Without one, the touchpoint's result rules are asked; they look at repeats, promises and
 * satisfaction of the moment's seven days, and at nothing the effect is made of (leaving, spend, referral, NPS):
 * - reopened_7_days: another contact on the same issue within 7 days;
 * - promise_broken: a promise made in it (or, unlinked to an interaction, on its issue) that fell due within 7 days,
 *   before today, and was not kept by then; withdrawn by the customer excluded, withdrawn by us broken;
 * - csat_low: a CSAT answer about that touchpoint within 7 days in the scale's lowest quarter (2 of 5);
 * - impression_negative: an impression below 0.
 * Where none says `failed`, `otherwise` is set, but not before the 7 days of rules that look ahead are over.
 */
export function momentsOf(history: MomentHistory, touchpoints: ReadonlyMap<string, MomentTouchpoint>, today: LocalDay): Moment[] {
  const ordered = [...history.interactions].sort((a, b) => (earlier(a, b) ? -1 : 1))
  const ordinals = new Map<string, number>()
  const moments: Moment[] = []
  for (const interaction of ordered) {
    const touchpoint = touchpoints.get(interaction.touchpointId)
    const { result, resultSource } = resultOf(interaction, history, touchpoint?.resultRule ?? { rules: [] }, today)
    const rule = touchpoint?.momentRule ?? null
    const selected = rule !== null && selects(rule, { ...interaction, result }, history)
    const reason: MomentReason | null = selected ? rule.rule : Math.abs(interaction.impression ?? 0) === 2 ? 'strong_impression' : null
    if (reason === null) continue
    const ordinal = (ordinals.get(interaction.touchpointId) ?? 0) + 1
    ordinals.set(interaction.touchpointId, ordinal)
    moments.push({ id: interaction.id, touchpointId: interaction.touchpointId, occurredAt: interaction.occurredAt, day: interaction.day, reason, result, resultSource, ordinal })
  }
  return moments
}

function selects({ rule, amount }: { rule: MomentRule; amount?: number }, i: MomentInteraction, history: MomentHistory): boolean {
  const before = () => history.interactions.filter((other) => earlier(other, i))
  switch (rule) {
    case 'all': return true
    case 'failed': return i.result === 'failed'
    case 'bad_mood': return i.mood !== null && i.mood < 0
    case 'first_time': return !before().some((other) => other.touchpointId === i.touchpointId)
    case 'second_contact':
      return i.direction === 'contact' && before().some((other) => other.direction === 'contact' && (i.issueId !== null
        ? other.issueId === i.issueId
        : other.touchpointId === i.touchpointId && other.occurredAt >= i.occurredAt - SECOND_CONTACT_DAYS * DAY_MS))
    case 'amount_above': {
      // What the interaction itself says; else the largest transaction of that customer on that day.
      const size = i.amount ?? history.largestOn.get(i.day) ?? null
      return size !== null && size >= (amount ?? 0)
    }
  }
}

function resultOf(i: MomentInteraction, history: MomentHistory, { rules, otherwise }: MomentTouchpoint['resultRule'], today: LocalDay): { result: Result | null; resultSource: ResultSource | null } {
  if (i.result !== null) return { result: i.result, resultSource: i.resultSource }
  const until = i.occurredAt + RESULT_DAYS * DAY_MS
  const fires: Record<ResultRule, () => boolean> = {
    reopened_7_days: () => i.issueId !== null && history.interactions.some((o) => o.direction === 'contact' && o.issueId === i.issueId && earlier(i, o) && o.occurredAt < until),
    promise_broken: () => history.promises.some((p) => (p.interactionId === null ? p.issueId !== null && p.issueId === i.issueId : p.interactionId === i.id)
      && p.dueAt >= i.occurredAt && p.dueAt < until && p.dueDay < today && !(p.keptAt !== null && p.keptAt <= p.dueAt) && p.withdrawnBy !== 'customer'),
    csat_low: () => history.csat.some((c) => c.touchpointId === i.touchpointId && c.occurredAt >= i.occurredAt && c.occurredAt < until && isLowCsat(c)),
    impression_negative: () => i.impression !== null && i.impression < 0,
  }
  if (rules.some((rule) => fires[rule]())) return { result: 'failed', resultSource: 'rule' }
  const waits = looksAhead(rules) && addDays(i.day, RESULT_DAYS + 1) > today
  return otherwise !== undefined && !waits ? { result: otherwise, resultSource: 'rule' } : { result: null, resultSource: null }
}

/** True when a touchpoint's rules need the days after a moment, so that `otherwise` must wait for them. */
export const looksAhead = (rules: readonly ResultRule[]): boolean => rules.some((rule) => rule !== 'impression_negative')

function isLowCsat({ score, scaleMin, scaleMax }: { score: number; scaleMin: number | null; scaleMax: number | null }): boolean {
  const low = scaleMin ?? 1
  return score <= low + ((scaleMax ?? 5) - low) * CSAT_LOW_SHARE
}
