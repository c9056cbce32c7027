'use client'
import type { ParametersOf } from '@/server/reports/answer'
import { LineChart } from '../charts/line-chart'
import { SHARE } from '../charts/unit'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatMoney, formatShareOf } from '../ui/format'
import { formatPeriod } from '../ui/format-date'
import { meaningColour, colour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'

const LINES = [['gross_churn', 'Gross', meaningColour('spent_less')], ['net_churn', 'Net of expansion', colour('accent')]] as const

/** What leaving and spending less cost: gross, and net of what others spent more. Left out where no money is recorded. */
export function RevenueChurn({ parameters }: { parameters: ParametersOf<'revenue-churn'> }) {
  const { currency } = useWorkspace()
  const { by: _by, ...whole } = parameters
  const { rows, notes } = useReport('revenue-churn', whole)
  const total = rows.filter((row) => row.key === 'total')
  const last = total.findLast((row) => !row.partial && row.gross_churn !== null)
  if (!last) return null
  const target = { report: 'revenue-churn', parameters: { ...whole } as Record<string, string> }
  const interval = whole.interval ?? 'month'
  return (
    <Section
      title={`${formatShareOf(last.gross_churn)} of revenue was lost or shrank in ${formatPeriod(last.period, interval)}: ${formatMoney((last.lost ?? 0) + (last.contraction ?? 0), currency)} of ${formatMoney(last.value_at_start ?? 0, currency)}`}
      subtitle={`Revenue churn by ${interval}, against the same customers’ value in the ${interval} before`}
      note={notes.join(' ')}
      inspect={{ ...target, cell: null }}
    >
      <LineChart
        label="Gross and net revenue churn" interval={interval} unit={SHARE} additive={false} inspect={target} height={200}
        series={LINES.map(([field, label, tone]) => ({ key: field, label, colour: tone, points: total.map((row) => ({ period: row.period, value: row[field], partial: row.partial, cell: { period: row.period, key: row.key, field } })) }))}
      />
    </Section>
  )
}
