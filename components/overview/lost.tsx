'use client'
import { RangeDot } from '../charts/range-dot'
import { SHARE } from '../charts/unit'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatPeriod } from '../ui/format-date'
import { formatCount, formatRate } from '../ui/format'
import { Link } from '../ui/link'
import { Table, type Column } from '../ui/table'
import type { RowOf } from '@/server/reports/answer'
import { meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'

const target = (row: RowOf<'losses'>, field: string) => ({ report: 'losses', parameters: {}, cell: { key: row.key, period: row.period, field } })

/** Columns of the table by tier; `max` is the common end of the ranges' axis. */
const columns = (max: number): Column<RowOf<'losses'>>[] => [
  { key: 'label', header: 'Value tier, as it stood before', cell: (row) => row.label },
  { key: 'lost', header: 'Left', numeric: true, cell: (row) => <Inspectable target={target(row, 'lost')}>{formatCount(row.lost)}</Inspectable> },
  { key: 'at_start', header: 'Of', numeric: true, cell: (row) => <Inspectable target={target(row, 'at_start')}>{formatCount(row.at_start)}</Inspectable> },
  { key: 'rate', header: 'Share', numeric: true, cell: (row) => (row.at_start < 30 ? '–' : formatRate(row.lost, row.at_start)) },
  { key: 'usual', header: 'Against usual', wideOnly: true, cell: (row) => <Usual row={row} max={max} /> },
  { key: 'failed', header: 'With a failed moment before', wideOnly: true, cell: (row) => `${formatCount(row.lost_with_failed)} of ${formatCount(row.lost)} who left · ${formatCount(row.stayed_with_failed)} of ${formatCount(row.stayed)} who stayed` },
]

function Usual({ row, max }: { row: RowOf<'losses'>; max: number }) {
  if (row.expected_low === null || row.expected_high === null || row.churn_rate === null || row.at_start < 30) return <span className="text-muted">too few to say</span>
  return <RangeDot label={row.label} observed={row.churn_rate} low={row.expected_low} high={row.expected_high} unit={SHARE} max={max} colour={meaningColour('left')} />
}

/** Whom we lost in the newest whole month, by value tier as it stood before, beside what is usual. */
export function Lost() {
  const { slug } = useWorkspace()
  const { rows } = useReport('losses', {})
  const total = rows[0]
  if (!total || total.at_start === 0) return null
  const max = Math.max(...rows.map((row) => Math.max(row.churn_rate ?? 0, row.expected_high ?? 0))) * 1.1
  return (
    <Section
      title={<Inspectable target={target(total, 'lost')}>{total.text}</Inspectable>}
      subtitle={`Customers lost in ${formatPeriod(total.period, 'month')}`}
      note="A failed moment before leaving is associated with leaving; this does not show that it caused it."
      inspect={{ report: 'losses', parameters: {}, cell: null }}
      actions={<Link href={`/${slug}/churn`}>Churn</Link>}
    >
      {rows.length > 1 && <Table label="Customers lost by value tier" columns={columns(max)} rows={rows.slice(1)} rowKey={(row) => row.key} />}
    </Section>
  )
}
