import type { RowOf } from '@/server/reports/answer'
import type { CurvePoint } from '../charts/concentration-curve'
import { formatShareOf } from '../ui/format'

type Row = RowOf<'value-tiers'>

/** The tiers cumulated from the best on, for the concentration curve; empty where refunds leave no value to share. */
export function curveOf(rows: readonly Row[]): CurvePoint[] {
  let customers = 0
  let value = 0
  const points: CurvePoint[] = []
  for (const row of rows) {
    if (row.segment === 'total' || row.customers === 0) continue
    if (row.share_of_value === null) return []
    customers += row.share_of_customers ?? 0
    value += row.share_of_value
    // Further down the labels would run over the diagonal; the table beside has them all.
    const named = points.length === 0 || customers < 0.35
    points.push({ share_of_customers: Math.min(1, customers), share_of_value: value, ...(named ? { label: points.length === 0 ? row.label : `Down to ${row.label}` } : {}), cell: { segment: row.segment, field: 'value' } })
  }
  return points
}

/** What the tiers show, as a sentence: "Top customers, 10 % of all, hold 46 % of the value". */
export function concentrationFinding(rows: readonly Row[]): string {
  const best = rows.find((row) => row.segment !== 'total' && row.segment !== 'none' && row.customers > 0)
  if (!best || best.share_of_value === null) return 'Who is worth what'
  return `${best.label} customers, ${formatShareOf(best.share_of_customers)} of all, hold ${formatShareOf(best.share_of_value)} of the value`
}
