import { addDays, addMonths, firstOfMonth, type LocalDay } from '@/server/domain/time/local-day'

export type Days = { from: LocalDay; to: LocalDay }

/** The twelve whole months before the one that `lastDay` (newest day with records) lies in; with it, where it is the month's last. */
export function lastWholeYear(lastDay: LocalDay): Days {
  const to = firstOfMonth(addDays(lastDay, 1))
  return { from: addMonths(to, -12), to }
}
