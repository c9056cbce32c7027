import type { ActionStatus, AssumptionState, PlanDesign, PlanStatus, PlanVerdict } from '@/db/vocabulary'
import type { Tone } from '../ui/badge'
import { formatInterval, formatMoney, formatNumber } from '../ui/format'
import { formatFigure } from '../workspace/figure'

export const STATUS: Record<PlanStatus, { label: string; tone: Tone }> = {
  draft: { label: 'Being written', tone: 'neutral' }, running: { label: 'Running', tone: 'accent' }, reviewed: { label: 'Judged', tone: 'neutral' }, stopped: { label: 'Stopped', tone: 'neutral' },
}
export const VERDICT: Record<PlanVerdict, { label: string; tone: Tone; says: string }> = {
  moved: { label: 'Moved', tone: 'good', says: 'It moved: the whole interval lies on the intended side of zero.' },
  no_change: { label: 'No change', tone: 'neutral', says: 'No change: the whole interval lies within the smallest change that matters.' },
  cant_tell: { label: 'Can’t tell', tone: 'warning', says: 'Can’t tell: the interval holds both nothing and something that would matter.' },
}
export const ACTION: Record<ActionStatus, { label: string; tone: Tone }> = {
  on_track: { label: 'On track', tone: 'neutral' }, behind: { label: 'Behind', tone: 'warning' }, stuck: { label: 'Stuck', tone: 'danger' }, done: { label: 'Done', tone: 'good' },
}
export const STATE: Record<AssumptionState, { label: string; tone: Tone }> = {
  unchecked: { label: 'Not checked', tone: 'neutral' }, holds: { label: 'Holds here', tone: 'good' }, does_not_hold: { label: 'Does not hold here', tone: 'danger' }, cant_tell: { label: 'Can’t tell', tone: 'warning' },
}
export const DESIGN = { before_after: 'Before and after', comparison: 'Against a comparison group', randomised: 'Two groups drawn by lot' } as const

/** What a plan of a measure can find; whether that was said beforehand. */
export const findable = (enteredLate: number) => `Smallest change it can find, said ${enteredLate > 0 ? 'after it began' : 'beforehand'}`

const sign = (value: number) => (value > 0 ? '+' : '')

/** A difference in a measure's unit: shares in points, "−3.2 points". */
export function sayDifference(value: number | null, unit: string, currency: string): string {
  if (value === null) return '–'
  if (unit === 'share') return `${sign(value)}${formatNumber(value * 100, Math.abs(value) < 0.1 ? 2 : 1)} points`
  return `${sign(value)}${sayFigure(value, unit, currency)}`
}

/** The smallest change that matters. Of two groups by lot nobody knows before the review whether shares or a mean will be counted. */
export function saySmallest({ smallest, unit, lines }: { smallest: number | null; unit: string; lines: readonly unknown[] }, design: PlanDesign, currency: string): string {
  if (smallest !== null && design === 'randomised' && lines.length === 0 && unit !== 'share') return `${formatNumber(smallest, digitsOf(smallest))} points of a share, or as much of a mean`
  return sayDifference(smallest, unit, currency).replace('+', '')
}

/** The interval of a difference, the unit once: "−4.1 to −0.3 points". */
export function sayEnds(low: number | null, high: number | null, unit: string, currency: string): string {
  if (low === null || high === null) return '–'
  if (unit === 'share') return `${formatInterval(low, high, (v) => formatNumber(v * 100, 1))} points`
  return formatInterval(low, high, (v) => sayFigure(v, unit, currency))
}

/** A figure before or after: a mean of counts keeps its decimals. */
export function sayFigure(value: number | null, unit: string, currency: string): string {
  return value !== null && (unit === 'count' || unit === 'number') ? formatNumber(value, digitsOf(value)) : formatFigure(value, unit, currency)
}

/** Three significant digits of what is small. */
const digitsOf = (value: number) => (Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 1)

/** Money in a sum: none is "£0". */
export const sayMoney = (value: number, currency: string): string => formatMoney(value, currency, { cents: value !== 0 && !Number.isInteger(value) })

/** How many actions are stuck or late, each said once: one that is both is no two. */
export function sayTrouble({ stuck, late, late_or_stuck: either }: { stuck: number; late: number; late_or_stuck: number }): string {
  if (either === 0) return ''
  if (late === 0) return `${stuck} stuck`
  if (stuck === 0) return `${late} late`
  return stuck === either && late === either ? `${either} stuck and late` : `${either} stuck or late`
}
