import { yearFrom } from '@/server/domain/time/last-year'
import type { LocalDay } from '@/server/domain/time/local-day'
import type { Filters } from '../shell/filters'

/** Without a period: the last twelve months (`yearFrom`). The same in the page's prefetch and in the browser. */
export function parametersOf(filters: Pick<Filters, 'from' | 'to' | 'segment' | 'channel'>, lastDay: LocalDay) {
  const whole = !filters.from && !filters.to
  return {
    ...(whole ? { from: yearFrom(lastDay) } : {}),
    ...(filters.from ? { from: filters.from } : {}), ...(filters.to ? { to: filters.to } : {}),
    ...(filters.segment ? { segment: filters.segment } : {}), ...(filters.channel ? { channel: filters.channel } : {}),
  }
}
export type MomentParameters = ReturnType<typeof parametersOf>

/** What of them does not name a channel: for what has none. */
export const withoutChannel = ({ from, to, segment }: { from?: string; to?: string; segment?: string }) => ({ ...(from ? { from } : {}), ...(to ? { to } : {}), ...(segment ? { segment } : {}) })
