import { EN_DASH, LOCALE } from './format'

export type Interval = 'day' | 'week' | 'month'

/** A local day `YYYY-MM-DD` has no zone of its own, so it is formatted where it cannot shift. */
const dayInstant = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`)
const say = (instant: Date, zone: string, options: Intl.DateTimeFormatOptions, locale: string) =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(instant)

/** A local day: "3 Mar 2025". */
export function formatDay(day: string, locale = LOCALE): string {
  return say(dayInstant(day), 'UTC', { day: 'numeric', month: 'short', year: 'numeric' }, locale)
}

/** A period by its first local day: "3 Mar" (day), "w/c 3 Mar" (week), "Mar 2025" (month). */
export function formatPeriod(day: string, interval: Interval, locale = LOCALE): string {
  if (interval === 'month') return say(dayInstant(day), 'UTC', { month: 'short', year: 'numeric' }, locale)
  const text = say(dayInstant(day), 'UTC', { day: 'numeric', month: 'short' }, locale)
  return interval === 'week' ? `w/c ${text}` : text
}

/** A half-open window of local days as people say it: from 2025-01-01 to 2025-04-01 is "1 Jan – 31 Mar 2025". */
export function formatWindow(from: string, to: string, locale = LOCALE): string {
  const last = new Date(dayInstant(to).getTime() - 86_400_000).toISOString().slice(0, 10)
  if (last <= from) return formatDay(from, locale)
  const start = from.slice(0, 4) === last.slice(0, 4) ? formatPeriod(from, 'day', locale) : formatDay(from, locale)
  return `${start} ${EN_DASH} ${formatDay(last, locale)}`
}

/** An instant (ISO 8601) on the organisation's clock: "3 Mar 2025, 14:05". */
export function formatInstant(instant: string | Date, zone: string, locale = LOCALE): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const
  return say(new Date(instant), zone, options, locale)
}

/** How long ago, from `now`: "just now", "4 min ago", "3 days ago"; for the future "in 2 h". */
export function formatAgo(instant: string | Date, now: Date): string {
  const seconds = (now.getTime() - new Date(instant).getTime()) / 1000
  const size = Math.abs(seconds)
  if (size < 45) return 'just now'
  const words =
    size < 3570
      ? `${Math.round(size / 60)} min`
      : size < 86_400
        ? `${Math.round(size / 3600)} h`
        : size < 86_400 * 60
          ? count(Math.round(size / 86_400), 'day')
          : size < 86_400 * 730
            ? count(Math.round(size / (86_400 * 30.44)), 'month')
            : count(Math.round(size / (86_400 * 365.25)), 'year')
  return seconds > 0 ? `${words} ago` : `in ${words}`
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`
