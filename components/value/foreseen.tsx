'use client'
import { BarChart } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatNumber } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import type { Asked } from './value'
import { checkFinding } from './words'

/** Whether the same method would have foreseen the newest part of the record. */
export function Foreseen({ asked }: { asked: Asked }) {
  const { rows, statistics, notes } = useReport('value-holdout', asked)
  const target = { report: 'value-holdout', parameters: { ...asked } }
  const title = 'Would this have foreseen what customers did?'
  if (rows.length === 0 || typeof statistics.actual !== 'number' || typeof statistics.predicted !== 'number') {
    return <Section title={title} note={notes.join(' ')}><EmptyState title="Too short a record to check"><p>With three months of purchases the last part of them is held back and compared with what would have been expected of it.</p></EmptyState></Section>
  }
  const end = String(statistics.calibration_end)
  return (
    <Section
      title={checkFinding(statistics.predicted, statistics.actual)}
      subtitle={`Mean purchase days per customer in the ${formatNumber(Number(statistics.holdout_weeks), 0)} weeks from ${formatDay(end)}, expected from the records before that day (outlined) and as they came (filled), by how often customers had come back`}
      note={`${formatCount(Number(statistics.customers))} customers. The figures on this page use all records; this check leaves out the newest to see whether the method can be trusted. ${notes.join(' ')}`}
      inspect={{ ...target, cell: null }}
    >
      <BarChart
        label="Expected and actual purchase days by calibration frequency" what="Customers" unit={{ kind: 'number', digits: 2 }} inspect={target}
        bars={rows.flatMap((row) => [
          { key: `${row.frequency}-actual`, label: row.label, value: row.actual, detail: `of ${formatCount(row.customers)}`, colour: 'var(--accent)', cell: { frequency: row.frequency, field: 'customers' } },
          { key: `${row.frequency}-expected`, label: '\u2003expected', value: row.predicted, quiet: true, colour: 'var(--accent)', cell: { frequency: row.frequency, field: 'customers' } },
        ])}
      />
    </Section>
  )
}
