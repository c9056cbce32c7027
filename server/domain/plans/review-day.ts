import { dayInWords } from '../time/day-in-words'
import { addDays, addPeriods, listPeriods, periodStart, type LocalDay } from '../time/local-day'
import { LEAST_AFTER } from './change'

type Days = { startOn: LocalDay; reviewOn: LocalDay; interval: 'week' | 'month'; /** Days until what the figure says of a period is final. */ ripens: number }

/** Whole periods between start and review of which the figure is final by then. */
export const countable = ({ startOn, reviewOn, interval, ripens }: Days): number => {
  const known = addDays(reviewOn, -ripens)
  return listPeriods(startOn, reviewOn, interval).filter(({ start, end }) => start >= startOn && end <= known).length
}

/** The first whole period since the start, and the day from which what the figure says of it is final. */
export function firstFinal({ startOn, interval, ripens }: Omit<Days, 'reviewOn'>): { period: LocalDay; over: LocalDay; on: LocalDay } {
  const period = periodStart(startOn, interval) === startOn ? startOn : addPeriods(periodStart(startOn, interval), interval, 1)
  const over = addPeriods(period, interval, 1)
  return { period, over, on: addDays(over, ripens) }
}

/** Why no verdict but “can't tell” can come of these days, with the first day on which one could; null where they are enough. */
export function tooSoon(days: Days): string | null {
  const n = countable(days)
  if (n >= LEAST_AFTER) return null
  const { interval, ripens } = days
  const soonest = addDays(addPeriods(firstFinal(days).period, interval, LEAST_AFTER), ripens)
  return `By the review ${n === 0 ? `no whole ${interval} counts` : `only ${n} whole ${interval} counts`}${ripens > 0 ? `, as what this figure tells is final only ${ripens} days after` : ''}; it takes ${LEAST_AFTER}. Review it on ${dayInWords(soonest)} or later.`
}
