'use client'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import { LineChart } from '../charts/line-chart'
import { SHARE } from '../charts/unit'
import { useReport } from '../data/use-report'
import { usePlanMarkers } from '../plans/use-plan-markers'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatShare } from '../ui/format'
import { formatPeriod } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { groupsOf } from './groups'

type Row = RowOf<'churn-rate'>
type Parameters = ParametersOf<'churn-rate'>
const KINDS = [['voluntary', 'Left'], ['lapse', 'Lapsed'], ['involuntary', 'Closed by us'], ['administrative', 'Ended']] as const

/** Customers lost ÷ customers at the start, period by period, and how they left. */
export function ChurnRate({ parameters }: { parameters: Parameters }) {
  const { newest: lastDay } = useWorkspace()
  const markers = usePlanMarkers(parameters.to)
  const { rows: all, notes } = useReport('churn-rate', parameters)
  // A period that began after the newest record has no leavers to tell of, which is not the same as none.
  const rows = all.filter((row) => lastDay === null || row.period <= lastDay)
  const groups = groupsOf(rows)
  const last = rows.findLast((row) => row.key === 'total' && !row.partial && row.at_start > 0)
  const target = { report: 'churn-rate', parameters: { ...parameters } as Record<string, string> }
  if (!rows.some((row) => row.at_start > 0)) {
    if (parameters.segment) return <Section title="Who leaves" note={notes.join(' ')}><EmptyState title="Nobody stood in this segment at the start of a period"><p>Choose another segment, or a longer period.</p></EmptyState></Section>
    return <Section title="Who leaves"><EmptyState title="Nobody could have left yet"><p>Churn needs customers who were there at the start of a period, and a record of leaving: send left_at with customers, or set the lapse gap in the settings.</p></EmptyState></Section>
  }
  const newest = rows.filter((row) => row.key === 'total').toReversed().slice(0, 12)
  const interval = parameters.interval ?? 'month'
  return (
    <Section
      title={last ? `${formatShare(last.lost, last.at_start)} of customers left in ${formatPeriod(last.period, interval)}` : 'Who leaves'}
      subtitle={`Customers lost ÷ customers at the start of the ${interval}; 95 % interval`}
      note={notes.join(' ')}
      inspect={{ ...target, cell: null }}
    >
      <LineChart markers={markers}
        label="Churn rate" interval={interval} unit={SHARE} inspect={target}
        series={groups.map((group) => ({
          ...group,
          points: rows.filter((row) => row.key === group.key).map((row) => ({ period: row.period, value: row.at_start >= 30 ? row.churn_rate : null, low: groups.length === 1 ? row.low : null, high: groups.length === 1 ? row.high : null, partial: row.partial, cell: { period: row.period, key: row.key, field: 'churn_rate' } })),
        }))}
      />
      <Table label="Customers lost by way of leaving, newest first" columns={columns(target, interval)} rows={newest} rowKey={(row) => row.period} />
    </Section>
  )
}

const columns = (target: { report: string; parameters: Record<string, string> }, interval: 'day' | 'week' | 'month'): Column<Row>[] => {
  const count = (field: 'at_start' | 'lost' | 'won_back' | (typeof KINDS)[number][0]) => (row: Row) => <Inspectable target={{ ...target, cell: { period: row.period, key: row.key, field } }}>{formatCount(row[field])}</Inspectable>
  return [
    { key: 'period', header: interval[0]?.toUpperCase() + interval.slice(1), cell: (row) => `${formatPeriod(row.period, interval)}${row.partial ? ' (so far)' : ''}` },
    { key: 'at_start', header: 'At start', numeric: true, cell: count('at_start') },
    { key: 'lost', header: 'Lost', numeric: true, cell: count('lost') },
    { key: 'rate', header: 'Share', numeric: true, cell: (row) => formatShare(row.lost, row.at_start) },
    ...KINDS.map(([field, header]): Column<Row> => ({ key: field, header, numeric: true, wideOnly: true, cell: count(field) })),
    { key: 'won_back', header: 'Won back', numeric: true, wideOnly: true, cell: count('won_back') },
  ]
}
