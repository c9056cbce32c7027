'use client'
import { Suspense } from 'react'
import type { ParametersOf, ReportAnswer, RowOf } from '@/server/reports/answer'
import { BarChart, type Bar } from '../charts/bar-chart'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { Inspectable } from '../shell/inspector-context'
import { PageHeader, Section } from '../shell/page'
import { EN_DASH, formatCount, formatInterval, formatMoney, formatShare, formatShareInterval, formatShareOf, SMALL_N } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { EmptyState, SkeletonLines } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'

type Row = RowOf<'channel-breadth'>

/** Whether customers on several channels bring more and stay longer, held against the published claim. */
export function Breadth() {
  const { newest, today, segments } = useWorkspace()
  const [{ segment }] = useFilters()
  const options = segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))
  return (
    <>
      <PageHeader title="Several channels" lead="Customers on several channels are said to be 15–25 % more profitable. Is it so here, among customers of the same tenure, activity and earlier margin?" filters={<FilterBar show={['segment']} lastDay={newest ?? today} segments={options} />} />
      <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={8} /></div>}><Answer asked={segment ? { segment } : {}} /></Suspense></ErrorBoundary>
    </>
  )
}

const REFERENCE: Record<string, string> = { 1: 'one channel', 2: 'two channels', 3: 'three channels', '4+': 'four or more' }

function Answer({ asked }: { asked: ParametersOf<'channel-breadth'> }) {
  const { currency } = useWorkspace()
  const { rows, notes, statistics } = useReport('channel-breadth', asked)
  const target = { report: 'channel-breadth', parameters: { ...asked } as Record<string, string> }
  if (rows.length === 0) return <Section title="This cannot be said yet" note={notes.join(' ')}><EmptyState title="It takes customers of two years"><p>Channels are counted in one year and the margin of the next is compared, so that whoever buys more does not use more channels for that reason alone: among those who were customers when the first began.</p></EmptyState></Section>
  const groups = rows.filter((row) => /^\d/.test(row.channels))
  const [base, next] = [formatWindow(String(statistics.base_from), String(statistics.next_from)), formatWindow(String(statistics.next_from), String(statistics.next_to))]
  const cell = (row: Row, field: keyof Row) => ({ channels: row.channels, field })
  const bars = groups.map((row): Bar => ({ key: row.channels, label: row.label, value: row.customers < SMALL_N ? null : row.adjusted_margin, low: row.customers < SMALL_N ? null : row.adjusted_low, high: row.customers < SMALL_N ? null : row.adjusted_high, detail: row.customers < SMALL_N ? `only ${formatCount(row.customers)}` : undefined, cell: cell(row, 'adjusted_margin') }))
  const forced = rows.find((row) => row.channels === 'forced')
  return (
    <>
      <Section
        title={finding(statistics)} subtitle={`Margin per customer in ${next}, after contact costs, by channels chosen in ${base}; adjusted, with 95 % intervals`}
        note={<>Adjusted for tenure, activity, margin in the first year and forced switching. That breadth and margin go together is association: people who are going to need us more may also try more channels. {notes.join(' ')}</>} inspect={{ ...target, cell: null }}
      >
        <BarChart label="Adjusted margin by number of channels" what="Channels" bars={bars} unit={{ kind: 'money', currency }} inspect={target} />
        <p className="max-w-prose text-13">Published: {formatShareOf(Number(statistics.published_low))} to {formatShareOf(Number(statistics.published_high))} more. <span className="text-muted">{String(statistics.published_source)} A benchmark, not a target.</span></p>
      </Section>
      <Section title="The same, in figures" subtitle="As it was: what a plain comparison says. Adjusted: as if all had the same tenure, activity and first-year margin" note="Still with us: in relationship at the end of the second year." inspect={{ ...target, cell: null }}>
        <Table label="Channels, margin and retention" columns={columns(target, currency)} rows={[...groups, ...rows.filter((row) => row.channels === 'total')]} rowKey={(row) => row.channels} />
      </Section>
      {forced && (
        <Section title={forcedFinding(forced, currency)} subtitle="Forced switching is not breadth: a contact about an issue, on another channel than the one before" note="Within seven days of the contact before it about the same issue, or after a hand-over. Such contacts do not make a channel a chosen one." inspect={{ ...target, cell: null }}>
          <Table label="Forced switching inside an issue" columns={columns(target, currency).filter(({ key }) => !key.startsWith('adjusted') && key !== 'interval')} rows={rows.filter((row) => row.channels.includes('forced'))} rowKey={(row) => row.channels} />
        </Section>
      )}
    </>
  )
}

