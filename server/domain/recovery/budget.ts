import type { BudgetPeriod } from '@/db/vocabulary'
import { addDays, firstOfMonth, type LocalDay } from '../time/local-day'

/** First local day of the period that `day` lies in; weeks begin on Monday. */
export function periodStart(period: BudgetPeriod, day: LocalDay): LocalDay {
  if (period === 'day') return day
  if (period === 'month') return firstOfMonth(day)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

export type Budget = { period: BudgetPeriod; amount: number; spent: number }

/** What may still be given, by the tightest of the budgets; null where none is set. Minor units. */
export const leftOf = (budgets: readonly Budget[]): number | null => (budgets.length === 0 ? null : Math.max(0, Math.min(...budgets.map(({ amount, spent }) => amount - spent))))
