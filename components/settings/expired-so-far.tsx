'use client'
import { useQuery } from '@tanstack/react-query'
import { RETENTION_KINDS } from '@/db/vocabulary'
import { useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { formatDay } from '../ui/format-date'
import { Table } from '../ui/table'
import { RETENTION_WORDS } from './retention-words'

/** What has gone, night by night; nothing until something has. */
export function ExpiredSoFar() {
  const trpc = useTRPC()
  const gone = useQuery(trpc.settings.expirations.queryOptions())
  if (!gone.data || gone.data.length === 0) return null
  const label = (kind: string) => { const known = RETENTION_KINDS.find((one) => one === kind); return known ? RETENTION_WORDS[known].label : kind }
  return (
    <Section title="What has gone so far">
      <Table
        label="What has gone so far" rows={gone.data} rowKey={(row) => `${row.kind} ${row.on}`}
        columns={[
          { key: 'on', header: 'On', cell: (row) => formatDay(row.on) }, { key: 'kind', header: 'What', cell: (row) => label(row.kind) },
          { key: 'before', header: 'From before', wideOnly: true, cell: (row) => formatDay(row.before) }, { key: 'records', header: 'Records', numeric: true, cell: (row) => row.records.toLocaleString('en') },
        ]}
      />
    </Section>
  )
}