/** Against the published claim only as far as the interval lets it be said. */
function finding(statistics: ReportAnswer['statistics']): string {
  const { more_share: share, more_share_low: low, more_share_high: high, reference } = statistics
  if (typeof share !== 'number' || typeof low !== 'number' || typeof high !== 'number') return 'Do customers on several channels bring more?'
  const than = `customers on more than ${REFERENCE[String(reference)] ?? 'few channels'}`
  const interval = `(${formatShareInterval(low, high)})`
  if (low > 0) return `Yes: ${than} bring ${formatShareOf(share)} more, at the same tenure, activity and earlier margin ${interval}`
  if (high < 0) return `No: ${than} bring ${formatShareOf(-share)} less, at the same tenure, activity and earlier margin (${formatShareInterval(-high, -low)})`
  return high < 0.15 ? `Not here: ${than} bring about the same at the same tenure, activity and earlier margin: ${formatShareOf(share)} ${interval}` : `Not clear: for ${than} it is ${formatShareOf(share)} at the same tenure, activity and earlier margin ${interval}`
}

function forcedFinding(row: Row, currency: string): string {
  const n = `${formatCount(row.customers)} ${row.customers === 1 ? 'customer was' : 'customers were'} made to switch channels inside an issue`
  if (row.difference === null || row.difference_low === null || row.difference_high === null || row.customers < SMALL_N) return n
  const size = formatMoney(Math.abs(row.difference), currency)
  if (row.difference_high < 0) return `${n}: ${size} less the year after, compared with customers of the same tenure, activity and earlier margin`
  return row.difference_low > 0 ? `${n}: ${size} more the year after, compared with customers of the same tenure, activity and earlier margin` : `${n}; what they bring the year after is not clearly different`
}

function columns(target: { report: string; parameters: Record<string, string> }, currency: string): Column<Row>[] {
  const inspect = (row: Row, field: keyof Row, text: string) => <Inspectable target={{ ...target, cell: { channels: row.channels, field } }}>{text}</Inspectable>
  const small = (row: Row) => row.customers < SMALL_N
  return [
    { key: 'label', header: 'Channels chosen', cell: (row) => (row.channels === 'total' ? <span className="font-medium">All</span> : row.label) },
    { key: 'customers', header: 'Customers', numeric: true, cell: (row) => inspect(row, 'customers', formatCount(row.customers)) },
    { key: 'retention', header: 'Still with us, as it was', numeric: true, cell: (row) => inspect(row, 'retention', formatShare(row.retained, row.customers)) },
    { key: 'adjusted_retention', header: 'Adjusted', numeric: true, cell: (row) => (small(row) || row.adjusted_retention === null ? EN_DASH : inspect(row, 'adjusted_retention', formatShareOf(row.adjusted_retention))) },
    { key: 'interval', header: '95 % interval', numeric: true, wideOnly: true, cell: (row) => (small(row) || row.adjusted_retention_low === null || row.adjusted_retention_high === null ? EN_DASH : formatShareInterval(row.adjusted_retention_low, row.adjusted_retention_high)) },
    { key: 'base', header: 'Margin, first year', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'base_margin', formatMoney(row.base_margin, currency)) },
    { key: 'next', header: 'Second year, as it was', numeric: true, cell: (row) => inspect(row, 'next_margin', formatMoney(row.next_margin, currency)) },
    { key: 'adjusted', header: 'Adjusted', numeric: true, wideOnly: true, cell: (row) => (row.adjusted_margin === null || small(row) ? EN_DASH : inspect(row, 'adjusted_margin', formatMoney(row.adjusted_margin, currency))) },
    { key: 'difference', header: 'Difference', numeric: true, wideOnly: true, cell: (row) => (row.difference === null || small(row) ? EN_DASH : inspect(row, 'difference', formatMoney(row.difference, currency))) },
    { key: 'difference_interval', header: '95 % interval', numeric: true, wideOnly: true, cell: (row) => (row.difference_low === null || row.difference_high === null || small(row) ? EN_DASH : formatInterval(row.difference_low, row.difference_high, (value) => formatMoney(value, currency))) },
  ]
}
