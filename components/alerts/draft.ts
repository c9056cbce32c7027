import type { AlertComparison, AlertCondition, AlertWindow } from '@/db/vocabulary'
import { isUsual } from '@/server/domain/alerts/usual-windows'
import type { Alert } from '@/server/queries/alerts'
import type { SaveAlertInput } from '@/server/schemas/alerts'
import { typedNumber } from '../ui/typed-number'

export type FigureCondition = Extract<AlertCondition, { kind: 'figure' }>
/** An alert while it is written; the threshold stays text until it is sent, shares as per cent. */
export type Draft = {
  id?: string
  name: string
  condition: AlertCondition
  threshold: string
  people: string[]
  webhooks: string[]
  takeover: boolean
  everyMinutes: number
  quietHours: number | null
  enabled: boolean
}

const SHARE = 100
/** The threshold as typed → as kept; null while it is no number. */
export function thresholdOf(text: string, unit: string): number | null {
  const number = typedNumber(text.trim().replace(/\s*%$/, ''))
  if (!Number.isFinite(number)) return null
  return unit === 'share' ? number / SHARE : number
}
export const thresholdText = (value: number, unit: string): string => String(unit === 'share' ? Math.round(value * 1e8) / 1e6 : value)

export const figureCondition = (report: string, field: string, more: Partial<FigureCondition> = {}): FigureCondition =>
  ({ kind: 'figure', report, field, parameters: {}, cell: {}, comparison: 'below', threshold: 0, window: 'last_28_days', ...more })

export const newDraft = (condition: AlertCondition, name = ''): Draft => ({ name, condition, threshold: '', people: [], webhooks: [], takeover: false, everyMinutes: 15, quietHours: 24, enabled: true })

export const draftOf = (alert: Alert, unit: string): Draft => ({
  id: alert.id, name: alert.name, condition: alert.condition, threshold: alert.condition.kind === 'figure' && !isUsual(alert.condition.comparison) ? thresholdText(alert.condition.threshold, unit) : '',
  people: alert.people, webhooks: alert.webhooks, takeover: alert.takeover, everyMinutes: alert.everyMinutes, quietHours: alert.quietHours, enabled: alert.enabled,
})

/** What is looked at, once the threshold is a number; null before. */
export function conditionOf(draft: Draft, unit: string): AlertCondition | null {
  if (draft.condition.kind !== 'figure') return draft.condition
  if (isUsual(draft.condition.comparison)) return { ...draft.condition, threshold: 0 }
  const threshold = thresholdOf(draft.threshold, unit)
  return threshold === null ? null : { ...draft.condition, threshold }
}

export const inputOf = (draft: Draft, condition: AlertCondition): SaveAlertInput => ({
  ...(draft.id ? { id: draft.id } : {}), name: draft.name, condition, people: draft.people, webhooks: draft.webhooks, takeover: draft.takeover,
  every_minutes: draft.everyMinutes, quiet_hours: draft.quietHours, enabled: draft.enabled,
})

export const COMPARISONS: { value: AlertComparison; label: string }[] = [
  { value: 'below', label: 'falls below' }, { value: 'at_most', label: 'is at or below' }, { value: 'above', label: 'rises above' }, { value: 'at_least', label: 'is at or above' },
  { value: 'unusual', label: 'is not as expected' }, { value: 'unusually_low', label: 'is lower than expected' }, { value: 'unusually_high', label: 'is higher than expected' },
]
export const WINDOWS: { value: AlertWindow; label: string }[] = [
  { value: 'today', label: 'Today' }, { value: 'yesterday', label: 'Yesterday' }, { value: 'this_week', label: 'This week, from Monday' }, { value: 'last_7_days', label: 'Last 7 days' }, { value: 'last_28_days', label: 'Last 28 days' },
  { value: 'this_month', label: 'This month' }, { value: 'last_90_days', label: 'Last 90 days' }, { value: 'last_365_days', label: 'Last 365 days' }, { value: 'everything', label: 'Everything recorded' },
]
