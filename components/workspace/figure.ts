import { formatCount, formatDuration, formatInterval, formatMoney, formatNumber, formatShare, formatShareInterval, formatShareOf } from '../ui/format'

/** Formats one field by its unit. A share with its two counts given is "3 of 8" below thirty. */
export function formatFigure(value: unknown, unit: string, currency: string, of?: { numerator: unknown; denominator: unknown }): string {
  if (value === null || value === undefined) return of && of.denominator === 0 ? 'no data' : '–'
  if (typeof value !== 'number') return String(value)
  if (unit === 'share') {
    return of && typeof of.numerator === 'number' && typeof of.denominator === 'number' ? formatShare(of.numerator, of.denominator) : formatShareOf(value)
  }
  if (unit === 'money') return formatMoney(value, currency)
  if (unit === 'count') return formatCount(value)
  if (unit === 'points') return `${formatNumber(value, 1)} points`
  if (unit === 'days') return `${formatNumber(value, 1)} days`
  // Shorter or longer by so much, where it is a change.
  if (unit === 'hours') return `${value < 0 ? '−' : ''}${formatDuration(Math.abs(value) * 3600)}`
  if (unit === 'minutes') return `${formatNumber(value, 1)} min`
  return formatNumber(value)
}

/** The 95 % interval of a figure, formatted; undefined where it has none. */
export function intervalOf(row: Record<string, unknown>, figure: { unit: string; low?: string; high?: string }, currency: string): string | undefined {
  const low = figure.low ? row[figure.low] : null
  const high = figure.high ? row[figure.high] : null
  if (typeof low !== 'number' || typeof high !== 'number') return undefined
  return figure.unit === 'share' ? formatShareInterval(low, high) : formatInterval(low, high, (v) => formatFigure(v, figure.unit, currency))
}
