import * as f from '../ui/format'

/** What a number is, as data, so that it crosses from server to browser. Shares are fractions, durations seconds. */
export type Unit =
  | { kind: 'count' }
  | { kind: 'number'; digits?: number; suffix?: string }
  | { kind: 'share' }
  | { kind: 'money'; currency: string }
  | { kind: 'duration' }

export const COUNT: Unit = { kind: 'count' }
export const SHARE: Unit = { kind: 'share' }

/** In full, for read-outs and tables. */
export function sayValue(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined) return 'no data'
  if (unit.kind === 'share') return f.formatShareOf(value)
  if (unit.kind === 'money') return f.formatMoney(value, unit.currency)
  if (unit.kind === 'duration') return f.formatDuration(value)
  if (unit.kind === 'number') return f.formatNumber(value, unit.digits) + (unit.suffix ? ` ${unit.suffix}` : '')
  return f.formatCount(value)
}

/** Short, for axes and labels. */
export function sayShort(value: number, unit: Unit, scale = value): string {
  const large = Math.abs(scale) >= 10_000
  if (unit.kind === 'count') return f.formatCompact(value, scale)
  if (unit.kind === 'number') return large ? f.formatCompact(value, scale) : f.formatNumber(value, unit.digits)
  if (unit.kind === 'money') return large ? f.formatMoney(0, unit.currency, { cents: false }).replace('0', f.formatCompact(value, scale)) : f.formatMoney(value, unit.currency, { cents: Math.abs(scale) < 10 })
  if (unit.kind === 'share') return `${f.formatNumber(value * 100, 1)}\u202f%`
  return f.formatDuration(value)
}

/** "3.9 % (2.2–6.7 %)". */
export function sayWithInterval(value: number | null | undefined, low: number | null | undefined, high: number | null | undefined, unit: Unit): string {
  const text = sayValue(value, unit)
  if (value === null || value === undefined || low === null || low === undefined || high === null || high === undefined) return text
  const range = unit.kind === 'share' ? f.formatShareInterval(low, high) : f.formatInterval(low, high, (bound) => sayValue(bound, unit))
  return `${text} (${range})`
}

/** One point of a line in full, or what is said where it is not drawn. */
export const sayPoint = (point: { value: number | null; low?: number | null; high?: number | null; said?: string } | null | undefined, unit: Unit): string => point?.said ?? sayWithInterval(point?.value, point?.low, point?.high, unit)
