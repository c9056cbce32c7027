'use client'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { AuditEntry, AuditPlace } from '@/server/queries/audit'
import type { AuditFilters as Filters } from '@/server/schemas/audit'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Button, buttonClass } from '../ui/button'
import { formatInstant } from '../ui/format-date'
import { Pagination } from '../ui/pagination'
import { Callout, EmptyState, ErrorState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { AuditFilters } from './audit-filters'
import { actionWords, detailPairs, subjectName } from './audit-words'

const PAGE = 50

/** Who changed what, newest first, page by page. */
export function Audit() {
  const { can, timezone, slug } = useWorkspace()
  const trpc = useTRPC()
  const admin = can.includes('admin')
  // The places one came by: going back is asking from the one before again.
  const [places, setPlaces] = useState<AuditPlace[]>([])
  const [filters, setFilters] = useState<Filters>({})
  const filtered = Object.keys(filters).length > 0
  const asked = useDeferredValue(filters)
  const page = useQuery(trpc.settings.audit.queryOptions({ after: places.at(-1), filters: asked }, { enabled: admin }))
  const file = (format: 'csv' | 'ndjson') => `/api/audit/export?${new URLSearchParams({ org: slug, format, ...filters }).toString()}`
  if (!admin) return <><PageHeader title="Audit" /><Callout>Admins of this organisation read the audit trail.</Callout></>
  const entries = page.data?.entries ?? []
  const next = page.data?.next
  return (
    <>
      <PageHeader
        title="Audit" lead="Who changed what, and when. Entries are written together with the change; soon after each is numbered and sealed, so that one that is changed or missing is found by npm run audit-check."
        actions={<><a className={buttonClass()} href={file('csv')} download>CSV</a><a className={buttonClass()} href={file('ndjson')} download>JSON lines</a></>}
        filters={<AuditFilters filters={filters} set={(next) => { setFilters(next); setPlaces([]) }} />}
      />
      {page.isError ? <ErrorState title="The audit trail could not be read" action={<Button onClick={() => void page.refetch()}>Try again</Button>}>{failureOf(page.error)}</ErrorState> : (
        <>
          <Table
            label="Audit trail" columns={columns(timezone)} rows={entries} rowKey={(entry) => entry.id} loading={page.isPending} expected={12}
            empty={filtered ? <EmptyState title="No entry is like that"><p>Take a filter away, or look for other words.</p></EmptyState> : <EmptyState title="Nothing has been changed yet"><p>The first change of a setting, channel or touchpoint appears here.</p></EmptyState>}
          />
          {entries.length > 0 && (
            <Pagination
              offset={places.length * PAGE} shown={entries.length} unit="entries"
              onPrevious={places.length > 0 ? () => setPlaces(places.slice(0, -1)) : undefined} onNext={next ? () => setPlaces([...places, next]) : undefined}
            />
          )}
        </>
      )}
    </>
  )
}

function columns(timezone: string): Column<AuditEntry>[] {
  return [
    { key: 'seq', header: 'No.', numeric: true, wideOnly: true, className: 'align-top py-1.5 text-muted', cell: (entry) => entry.seq ?? <span title="Sealed within some seconds">…</span> },
    { key: 'at', header: 'When', className: 'whitespace-nowrap align-top py-1.5 text-muted', cell: (entry) => formatInstant(entry.at, timezone) },
    { key: 'who', header: 'Who', className: 'whitespace-nowrap align-top py-1.5 font-medium', cell: (entry) => <>{entry.actor}{entry.actorKind === 'key' && <span className="font-normal text-muted"> (API key)</span>}</> },
    {
      key: 'what', header: 'What', className: 'align-top py-1.5',
      cell: (entry) => { const name = subjectName(entry.detail); return <>{actionWords(entry.action)}{name && <> <span className="text-muted">{name}</span></>}</> },
    },
    { key: 'detail', header: 'To', wideOnly: true, className: 'align-top py-1.5 max-w-120', cell: (entry) => <Detail detail={entry.detail} /> },
  ]
}

function Detail({ detail }: { detail: Record<string, unknown> }) {
  const pairs = detailPairs(detail).filter((pair) => pair.key !== 'slug')
  if (pairs.length === 0) return null
  return <ul className="flex flex-wrap gap-x-3 text-12">{pairs.map(({ key, value }) => <li key={key} className="min-w-0 break-words"><span className="text-muted">{key}</span> {value}</li>)}</ul>
}
