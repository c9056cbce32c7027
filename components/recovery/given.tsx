'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { localDayOf } from '@/server/domain/time/local-day'
import { useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { formatMoney } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { OUTCOME_LABEL } from './words'

/** What was spent, on whom, and what they said. */
export function Given() {
  const { slug, currency, timezone } = useWorkspace()
  const trpc = useTRPC()
  const { data: given } = useSuspenseQuery(trpc.recovery.given.queryOptions())
  if (given.length === 0) return null
  return (
    <Section title="What was given, and to whom" subtitle="The newest hundred. Who gave it is shown to administrators, and to whoever gave it.">
      <Table
        label="Goodwill given" rows={given} rowKey={(row) => `${row.at} ${row.customer}`} rowHref={(row) => `/${slug}/customers/${encodeURIComponent(row.customer)}`}
        columns={[
          { key: 'customer', header: 'Customer', cell: (row) => row.name ?? row.customer },
          { key: 'what', header: 'What was done', wideOnly: true, cell: (row) => <span className="inline-block max-w-96 truncate align-middle">{row.what}</span> },
          { key: 'goodwill', header: 'Given', numeric: true, cell: (row) => formatMoney(row.goodwill, currency) },
          { key: 'outcome', header: 'They said', cell: (row) => (row.outcome ? OUTCOME_LABEL[row.outcome] : <span className="text-muted">not asked yet</span>) },
          { key: 'at', header: 'Day', wideOnly: true, cell: (row) => formatDay(localDayOf(Date.parse(row.at), timezone)) },
          { key: 'by', header: 'By', wideOnly: true, cell: (row) => row.by ?? <span className="text-muted">a colleague</span> },
        ]}
      />
    </Section>
  )
}
