'use client'
import { BarChart, type Bar } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatNumber } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import type { Asked } from './value'
import { checkFinding, nothing } from './words'

/** Whether the same method would have foreseen the newest part of the record. */
export function Foreseen({ asked }: { asked: Asked }) {
  const { rows, statistics, notes } = useReport('value-holdout', asked)
  const { currency } = useWorkspace()
  const target = { report: 'value-holdout', parameters: { ...asked } }
  const title = 'Would this have foreseen what customers did?'
  if (rows.length === 0 || typeof statistics.actual !== 'number' || typeof statistics.predicted !== 'number') {
    return <Section title={title} note={notes.join(' ')}><EmptyState title="Nothing to check yet"><p>With three months of purchases the last part of them is held back and compared with what would have been expected of it.</p></EmptyState></Section>
  }
  if (nothing(statistics.predicted, statistics.actual)) return <Section title={checkFinding(statistics.predicted, statistics.actual, Number(statistics.customers))} note={notes.join(' ')} inspect={{ ...target, cell: null }}><p className="max-w-prose text-13 text-muted">That proves no method right: nobody had come back by {formatDay(String(statistics.calibration_end))}.</p></Section>
  const { actual, predicted, actual_value: came, predicted_value: foreseen } = statistics
  const priced = typeof came === 'number' && typeof foreseen === 'number'
  const bars = (figure: 'actual' | 'actual_value', expected: 'predicted' | 'predicted_value') => rows.flatMap((row): Bar[] => [
    { key: `${row.frequency}-actual`, label: row.label, value: row[figure], detail: `of ${formatCount(row.customers)}`, colour: 'var(--accent)', cell: { frequency: row.frequency, field: 'customers' } },
    { key: `${row.frequency}-expected`, label: '\u2003expected', value: row[expected], quiet: true, colour: 'var(--accent)', cell: { frequency: row.frequency, field: 'customers' } },
  ])
  return (
    <Section
      title={checkFinding(predicted, actual, Number(statistics.customers))}
      subtitle={`The ${formatNumber(Number(statistics.holdout_weeks), 0)} weeks from ${formatDay(String(statistics.calibration_end))}, expected from the records before that day (outlined) and as they came (filled), per customer, by how often customers had come back`}
      note={`${formatCount(Number(statistics.customers))} customers, whether or not they were still there. The figures on this page use all records; this check leaves out the newest to see whether the method can be trusted. ${notes.join(' ')}`}
      inspect={{ ...target, cell: null }}
    >
      <div className={priced ? 'grid gap-x-12 gap-y-6 lg:grid-cols-2' : undefined}>
        {priced && (
          <div>
            <h3 className="pb-2 text-13 font-medium">Money per customer</h3>
            <BarChart label="Expected and actual spend by how often customers had come back" what="Customers" unit={{ kind: 'money', currency }} inspect={target} bars={bars('actual_value', 'predicted_value')} />
          </div>
        )}
        <div>
          {priced && <h3 className="pb-2 text-13 font-medium">Purchase days per customer</h3>}
          <BarChart label="Expected and actual purchase days by how often customers had come back" what="Customers" unit={{ kind: 'number', digits: 2 }} inspect={target} bars={bars('actual', 'predicted')} />
        </div>
      </div>
    </Section>
  )
}
