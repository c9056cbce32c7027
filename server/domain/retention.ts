import { RETENTION_KINDS, type RetentionKind } from '@/db/vocabulary'
import { addDays, localDayOf, startOfDay, type LocalDay } from './time/local-day'

export type Retention = Partial<Record<RetentionKind, number>>
/** Fewer days would end before the windows that figures look over. */
export const LEAST_DAYS = 30
export const MOST_DAYS = 36_500
/** When the night's work begins, local time. */
const NIGHT_HOUR = 3

/** Each kind that is not kept for ever, with the first local day that is still kept; single records go before customers do. */
export const dueBefore = (retention: Retention, today: LocalDay): { kind: RetentionKind; days: number; before: LocalDay }[] =>
  RETENTION_KINDS.flatMap((kind) => {
    const days = retention[kind]
    return days === undefined ? [] : [{ kind, days, before: addDays(today, -days) }]
  })

/** The next night after `now`. */
export function nextNight(now: Date, zone: string): Date {
  const today = localDayOf(now.getTime(), zone)
  const at = startOfDay(today, zone) + NIGHT_HOUR * 3_600_000
  return new Date(at > now.getTime() ? at : startOfDay(addDays(today, 1), zone) + NIGHT_HOUR * 3_600_000)
}
