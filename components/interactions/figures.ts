import type { RowOf } from '@/server/reports/answer'
import { SMALL_N } from '../ui/format'

export type VolumeRow = RowOf<'interactions-over-time'>
export const COUNTS = ['interactions', 'contacts', 'lookups', 'messages'] as const
export type CountField = (typeof COUNTS)[number]
export const COUNT_LABEL: Record<CountField, string> = { interactions: 'Interactions', contacts: 'Contacts', lookups: 'Look-ups', messages: 'Messages' }

/** What share of something is meant by, in running text. */
export const NOUN: Record<CountField, string> = { interactions: 'interactions', contacts: 'contacts', lookups: 'look-ups', messages: 'messages' }

export type Sums = Record<CountField, number>

/** Counts added up over periods. */
export function sumOf(rows: readonly VolumeRow[]): Sums {
  const sums = { interactions: 0, contacts: 0, lookups: 0, messages: 0 }
  for (const row of rows) for (const field of COUNTS) sums[field] += row[field]
  return sums
}

export type PartSums = { key: string; label: string; rows: VolumeRow[]; sums: Sums }

/** The parts of a split with their sums, the largest first; the whole is not among them. */
export function partsOf(rows: readonly VolumeRow[], by: CountField = 'interactions'): PartSums[] {
  const parts = new Map<string, VolumeRow[]>()
  for (const row of rows) if (row.key !== 'total') parts.set(row.key, [...(parts.get(row.key) ?? []), row])
  return [...parts].map(([key, own]) => ({ key, label: own[0]?.label ?? key, rows: own, sums: sumOf(own) }))
    .filter((part) => part.sums.interactions > 0).toSorted((a, b) => b.sums[by] - a.sums[by] || a.label.localeCompare(b.label))
}

/** Rows of several parts added up period by period. */
export function together(rows: readonly VolumeRow[], keys: ReadonlySet<string>, value: (row: VolumeRow) => number): { period: string; value: number; partial: boolean }[] {
  const periods = new Map<string, { value: number; partial: boolean }>()
  for (const row of rows) {
    if (!keys.has(row.key)) continue
    const so = periods.get(row.period)
    periods.set(row.period, { value: (so?.value ?? 0) + value(row), partial: row.partial })
  }
  return [...periods].map(([period, point]) => ({ period, ...point }))
}

/** The newest twelve whole months against the twelve before, as a fraction; null with fewer, or from nothing. */
export function yearOnYear(points: readonly { value: number; partial: boolean }[]): number | null {
  const whole = points.filter((point) => !point.partial).map((point) => point.value)
  if (whole.length < 24) return null
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const before = sum(whole.slice(-24, -12))
  return before > 0 ? sum(whole.slice(-12)) / before - 1 : null
}

/**
 * The periods whose rates can be read: at least thirty active customers, and not the one in which the window begins
 * midway (a few days blown up to a month say more about the beginning than about customers). All, if that leaves none.
 */
export function readable<R extends { active_customers: number | null; partial: boolean }>(rows: readonly R[]): R[] {
  const enough = rows.filter((row, index) => (row.active_customers ?? 0) >= SMALL_N && !(index === 0 && row.partial))
  return enough.length > 0 ? enough : [...rows]
}
