import type { AlertComparison, AlertWindow } from '@/db/vocabulary'
import { addDays, type LocalDay } from '../time/local-day'

export type UsualComparison = 'unusual' | 'unusually_high' | 'unusually_low'
export type LineComparison = Exclude<AlertComparison, UsualComparison>

/** Compared with what was to be expected, not with a fixed line. */
export const isUsual = (comparison: AlertComparison): comparison is UsualComparison => comparison.startsWith('unusual')

/** Only whole days are compared, so a window ends with yesterday; so many days long, and so many earlier ones of its length. */
const WHOLE: Partial<Record<AlertWindow, { days: number; step: number; earlier: number }>> = {
  yesterday: { days: 1, step: 7, earlier: 8 }, last_7_days: { days: 7, step: 7, earlier: 8 }, last_28_days: { days: 28, step: 28, earlier: 8 }, last_90_days: { days: 90, step: 90, earlier: 6 },
}
export const USUAL_WINDOWS = Object.keys(WHOLE) as AlertWindow[]

type Days = { from: LocalDay; to: LocalDay }

/** The days looked at, and the earlier windows they are held against: yesterday against the same weekday, weeks against weeks. Null for a window that has no like. */
export function usualDays(window: AlertWindow, today: LocalDay, first: LocalDay | null): { looked: Days; earlier: Days[] } | null {
  const whole = WHOLE[window]
  if (!whole) return null
  const back = (steps: number): Days => ({ from: addDays(today, -whole.days - steps * whole.step), to: addDays(today, -steps * whole.step) })
  return { looked: back(0), earlier: Array.from({ length: whole.earlier }, (_, i) => back(i + 1)).filter(({ from }) => first !== null && from >= first) }
}

/** Windows that reach further back than this one, the shortest first: where too few cases fall into it. */
export function longerWindows(window: AlertWindow, comparison: AlertComparison): AlertWindow[] {
  const order: AlertWindow[] = isUsual(comparison) ? ['yesterday', 'last_7_days', 'last_28_days', 'last_90_days'] : ['today', 'yesterday', 'this_week', 'last_7_days', 'this_month', 'last_28_days', 'last_90_days', 'last_365_days']
  const at = order.indexOf(window)
  return at < 0 ? [] : order.slice(at + 1).filter((one) => one.startsWith('last_'))
}
