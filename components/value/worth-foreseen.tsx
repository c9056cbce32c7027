'use client'
import { BarChart, type Bar } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatNumber, formatShareInterval, formatShareOf, SMALL_N } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import type { Asked } from './value'
import { moneyFinding, nothing } from './words'

/** Whether customers brought what the same method would have expected of them, from those of whom most was expected to those of whom least; and whether the ranges held. */
export function WorthForeseen({ asked }: { asked: Asked }) {
  const { rows, statistics, notes } = useReport('value-foreseen', asked)
  const { currency } = useWorkspace()
  const target = { report: 'value-foreseen', parameters: { ...asked } }
  const { expected_value: expected, actual_value: came } = statistics
  if (rows.length === 0 || typeof expected !== 'number' || typeof came !== 'number') {
    return <Section title="Would these forecasts have been right?" note={notes.join(' ')}><EmptyState title="Nothing to check yet"><p>With three months of purchases or relationships the last part of them is held back, and compared with what would have been expected of it. Refunds alone are no purchases.</p></EmptyState></Section>
  }
  if (nothing(expected, came)) return <Section title={moneyFinding(expected, came, Number(statistics.customers), formatDay(String(statistics.calibration_end)), currency)} note={notes.join(' ')} inspect={{ ...target, cell: null }}><p className="max-w-prose text-13 text-muted">That proves no method right: nobody had come back by then.</p></Section>
  return (
    <Section
      title={moneyFinding(expected, came, Number(statistics.customers), formatDay(String(statistics.calibration_end)), currency)}
      subtitle={`Per customer in the ${formatNumber(Number(statistics.holdout_weeks), 0)} weeks after, as it came (filled) and as expected from the records before that day (outlined), by how much was expected`}
      note={`${formatCount(Number(statistics.customers))} customers who were there on that day. The figures on this page use all records; this check leaves out the newest, to see whether the method can be trusted. ${rangesHeld(statistics)} ${notes.join(' ')}`}
      inspect={{ ...target, cell: null }}
    >
      <BarChart
        label="Expected and actual worth by how much was expected" what="Customers" unit={{ kind: 'money', currency }} inspect={target}
        bars={rows.flatMap((row): Bar[] => [
          { key: `${row.fifth}-actual`, label: row.label, value: row.actual_value, detail: `of ${formatCount(row.customers)}`, colour: 'var(--accent)', cell: { fifth: row.fifth, segment: row.segment, field: 'customers' } },
          { key: `${row.fifth}-expected`, label: '\u2003expected', value: row.expected_value, quiet: true, colour: 'var(--accent)', cell: { fifth: row.fifth, segment: row.segment, field: 'customers' } },
        ])}
      />
    </Section>
  )
}

/** "Of 200 drawn by lot, 75 % (69–80 %) ended within the range meant for eight of ten: 23 below, 27 above." */
function rangesHeld(statistics: Record<string, number | string | null>): string {
  const { nought_customers: open, nought_above: over, nought_low: least } = statistics
  const nought = typeof open === 'number' && open > 0 ? ` Of ${formatCount(open)} whose range begins at nought, ${formatCount(Number(over))} ended above it, where one of ten is meant to${typeof least === 'number' && least > 0.1 ? ': take those ranges as too narrow' : ''}.` : ''
  return `${twoSided(statistics)}${nought}`
}

function twoSided({ range_customers: n, range_share: share, range_share_low: low, range_share_high: high, range_below: below, range_above: above }: Record<string, number | string | null>): string {
  if (typeof n !== 'number' || n === 0 || typeof share !== 'number' || typeof low !== 'number' || typeof high !== 'number') return ''
  if (n < SMALL_N) return `Of ${formatCount(n)} drawn by lot whose range begins above nought, ${formatCount(n - Number(below) - Number(above))} ended within it, ${formatCount(Number(below))} below and ${formatCount(Number(above))} above.`
  const verdict = high < 0.8 ? ' Take the ranges as too narrow.' : low > 0.8 ? ' The ranges are wider than they need be.' : ''
  return `Of ${formatCount(n)} drawn by lot, ${formatShareOf(share)} (${formatShareInterval(low, high)}) ended within the range meant for eight of ten; ${formatCount(Number(below))} below it, ${formatCount(Number(above))} above.${verdict}`
}
