'use client'
import { BarChart } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatShareOf } from '../ui/format'
import { EmptyState } from '../ui/states'

const SHOWN = 24

/** Under contract: in which month of the relationship customers leave, beside what the model expects. */
export function Leaving() {
  const { rows, notes } = useReport('leaving-by-tenure', {})
  const target = { report: 'leaving-by-tenure', parameters: {} }
  const first = rows[0]
  if (!first) return <Section title="When customers leave" note={notes.join(' ')}><EmptyState title="Too few to tell"><p>At least thirty customers have to be watched through a month of their relationship.</p></EmptyState></Section>
  const shown = rows.slice(0, SHOWN)
  return (
    <Section
      title={`${formatShareOf(first.hazard)} leave in month ${first.month} of the relationship, ${formatShareOf(shown.at(-1)?.hazard)} in month ${shown.at(-1)?.month}`}
      subtitle="Share of those who began each month that left in it; the whiskers are 95 % intervals"
      note={`The model expects ${formatShareOf(first.predicted)} in month ${first.month} and ${formatShareOf(shown.at(-1)?.predicted)} in month ${shown.at(-1)?.month}: those most likely to leave go first. ${notes.join(' ')}`}
      inspect={{ ...target, cell: null }}
    >
      <BarChart
        label="Share that left by month of the relationship" what="Month" unit={{ kind: 'share' }} direction="vertical" inspect={target}
        bars={shown.map((row) => ({ key: row.month, label: row.month, value: row.hazard, low: row.low, high: row.high, detail: `of ${formatCount(row.at_risk)}`, colour: 'var(--accent)', cell: { month: row.month, field: 'hazard' } }))}
      />
    </Section>
  )
}
