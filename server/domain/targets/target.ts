import { INTERVALS, type TargetDirection } from '@/db/vocabulary'
import { addDays, addPeriods, isLocalDay, type LocalDay } from '../time/local-day'

type Scalar = string | number | boolean
/** One decision; null ends the target. */
export type Decision = { value: number | null; direction: TargetDirection; validFrom: LocalDay }
/** A target as it is drawn: its value on the last day shown, whether it is reached, and what it was before. */
export type TargetMark = { value: number; direction: TargetDirection; met: boolean | null; steps: { from: LocalDay; value: number | null }[]; /** It holds only since this day, after those the figure is of. */ since?: LocalDay }

/** Parameters that say over which time is looked, not at which figure. */
const WINDOW = ['from', 'to', 'compare', 'min_at_risk', 'limit']

/** Parts of a split are told apart by these keys of a row. */
const SPLIT_KEYS = ['key', 'segment']

/** Whether what is aimed at with the whole holds for each of its parts, too: of a rate, and not of what adds up to it. */
export const isRate = (unit: string): boolean => unit !== 'count' && unit !== 'money'

/** The whole that a part of a split belongs to; null where nothing is split or the whole is meant already. */
export function wholeOfSplit(parameters: Readonly<Record<string, unknown>>, cell: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const named = SPLIT_KEYS.some((key) => cell[key] !== undefined && cell[key] !== null && cell[key] !== '' && cell[key] !== 'total')
  return parameters.by && named ? Object.fromEntries(Object.entries(cell).filter(([key]) => !SPLIT_KEYS.includes(key))) : null
}

/**
 * Which figure a target is of, in one fixed order: the field, the parameters without the window, and the row without its
 * period. The whole (`total`) is the same as naming no row, and of a rate (`rate`) it is the same however it is split, as
 * long as none of the parts is meant. What adds up keeps the split: a target set there may be of each part.
 */
export function targetSubject(field: string, given: Readonly<Record<string, unknown>>, cell: Readonly<Record<string, unknown>>, rate = false): string {
  const { by, ...unsplit } = given
  const parameters = rate && by && wholeOfSplit(given, cell) === null ? unsplit : given
  const kept = (of: Readonly<Record<string, unknown>>, without: readonly string[]) =>
    Object.entries(of).filter(([key, value]) => !without.includes(key) && value !== null && value !== undefined && value !== '' && value !== 'total').map(([key, value]) => [key, String(value)]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return JSON.stringify([field, kept(parameters, WINDOW), kept(cell, ['period', 'field', 't', 'period_index'])])
}

/** The parameters and row as they are kept: without window and period. */
export function targetParts(parameters: Readonly<Record<string, Scalar | null>>, cell: Readonly<Record<string, Scalar | null>>): { parameters: Record<string, Scalar>; cell: Record<string, string> } {
  const there = (of: Readonly<Record<string, Scalar | null>>, without: readonly string[]) => Object.entries(of).filter((entry): entry is [string, Scalar] => !without.includes(entry[0]) && entry[1] !== null && entry[1] !== '')
  return { parameters: Object.fromEntries(there(parameters, WINDOW)), cell: Object.fromEntries(there(cell, ['period', 'field', 't', 'period_index']).map(([key, value]) => [key, String(value)])) }
}

/** Whether a figure reaches its target; null without a figure. */
export const meets = (value: number | null, target: Pick<TargetMark, 'value' | 'direction'>): boolean | null =>
  value === null ? null : target.direction === 'at_least' ? value >= target.value : value <= target.value

/** The target of a day from its decisions, oldest first (of one day the later decided wins); null where none holds. */
export function targetOf(decisions: readonly Decision[], day: LocalDay, value: number | null): TargetMark | null {
  const held = decisions.filter((d) => d.validFrom <= day).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
  const last = held.at(-1)
  if (!last || last.value === null) return null
  const mark = { value: last.value, direction: last.direction }
  return { ...mark, met: meets(value, mark), steps: held.map(({ validFrom, value: was }) => ({ from: validFrom, value: was })) }
}

/** The last day a figure is of, whose target judges it: of its own period, as far as the window reaches, else of the window; null where it has neither. */
export function lastDayOf({ period, interval, to }: { period?: unknown; interval?: unknown; to?: unknown }): LocalDay | null {
  const end = typeof to === 'string' && isLocalDay(to) ? to : null
  const unit = INTERVALS.find((one) => one === interval)
  const own = typeof period === 'string' && isLocalDay(period) && unit ? addPeriods(period, unit, 1) : null
  const until = own === null || (end !== null && end < own) ? end : own
  return until === null ? null : addDays(until, -1)
}

/** The first target that was decided only from a later day on; null without. */
export function nextTarget<D extends Decision>(decisions: readonly D[], day: LocalDay): (D & { value: number }) | null {
  const later = decisions.filter((one): one is D & { value: number } => one.validFrom > day && one.value !== null).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
  return later.findLast((one) => one.validFrom === later[0]?.validFrom) ?? null
}

/** In a period that still runs a sum (`grows`) passes or reaches its target for good, or has not yet; a rate may still go either way. */
export const whileRunning = (target: TargetMark | null, running: boolean, grows: boolean): TargetMark | null =>
  target && running ? { ...target, met: grows && target.met === (target.direction === 'at_least') ? target.met : null } : target
