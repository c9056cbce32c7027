import { dayNumber, type LocalDay } from '../time/local-day'

/** Numbers whole weeks and months so that neighbours differ by one, and a gap by more. */
export function periodNumber(period: LocalDay, interval: 'week' | 'month'): number {
  if (interval === 'month') return Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1
  return Math.floor((dayNumber(period) + 3) / 7)
}
