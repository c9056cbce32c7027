import { addMonths, firstOfMonth, type LocalDay } from '@/server/domain/time/local-day'
import type { Filters } from '../shell/filters'

/** Without a period: the three months that end with the newest day of records. */
export function recordParameters(journey: string | null, filters: Pick<Filters, 'from' | 'to' | 'segment' | 'channel'>, lastDay: LocalDay) {
  const whole = !filters.from && !filters.to
  return {
    ...(journey ? { journey } : {}), ...(whole ? { from: addMonths(firstOfMonth(lastDay), -2) } : {}),
    ...(filters.from ? { from: filters.from } : {}), ...(filters.to ? { to: filters.to } : {}),
    ...(filters.segment ? { segment: filters.segment } : {}), ...(filters.channel ? { channel: filters.channel } : {}),
  }
}
export type RecordParameters = ReturnType<typeof recordParameters>
