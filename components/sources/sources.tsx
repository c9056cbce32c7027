'use client'
import { Suspense } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { Badge } from '../ui/badge'
import { formatDay } from '../ui/format-date'
import { formatCount, formatNumber } from '../ui/format'
import { ButtonLink } from '../ui/link'
import { EmptyState, SkeletonLines } from '../ui/states'
import { PageHeader, Section } from '../shell/page'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'

/** Where records come from, how fresh each source is, and how to bring in more. */
export function Sources() {
  const { slug } = useWorkspace()
  return (
    <>
      <PageHeader title="Sources" lead="What arrives, from where, and whether it is late." actions={<><ButtonLink href={`/${slug}/data/keys`}>API keys</ButtonLink><ButtonLink look="primary" href={`/${slug}/data/import`}>Import a file</ButtonLink></>} />
      <ErrorBoundary><Suspense fallback={<SkeletonLines lines={6} />}><SourceTable /></Suspense></ErrorBoundary>
    </>
  )
}

type Row = RowOf<'freshness'>
const days = (n: number) => (n === 1 ? 'every day' : `every ${formatNumber(n, 0)} days`)
/** Of a feed that always comes at these hours. */
const silentFor = (hours: number) => (hours < 2 ? `${formatNumber(hours * 60, 0)} minutes` : `${formatNumber(hours, 0)} hours`)
const columns: Column<Row>[] = [
  { key: 'source', header: 'Source', cell: (row) => row.source },
  { key: 'what', header: 'Records', cell: (row) => `${row.label}${row.channel ? ` ${row.kind}s` : ''}` },
  { key: 'records', header: 'Counted', numeric: true, cell: (row) => formatCount(row.records) },
  { key: 'first', header: 'First', wideOnly: true, cell: (row) => formatDay(row.first_record) },
  { key: 'last', header: 'Newest', cell: (row) => formatDay(row.last_record) },
  { key: 'rhythm', header: 'Usually', wideOnly: true, cell: (row) => days(row.usual_gap_days) },
  { key: 'state', header: 'State', cell: (row) => (row.late ? <Badge tone="warning">late: silent for {row.silent_hours === null ? `${formatNumber(row.silent_days, 0)} days` : silentFor(row.silent_hours)}</Badge> : <span className="text-muted">on time</span>) },
]

function SourceTable() {
  const { slug } = useWorkspace()
  const { rows } = useReport('freshness', {})
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing has arrived yet" action={<ButtonLink look="primary" href={`/${slug}/data/import`}>Import a file</ButtonLink>}>
        <p>Drop a CSV file, or make an API key and send records with the Segment, CloudEvents or REST client you already have.</p>
      </EmptyState>
    )
  }
  const late = rows.filter((row) => row.late).length
  return (
    <Section title={late === 0 ? 'Every source is on time' : `${late} of ${rows.length} streams ${late === 1 ? 'is' : 'are'} late`} note="Late: silent for longer than 95 % of the source’s own gaps and a day, or within hours where it always comes at these hours. Figures that need a late source are incomplete, never low." wall={false} inspect={{ report: 'freshness', parameters: {}, cell: null }}>
      <Table label="Sources" columns={columns} rows={rows} rowKey={(row) => `${row.source} ${row.kind} ${row.channel ?? ''}`} />
    </Section>
  )
}
