'use client'
import type { ReportAnswer, RowOf } from '@/server/reports/answer'
import { BarChart } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatNumber, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import type { Asked } from './value'

const SHOWN = 24

type Check = ReportAnswer<RowOf<'value-model'>>

/** How many were expected to leave in the newest year, fitted to the records before it, and how many did. */
function checked({ rows: [row] }: Check): string | null {
  if (!row || row.holdout_actual === null || row.holdout_predicted === null) return null
  return `Of the customers there on ${formatDay(row.calibration_end)}, ${formatCount(Math.round(row.holdout_predicted))} were expected to leave in the ${formatNumber(row.holdout_weeks, 0)} weeks after; ${formatCount(row.holdout_actual)} did.`
}

/** Under contract: in which month of the relationship customers leave, and whether that could be foreseen. */
export function Leaving({ check, asked }: { check: Check; asked: Asked }) {
  const { rows, notes } = useReport('leaving-by-tenure', asked)
  const target = { report: 'leaving-by-tenure', parameters: { ...asked } }
  const first = rows[0]
  if (!first) return <Section title="When customers leave" note={notes.join(' ')}><EmptyState title="Too few to tell"><p>At least thirty customers have to be watched through a month of their relationship.</p></EmptyState></Section>
  const shown = rows.slice(0, SHOWN)
  const end = shown.at(-1) ?? first
  // A trend is a finding only where the model sees one: the months by themselves go up and down.
  const level = first.predicted !== null && end.predicted !== null && Math.abs(end.predicted - first.predicted) < 0.1 * first.predicted
  return (
    <Section
      title={level ? `About ${formatShareOf(first.predicted)} leave in each month of the relationship, early or late` : `${formatShareOf(first.hazard)} leave in month ${first.month} of the relationship, ${formatShareOf(end.hazard)} in month ${end.month}`}
      subtitle="Share of those who began each month that left in it; the whiskers are 95 % intervals"
      note={`Your customers’ leaving is recorded, so who is still one is known and not inferred from their silence. ${(!asked.segment && checked(check)) || ''} The model expects ${formatShareOf(first.predicted)} in month ${first.month} and ${formatShareOf(end.predicted)} in month ${end.month}${!level && first.predicted !== null && (end.predicted ?? first.predicted) < first.predicted ? ': those most likely to leave go first' : ''}. ${notes.join(' ')}`}
      inspect={{ ...target, cell: null }}
    >
      <BarChart
        label="Share that left by month of the relationship" what="Month" unit={{ kind: 'share' }} direction="vertical" inspect={target}
        bars={shown.map((row) => ({ key: row.month, label: row.month, value: row.hazard, low: row.low, high: row.high, detail: `of ${formatCount(row.at_risk)}`, colour: 'var(--accent)', cell: { month: row.month, field: 'hazard' } }))}
      />
    </Section>
  )
}
