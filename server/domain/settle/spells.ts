import type { LeaveKind, SpellEnd } from '@/db/vocabulary'
import { addDays, type LocalDay } from '../time/local-day'

/** What decides when one customer was in relationship. Days are the organisation's; none later than `today` counts. */
export type SpellHistory = {
  /** Stated acquisition; null: the first record stands for it. */
  acquiredDay: LocalDay | null
  /** Day of the first record of any kind. */
  firstDay: LocalDay | null
  leftDay: LocalDay | null
  leaveKind: LeaveKind | null
  /** Days with a purchase (amount ≥ 0) of a kind that is not ignored, in any order. */
  purchaseDays: readonly LocalDay[]
}
export type SpellRules = { lapseDays: number | null; today: LocalDay }

/** Half-open local days: in relationship on `startDay`, no longer on `endDay`. */
export type Spell = { number: number; startDay: LocalDay; startStated: boolean; endDay: LocalDay | null; endKind: SpellEnd | null }

/**
 * The spells of one customer, in order (METRICS §3: customer churn, lapse).
 *
 * - A spell begins with the stated acquisition, else the first record; a later one with the purchase that brings the
 *   customer back. What a prospect did before a stated acquisition belongs to no spell.
 * - It ends on the stated leaving, or `lapseDays` after its last purchase when none came before that day; whichever is
 *   earlier, the stated one on a tie. A purchase on that very day is a return: the day begins with the lapse, which may
 *   have been reported by then, and the past is not rewritten. Who never bought cannot lapse.
 * - A leaving before the stated acquisition belongs to an earlier relationship nobody told us about, and is left out;
 *   one before the first record of a customer without acquisition says that they had left: only a purchase opens a spell.
 * - What lies after `today` has not happened: such an acquisition, leaving or lapse is not written yet.
 */
export function spellsOf(history: SpellHistory, { lapseDays, today }: SpellRules): Spell[] {
  const { acquiredDay, firstDay } = history
  if (acquiredDay !== null && acquiredDay > today) return []
  const begin = acquiredDay ?? firstDay
  if (begin === null || begin > today) return []
  const stated = acquiredDay !== null
  let leaving = history.leftDay !== null && history.leftDay <= today && !(stated && history.leftDay < begin) ? history.leftDay : null

  const spells: Spell[] = []
  let open: { start: LocalDay; stated: boolean; last: LocalDay | null } | null = leaving !== null && leaving < begin ? null : { start: begin, stated, last: null }
  const close = (endDay: LocalDay | null, endKind: SpellEnd | null) => {
    if (open) spells.push({ number: spells.length + 1, startDay: open.start, startStated: open.stated, endDay, endKind })
    open = null
  }
  const endBefore = (limit: LocalDay | null) => {
    const within = (day: LocalDay | null) => day !== null && (limit === null ? day <= today : day <= limit)
    const lapse = open && open.last !== null && lapseDays !== null ? addDays(open.last, lapseDays) : null
    const leaves = leaving !== null && (limit === null || leaving < limit)
    if (leaves && (lapse === null || (leaving as LocalDay) <= lapse)) close(leaving, history.leaveKind ?? 'voluntary')
    else if (within(lapse)) close(lapse, 'lapse')
    if (leaves) leaving = null
  }

  const purchases = [...new Set(history.purchaseDays)].filter((day) => day >= begin && day <= today).toSorted()
  for (const day of purchases) {
    endBefore(day)
    open ??= { start: day, stated: false, last: null }
    open.last = day
  }
  endBefore(null)
  close(null, null)
  return spells
}
