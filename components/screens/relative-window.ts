import { addMonths, daysBetween, firstOfMonth, isLocalDay, type LocalDay } from '@/server/domain/time/local-day'

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

/** By interval: the built-in word for where the running period begins, and a window that holds one whole period before it on every day. */
const BEGUN: Readonly<Record<string, { word: string; days: number } | undefined>> = { day: { word: '{today}', days: 7 }, week: { word: '{week}', days: 14 }, month: { word: '{month}', days: 62 } }

/** The question of a figure that stood in one period: on a wall it is of the newest whole one, so its window ends before the period that runs. Null where that cannot be told. */
export function ofNewestWhole(parameters: Parameters, period: unknown, interval: unknown): Parameters | null {
  const begun = typeof period === 'string' && isLocalDay(period) && typeof interval === 'string' ? BEGUN[interval] : undefined
  if (!begun) return null
  // A shorter window would have ended before it began.
  const back = parameters.from === '{month}' ? 0 : Number(/^\{-(\d+)d\}$/.exec(String(parameters.from))?.[1] ?? begun.days)
  return { ...parameters, ...(back < begun.days ? { from: `{-${begun.days}d}` } : {}), to: begun.word }
}
