'use client'
import { Suspense } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { formatCount, formatShare } from '../ui/format'
import { EmptyState, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'

type Row = RowOf<'data-quality'>
const columns: Column<Row>[] = [
  { key: 'check', header: 'Check', cell: (row) => row.label },
  { key: 'count', header: 'Found', numeric: true, cell: (row) => <Inspectable target={{ report: 'data-quality', parameters: {}, cell: { check: row.check, field: 'count' } }}>{formatCount(row.count)}</Inspectable> },
  { key: 'of', header: 'Of', numeric: true, cell: (row) => (row.of === null ? '–' : formatCount(row.of)) },
  { key: 'share', header: 'Share', numeric: true, wideOnly: true, cell: (row) => (row.of ? formatShare(row.count, row.of) : '–') },
  { key: 'ok', header: 'State', cell: (row) => <State ok={row.ok} /> },
]

function State({ ok }: { ok: boolean | null }) {
  if (ok === null) return <span className="text-muted">for information</span>
  return ok ? <span className="text-good">holds</span> : <Badge tone="warning">look at this</Badge>
}

/** Whether the figures can be trusted: the counting law, refusals, conflicts, gaps and coverage. */
export function Quality() {
  return (
    <>
      <PageHeader title="Quality" lead="Whether the figures can be trusted, checked against the records themselves." />
      <ErrorBoundary><Suspense fallback={<SkeletonLines lines={8} />}><Checks /></Suspense></ErrorBoundary>
    </>
  )
}

function Checks() {
  const { rows } = useReport('data-quality', {})
  const checks = rows.filter((row) => row.check !== 'source')
  if (checks.length === 0) return <EmptyState title="Nothing to check yet"><p>Checks appear with the first records.</p></EmptyState>
  const laws = checks.filter((row) => row.check.startsWith('roll_up_law'))
  const wrong = checks.filter((row) => row.ok === false).length
  return (
    <Section title={laws.every((row) => row.ok) ? `Every record is counted once${wrong > 0 ? `; ${wrong} ${wrong === 1 ? 'check needs' : 'checks need'} a look` : ''}` : 'Sums and records differ: rebuild the roll-ups'} wall={false} inspect={{ report: 'data-quality', parameters: {}, cell: null }}>
      <Table label="Data quality" columns={columns} rows={checks} rowKey={(row) => row.check} />
    </Section>
  )
}
