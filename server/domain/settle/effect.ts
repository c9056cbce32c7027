import { addDays, type LocalDay } from '../time/local-day'
import type { Spell } from './spells'

/** What a moment's effect is read from; days of records after today are not in it. */
export type EffectHistory = {
  spells: readonly Spell[]
  /** Purchases less refunds of kinds marked value, organisation's currency, minor units. */
  spend: readonly { day: LocalDay; amount: number }[]
  /** Days of referrals, and of NPS answers of 9 or 10. */
  advocacyDays: readonly LocalDay[]
}
export type MomentEffect = { windowEnd: LocalDay; leftDay: LocalDay | null; spentBefore: number | null; spentAfter: number | null; advocated: boolean }

/**
 * The effect of a moment over `windowDays` local days from the day after it (METRICS §1), without what depends on
 * today (pending is decided when read).
 *
 * `leftDay`: the end of the spell the moment lies in, if inside the window; who left on the very day had left already.
 * Spend compares the same number of days before the moment's day with those after it; both null when nothing was
 * spent before, because then there is nothing to compare.
 */
export function effectOf(day: LocalDay, windowDays: number, history: EffectHistory): MomentEffect {
  const from = addDays(day, 1)
  const windowEnd = addDays(from, windowDays)
  const spell = history.spells.find((s) => s.startDay <= day && (s.endDay === null || s.endDay > day))
  const sum = (first: LocalDay, end: LocalDay) => history.spend.reduce((total, s) => (s.day >= first && s.day < end ? total + s.amount : total), 0)
  const before = sum(addDays(day, -windowDays), day)
  const comparable = before > 0
  return {
    windowEnd,
    leftDay: spell?.endDay != null && spell.endDay < windowEnd ? spell.endDay : null,
    spentBefore: comparable ? before : null,
    spentAfter: comparable ? sum(from, windowEnd) : null,
    advocated: history.advocacyDays.some((d) => d >= from && d < windowEnd),
  }
}
