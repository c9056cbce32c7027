import type { ActionStatus, AssumptionState, PlanDesign, PlanStatus, PlanVerdict } from '@/db/vocabulary'
import type { Tempered } from '@/server/domain/plans/credit'
import type { Lot } from '@/server/domain/plans/lot'
import type { Tone } from '../ui/badge'
import { formatCount, formatFixed, formatInterval, formatMoney, formatNumber } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { formatFigure } from '../workspace/figure'

export const STATUS: Record<PlanStatus, { label: string; tone: Tone }> = {
  draft: { label: 'Being written', tone: 'neutral' }, running: { label: 'Running', tone: 'accent' }, reviewed: { label: 'Judged', tone: 'neutral' }, stopped: { label: 'Stopped', tone: 'neutral' },
}
const VERDICT: Record<PlanVerdict, { label: string; tone: Tone }> = { moved: { label: 'Moved', tone: 'good' }, no_change: { label: 'No change', tone: 'neutral' }, cant_tell: { label: 'Can’t tell', tone: 'warning' } }
const BUT: Record<Exclude<Tempered, null>, { label: string; tone: Tone }> = {
  against: { label: 'Went the other way', tone: 'danger' }, untold: { label: 'Can’t tell', tone: 'warning' }, comparison: { label: 'Moved, not its own group', tone: 'warning' }, shared: { label: 'Moved, partly its own group', tone: 'neutral' }, unsaid: { label: 'Moved, not said beforehand', tone: 'warning' }, missing: { label: 'Moved, records missing', tone: 'warning' },
}
/** How a plan stands in a few words; a “moved” that is not its own doing does not look like one that is. */
export const standing = ({ status, verdict, tempered }: { status: PlanStatus; verdict: PlanVerdict | null; tempered: Tempered }): { label: string; tone: Tone } => (verdict ? (tempered ? BUT[tempered] : VERDICT[verdict]) : STATUS[status])
/** What is wanted of somebody before anything else of a plan that runs; null where nothing is. */
export const wanted = ({ status, review_on, settings_changed }: { status: PlanStatus; review_on: string | null; settings_changed: boolean }, today: string): string | null =>
  (status !== 'running' ? null : settings_changed ? 'Settings changed' : review_on !== null && review_on <= today ? 'Verdict due' : null)
export const ACTION: Record<ActionStatus | 'late', { label: string; tone: Tone }> = {
  on_track: { label: 'On track', tone: 'neutral' }, behind: { label: 'Behind', tone: 'warning' }, stuck: { label: 'Stuck', tone: 'danger' }, done: { label: 'Done', tone: 'good' }, late: { label: 'Late', tone: 'warning' },
}
export const STATE: Record<AssumptionState, { label: string; tone: Tone }> = {
  unchecked: { label: 'Not checked', tone: 'neutral' }, holds: { label: 'Holds here', tone: 'good' }, does_not_hold: { label: 'Does not hold here', tone: 'danger' }, cant_tell: { label: 'Can’t tell', tone: 'warning' },
}
export const DESIGN = { before_after: 'Before and after', comparison: 'Against a comparison group', randomised: 'Two groups drawn by lot' } as const

/** Two groups by lot, as they were said beforehand. */
export function sayLot({ outcome, counted, control, treated, expected }: Lot): { what: string | null; groups: string | null; expected: string | null } {
  return {
    what: outcome && `${outcome} (${counted === 'shares' ? 'how many did it' : 'a mean'})`,
    groups: control === null || treated === null ? null : `${formatCount(control)} in control, ${formatCount(treated)} treated`,
    expected: expected === null ? null : counted === 'shares' ? `${formatNumber(expected * 100, 1)}\u202f% of the control` : `a standard deviation of ${formatNumber(expected, digitsOf(expected))}`,
  }
}

/** What a smallest change that can be found rests on. */
export const sayPower = ({ lot, periodsAfter, interval }: { lot: Lot | null; periodsAfter: number; interval: string }): string => `with power 0.8, ${lot ? 'with so many in each group' : `in ${periodsAfter} ${interval}s`}`

/** What a plan of a measure can find; whether that was said beforehand. */
export const findable = (enteredLate: number) => `Smallest change it can find, said ${enteredLate > 0 ? 'after it began' : 'beforehand'}`

const sign = (value: number) => (value > 0 ? '+' : '')

/** A difference in a measure's unit: shares in points, "−3.2 points". */
export function sayDifference(value: number | null, unit: string, currency: string): string {
  if (value === null) return '–'
  if (unit === 'share') {
    const said = formatNumber(value * 100, Math.abs(value) < 0.1 ? 2 : 1)
    return `${sign(value)}${said}\u00a0${said === '1' || said === '−1' ? 'point' : 'points'}`
  }
  return `${sign(value)}${sayFigure(value, unit, currency)}`
}

/** The smallest change that matters. Of two groups by lot of which nobody said what will be counted it may be either. */
export function saySmallest({ smallest, unit, lines }: { smallest: number | null; unit: string; lines: readonly unknown[] }, { design, lot }: { design: PlanDesign; lot: unknown }, currency: string): string {
  if (smallest !== null && design === 'randomised' && !lot && lines.length === 0 && unit !== 'share') return `${formatNumber(smallest, digitsOf(smallest))} points of a share, or as much of a mean`
  return sayDifference(smallest, unit, currency).replace('+', '')
}

/** The interval of a difference, the unit once: "−4.1 to −0.3 points". */
export function sayEnds(low: number | null, high: number | null, unit: string, currency: string): string {
  if (low === null || high === null) return '–'
  if (unit === 'share') return `${formatInterval(low, high, (v) => formatNumber(v * 100, 1))}\u00a0points`
  return formatInterval(low, high, (v) => sayFigure(v, unit, currency))
}

