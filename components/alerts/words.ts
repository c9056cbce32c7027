import type { AlertCondition, AlertState } from '@/db/vocabulary'
import { isUsual } from '@/server/domain/alerts/usual-windows'
import { SAYS, SAYS_USUAL, sayFigure, usualWindowWords, WINDOW_WORDS, windowSaid } from '@/server/domain/alerts/words'

type Named = readonly { slug: string; name: string }[]
type Segments = readonly { segmentation: string; slug: string; name: string }[]
type Report = { name: string; title: string; ofNow: boolean; figures: { field: string; label: string; unit: string; usual: boolean }[] }

export const STATE: Record<AlertState, { label: string; tone: 'neutral' | 'danger' | 'warning' | 'good' }> = {
  waiting: { label: 'not looked at yet', tone: 'neutral' }, clear: { label: 'all right', tone: 'good' }, firing: { label: 'firing', tone: 'danger' }, unknown: { label: 'cannot be told', tone: 'warning' }, failed: { label: 'does not work', tone: 'warning' },
}

/**
 * How an alert stands. One that waits for events is never “all right”: it tells of each once, and then waits for the next.
 * Nor is one of a figure of which not all has come; its remark says what.
 */
export function standing({ condition, state, remark }: { condition: AlertCondition; state: AlertState; remark: string }): (typeof STATE)[AlertState] {
  if (state !== 'clear') return STATE[state]
  if (condition.kind !== 'figure') return { label: 'waiting for the next', tone: 'neutral' }
  return remark === '' ? STATE.clear : { label: 'as far as recorded, all right', tone: 'warning' }
}

export const segmentValue = (one: { segmentation: string; slug: string }): string => (one.segmentation === 'value' ? one.slug : `${one.segmentation}:${one.slug}`)

/** What an alert waits for, as one sentence. */
export function conditionWords(condition: AlertCondition, { reports, segments, touchpoints, currency }: { reports: readonly Report[]; segments: Segments; touchpoints: Named; currency: string }): string {
  const segment = condition.kind === 'figure' || condition.segment === null ? null : segments.find((one) => segmentValue(one) === condition.segment)?.name ?? condition.segment
  if (condition.kind === 'moment_failed') {
    const where = condition.touchpoint ? touchpoints.find((one) => one.slug === condition.touchpoint)?.name ?? condition.touchpoint : condition.critical ? 'any critical touchpoint' : 'any touchpoint that matters'
    return `A moment fails at ${where}${segment ? `, for customers of ${segment}` : ''}`
  }
  if (condition.kind === 'promise_overdue') return `A promise is overdue${condition.hours > 0 ? ` by ${condition.hours === 1 ? 'an hour' : `${condition.hours} hours`}` : ''}${segment ? `, to customers of ${segment}` : ''}`
  const report = reports.find((one) => one.name === condition.report)
  const figure = report?.figures.find((one) => one.field === condition.field)
  const part = Object.entries(condition.cell).filter(([, value]) => value !== 'total').map(([, value]) => value).join(', ')
  const ofDay = figure?.usual ?? false
  const window = windowSaid(condition.window, { ofNow: report?.ofNow ?? false, ofDay })
  const subject = ofDay && part ? `${part.slice(0, 1).toUpperCase()}${part.slice(1)}` : `${figure?.label ?? condition.field}${part ? `, ${part},` : ''}`
  if (isUsual(condition.comparison)) return `${subject} is ${SAYS_USUAL[condition.comparison]} ${usualWindowWords(window)}`
  return `${subject} is ${SAYS[condition.comparison]} ${sayFigure(condition.threshold, figure?.unit ?? 'number', currency)} ${WINDOW_WORDS[window]}`
}
