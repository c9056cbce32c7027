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
    const last = customers > 0.9999
    points.push({ share_of_customers: Math.min(1, customers), share_of_value: value, ...(last ? {} : { label: points.length === 0 ? row.label : `Down to ${row.label}` }), cell: { segment: row.segment, field: 'value' } })
  }
  return points
}

/** What the tiers show, as a sentence: "The top 10 % of customers hold 46 % of the value". */
export function concentrationFinding(rows: readonly Row[]): string {
  const best = rows.find((row) => row.segment !== 'total' && row.segment !== 'none' && row.customers > 0)
  if (!best || best.share_of_value === null) return 'Who is worth what'
  return `The top ${formatShareOf(best.share_of_customers)} of customers hold ${formatShareOf(best.share_of_value)} of the value`
}
