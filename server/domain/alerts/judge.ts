import type { AlertState, AlertWindow } from '@/db/vocabulary'
import { addDays, firstOfMonth, mondayOf, type LocalDay } from '../time/local-day'
import type { LineComparison } from './usual-windows'

/** Structural, so that any report's declaration fits. */
export type Figure = { label: string; unit: string; numerator?: string; denominator?: string; n?: string }
export type Row = Readonly<Record<string, unknown>>

/** Under this many, a rate says nothing (METRICS §2). */
const SMALL_N = 30

/** The local days an alert looks at, half-open; without `from`, everything there is. */
export function windowDays(window: AlertWindow, today: LocalDay): { from?: LocalDay; to?: LocalDay } {
  const tomorrow = addDays(today, 1)
  switch (window) {
    case 'today': return { from: today, to: tomorrow }
    case 'yesterday': return { from: addDays(today, -1), to: today }
    case 'this_week': return { from: mondayOf(today), to: tomorrow }
    case 'this_month': return { from: firstOfMonth(today), to: tomorrow }
    case 'everything': return {}
    default: return { from: addDays(today, 1 - Number(window.split('_')[1])), to: tomorrow }
  }
}

/** Keys along which a report has several rows of one figure: the last one is meant. */
const ALONG = ['period', 't', 'period_index']

/** The row an alert looks at: the named part, else the whole; of several periods the last. */
export function rowOf(rows: readonly Row[], keys: readonly string[], cell: Readonly<Record<string, string>>): Row | null {
  const found = keys.filter((key) => !ALONG.includes(key)).reduce<readonly Row[]>((left, key) => {
    const wanted = cell[key] ?? (left.some((row) => row[key] === 'total') ? 'total' : undefined)
    return wanted === undefined ? left : left.filter((row) => String(row[key]) === wanted)
  }, rows)
  if (!keys.includes('period')) return found[0] ?? null
  return found.toSorted((a, b) => String(a.period).localeCompare(String(b.period))).at(-1) ?? null
}

export type Observed = { value: number; numerator: number | null; denominator: number | null } | { value: null; why: string; /** How many it rests on, where they are too few. */ few?: number }

/** The figure of a row, where it can be judged: a rate needs thirty behind it. */
export function observe(row: Row | null, field: string, figure: Figure): Observed {
  if (!row) return { value: null, why: 'There is no such row in this window.' }
  const value = number(row[field])
  if (value === null) return { value: null, why: 'There is no figure in this window.' }
  const denominator = number(row[figure.denominator ?? '']) ?? number(row[figure.n ?? ''])
  if (figure.unit !== 'count' && figure.unit !== 'money' && denominator !== null && denominator < SMALL_N) return { value: null, why: `It rests on ${denominator}, fewer than ${SMALL_N}: too few to tell.`, few: denominator }
  return { value, numerator: number(row[figure.numerator ?? '']), denominator }
}

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

export function passes(comparison: LineComparison, value: number, threshold: number): boolean {
  if (comparison === 'above') return value > threshold
  if (comparison === 'at_least') return value >= threshold
  return comparison === 'below' ? value < threshold : value <= threshold
}

export type Step = 'fire' | 'clear' | 'stay'

/**
 * What follows from a look at a figure. It fires once when the condition becomes true, again only after it has cleared, or
 * when it has stayed true for the quiet time. `holds` null: it cannot be told, and then a firing alert stays one.
 */
export function stepOf(rule: { state: AlertState; firedAt: Date | null; quietHours: number | null }, holds: boolean | null, now: Date): { step: Step; state: AlertState } {
  const firing = rule.state === 'firing'
  if (holds === null) return { step: 'stay', state: firing ? 'firing' : 'unknown' }
  if (!holds) return { step: firing ? 'clear' : 'stay', state: 'clear' }
  if (!firing) return { step: 'fire', state: 'firing' }
  const again = rule.quietHours !== null && rule.firedAt !== null && now.getTime() - rule.firedAt.getTime() >= rule.quietHours * 3_600_000
  return { step: again ? 'fire' : 'stay', state: 'firing' }
}

/** A rule is looked at after so many ms again: what interrupts screens every minute, whatever was chosen for it. */
export const lookEveryMs = (rule: { everyMinutes: number; takeover: boolean }): number => (rule.takeover ? 1 : rule.everyMinutes) * 60_000

/** Whether it is time to look again. */
export const isDue = (rule: { checkedAt: Date | null; everyMinutes: number; takeover: boolean }, now: Date): boolean =>
  rule.checkedAt === null || now.getTime() - rule.checkedAt.getTime() >= lookEveryMs(rule)
