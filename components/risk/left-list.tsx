'use client'
import { capital } from '@/server/domain/capital'
import type { ParametersOf } from '@/server/reports/answer'
import { LISTED_AT } from '@/server/domain/risk/weights'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatMoney, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { Who, type Asked } from './risk-list'

/** Of so many it is counted who had been on the list. */
const COUNTED = 1000

/** Who left lately, with the score they had on that day: it stays as it was. */
export function LeftList({ asked }: { asked: Asked }) {
  const { slug, currency } = useWorkspace()
  const parameters: ParametersOf<'at-risk'> = { ...asked, who: 'left', limit: COUNTED }
  const { rows, statistics } = useReport('at-risk', parameters)
  const left = Number(statistics.listed)
  if (left === 0) return null
  const seen = rows.filter((row) => row.score >= LISTED_AT).length
  return (
    <Section
      title={rows.length === left ? `Of ${formatCount(left)} who left in the last 90 days, ${formatCount(seen)} had been on the list the day before${left >= 30 ? ` (${formatShareOf(seen / left)})` : ''}` : `${formatCount(left)} customers left in the last 90 days`}
      subtitle="Each with the score of the day they left, from records before it; it changes no more"
      note="Closed by us and ended by death or merger included: the score could not know those."
      inspect={{ report: 'at-risk', parameters: { ...parameters }, cell: null }}
    >
      <Table
        tall label="Customers who left" rows={rows.slice(0, 12)} rowKey={(row) => row.customer} rowHref={(row) => `/${slug}/customers/${encodeURIComponent(row.customer)}`}
        columns={[
          { key: 'customer', header: 'Customer', cell: (row) => <Who row={row} /> },
          { key: 'left', header: 'Left', className: 'whitespace-nowrap', cell: (row) => (row.left_on ? formatDay(row.left_on) : '') },
          { key: 'value', header: 'Brought in a year', numeric: true, wideOnly: true, cell: (row) => formatMoney(row.value_at_stake, currency, { cents: false }) },
          { key: 'score', header: 'Last points', numeric: true, cell: (row) => row.score },
          { key: 'reasons', header: 'What was known', wideOnly: true, className: 'pl-8! whitespace-normal!', cell: (row) => (row.reasons ? capital(row.reasons) : <span className="text-faint">Nothing that gives points</span>) },
        ]}
      />
      {rows.length > 12 && <p className="text-12 text-muted">The twelve who brought most are shown.</p>}
    </Section>
  )
}