/** What was counted of a group drawn by lot: to the decimals by which two groups are read. */
export const sayCounted = (value: number | null, unit: string, currency: string): string => (value === null ? '–' : unit === 'share' ? sayPercent(value) : unit === 'number' ? formatFixed(value) : sayFigure(value, unit, currency))
export const sayPercent = (share: number): string => `${formatFixed(share * 100)}\u202f%`
/** The lift of two groups by lot and its interval: to three decimals, of a share those of its points. */
export const sayLift = (value: number | null, unit: string, currency: string): string => (value === null ? '–' : unit === 'share' ? `${sign(value)}${formatFixed(value * 100)}\u00a0points` : unit === 'number' ? `${sign(value)}${formatFixed(value)}` : sayDifference(value, unit, currency))
export function sayLiftEnds(low: number | null, high: number | null, unit: string, currency: string): string {
  if (low === null || high === null) return '–'
  if (unit === 'share') return `${formatInterval(low, high, (v) => formatFixed(v * 100))}\u00a0points`
  return unit === 'number' ? formatInterval(low, high, (v) => formatFixed(v)) : sayEnds(low, high, unit, currency)
}
/** The lift as a share of the control’s figure, with its interval where it has one. */
export const sayRelative = ({ value, low, high }: { value: number; low: number | null; high: number | null }): string => `${sayPercent(value)}${low !== null && high !== null ? ` (${formatInterval(low, high, (v) => formatFixed(v * 100))}\u202f%)` : ''}`
/** p to three decimals; what would round to nothing is not nothing. */
export const sayP = (p: number | null | undefined): string => (p === null || p === undefined ? '–' : p < 0.001 ? '< 0.001' : formatFixed(p))
/** “z = 3.780, p < 0.001”: of shares z, of means Welch’s t. Empty where nothing was tested. */
export const sayTest = ({ z, p, unit }: { z: number | null; p: number | null; unit: string }): string => (z === null ? '' : `${unit === 'share' ? 'z' : 't'} = ${formatFixed(z)}, p ${p === null ? '= –' : p < 0.001 ? sayP(p) : `= ${sayP(p)}`}`)

/** A figure before or after: a mean of counts keeps its decimals. */
export function sayFigure(value: number | null, unit: string, currency: string): string {
  return value !== null && (unit === 'count' || unit === 'number') ? formatNumber(value, digitsOf(value)) : formatFigure(value, unit, currency)
}

type Own = { own: number | null; unit: string | null; months: number | null; n: number | null; from: string | null; to: string | null }
/** One's own figure beside an assumption: with its unit, and the days it is of. */
export function sayOwn({ own, unit, months, n, from, to }: Own, currency: string): { figure: string; of: string } {
  const a = months !== null && (unit === 'count' || unit === 'money') ? ' a month' : ''
  const mean = months !== null && `the mean of ${months} whole ${months === 1 ? 'month' : 'months'}`
  return { figure: `${sayFigure(own, unit ?? 'number', currency)}${a}`, of: [mean, from && to && formatWindow(from, to), n !== null && `n = ${formatCount(n)}`].filter(Boolean).join(', ') }
}

/** What is claimed, in the unit of the figure it is held against; empty where nothing is, or by no figure. */
export function sayClaimed({ claimed_low: low, claimed_high: high, unit }: { claimed_low: number | null; claimed_high: number | null; unit: string | null }, currency: string): string {
  if (unit === null || (low === null && high === null)) return ''
  // As it was claimed: 22.6 % is not 23 %.
  const say = (value: number) => (unit === 'share' ? `${formatNumber(value * 100, 1)}\u202f%` : sayFigure(value, unit, currency))
  if (low === null) return `at most ${say(high ?? 0)}`
  if (high === null) return `at least ${say(low)}`
  return low === high ? say(low) : `${say(low)} to ${say(high)}`
}

/** The unit an end of a claim is typed in; empty where it is a number of things. */
export const typedIn = (unit: string | null | undefined, currency: string): string => (unit === 'share' ? '%' : unit === 'money' ? currency : unit === 'count' || unit === 'number' || !unit ? '' : unit)

/** Three significant digits of what is small. */
const digitsOf = (value: number) => (Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 2 : 1)

/** Money in a sum: none is "£0". */
export const sayMoney = (value: number, currency: string): string => formatMoney(value, currency, { cents: value !== 0 && !Number.isInteger(value) })

/** How far a plan is told. */
export const sayProgress = ({ answered, unknown, of }: { answered: number; unknown: number; of: number }): string => `What we say: ${answered} of ${of} questions answered${unknown > 0 ? `, ${unknown} not known yet` : ''}`

/** What an action should bring: its range, or the one end that is known; empty where none is. */
export function sayReturn({ returnLow: low, returnHigh: high }: { returnLow: number | null; returnHigh: number | null }, money: (value: number) => string): string {
  if (low === null && high === null) return ''
  if (low === null) return `at most ${money(high ?? 0)}`
  return high === null ? `at least ${money(low)}` : formatInterval(low, high, money)
}

/** How many actions are stuck or late, each said once: one that is both is no two. */
export function sayTrouble({ stuck, late, late_or_stuck: either }: { stuck: number; late: number; late_or_stuck: number }): string {
  if (either === 0) return ''
  if (late === 0) return `${stuck} stuck`
  if (stuck === 0) return `${late} late`
  return stuck === either && late === either ? `${either} stuck and late` : `${either} stuck or late`
}
