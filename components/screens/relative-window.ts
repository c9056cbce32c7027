import { addMonths, daysBetween, firstOfMonth, type LocalDay } from '@/server/domain/time/local-day'

type Parameters = Record<string, string | number | boolean>

/**
 * A view's parameters as a wall asks them: a window that reaches to the present moves on with the day; one that ended in
 * the past stays as it is.
 */
export function movingWindow(given: Readonly<Record<string, string | number | boolean | null>>, today: LocalDay): Parameters {
  const kept = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string | number | boolean] => entry[1] !== null && entry[1] !== ''))
  const { from, to, ...rest } = kept
  if (typeof to === 'string' && to < today) return kept
  if (typeof from !== 'string' || from > today) return rest
  if (from !== firstOfMonth(from)) return { ...rest, from: `{-${daysBetween(from, today)}d}` }
  let months = 0
  while (addMonths(firstOfMonth(today), -months) > from && months < 1200) months++
  return { ...rest, from: months === 0 ? '{month}' : `{-${months}m}` }
}
