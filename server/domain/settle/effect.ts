import { addDays, type LocalDay } from '../time/local-day'
import type { ClosedEffect } from '@/db/vocabulary'
import type { Spell } from './spells'

/** What a moment's effect is read from; days of records after today are not in it. */
export type EffectHistory = {
  spells: readonly Spell[]
  /** Purchases less refunds of kinds marked value, organisation's currency, minor units. */
  spend: readonly { day: LocalDay; amount: number }[]
  /** Days of referrals, and of NPS answers of 9 or 10. */
  advocacyDays: readonly LocalDay[]
}
export type MomentEffect = { windowEnd: LocalDay; leftDay: LocalDay | null; spentBefore: number | null; spentAfter: number | null; advocated: boolean; effect: ClosedEffect }

/**
 * The effect of a moment over `windowDays` local days from the day after it (METRICS §1), without what depends on
 * today (pending is decided when read).
 *
 * `leftDay`: the end of the spell the moment lies in, if inside the window; who left on the very day had left already.
 * Spend compares the same number of days before the moment's day with those after it; both null when nothing was
 * spent before, because then there is nothing to compare. `effect`, once the window is over: the strongest of what
 * happened; spending less is a drop of at least `spentLessShare`.
 */
export function effectOf(day: LocalDay, { windowDays, spentLessShare }: { windowDays: number; spentLessShare: number }, history: EffectHistory): MomentEffect {
  const from = addDays(day, 1)
  const windowEnd = addDays(from, windowDays)
  const spell = history.spells.find((s) => s.startDay <= day && (s.endDay === null || s.endDay > day))
  const sum = (first: LocalDay, end: LocalDay) => history.spend.reduce((total, s) => (s.day >= first && s.day < end ? total + s.amount : total), 0)
  const before = sum(addDays(day, -windowDays), day)
  const leftDay = spell?.endDay != null && spell.endDay < windowEnd ? spell.endDay : null
  const spentBefore = before > 0 ? before : null
  const spentAfter = spentBefore === null ? null : sum(from, windowEnd)
  return { windowEnd, leftDay, spentBefore, spentAfter, advocated: history.advocacyDays.some((d) => d >= from && d < windowEnd), effect: closedEffect(leftDay, spentBefore, spentAfter, spentLessShare) }
}

function closedEffect(leftDay: LocalDay | null, before: number | null, after: number | null, spentLessShare: number): ClosedEffect {
  if (leftDay !== null) return 'left'
  if (before === null || after === null) return 'not_measurable'
  return before - after >= before * spentLessShare ? 'spent_less' : 'stayed'
}
