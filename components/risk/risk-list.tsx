'use client'
import { capital } from '@/server/domain/capital'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import { LISTED_AT } from '@/server/domain/risk/weights'
import { signed } from '@/server/domain/risk/words'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatMoney, formatShareOf, SMALL_N } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { Points, sumOf } from './points'

export type RiskRow = RowOf<'at-risk'>
export type Asked = { segment?: string }

/** Rows shown; the report itself gives all of them. */
export const SHOWN = 25

/** The list: each customer with score, what moved, and the reasons in words and numbers. */
export function RiskList({ asked }: { asked: Asked }) {
  const { slug, currency } = useWorkspace()
  const parameters: ParametersOf<'at-risk'> = { ...asked, limit: SHOWN }
  const { rows, notes, statistics, incomplete } = useReport('at-risk', parameters)
  const { rows: pastLists, statistics: hits } = useReport('risk-hits', asked)
  const target = { report: 'at-risk', parameters: { ...parameters } as Record<string, string | number> }
  const day = typeof statistics.day === 'string' ? statistics.day : null
  if (day === null) {
    return <Section title="Nobody has been scored yet" note={notes.join(' ')}><EmptyState title="Scores are computed in the background"><p>They need interactions, promises, issues or purchases of customers: as soon as some have arrived, whoever may be about to leave stands here, with the reasons.</p></EmptyState></Section>
  }
  const listed = Number(statistics.listed)
  const rate = typeof hits.newest_list === 'string' ? (pastLists.find((row) => row.day === 'total' && row.group === 'listed') ?? pastLists.find((row) => row.day === hits.newest_list && row.group === 'listed')) : undefined
  const basis = statistics.value_basis === 'predicted' ? 'predicted value' : 'value of the last 365 days'
  if (listed === 0) return <Section title="Nobody is at risk" subtitle={`As of ${formatDay(day)}`} note={notes.join(' ')} inspect={{ ...target, cell: null }}><EmptyState title="Nothing speaks for anybody leaving"><p>No customer here has {LISTED_AT} points or more: no silence, failure or broken promise that stands out.</p></EmptyState></Section>
  return (
    <Section
      title={`${formatCount(listed)} ${listed === 1 ? 'customer is' : 'customers are'} at risk, with ${formatMoney(Number(statistics.value_at_stake), currency, { cents: false })} at stake`}
      subtitle={`${LISTED_AT} points or more as of ${formatDay(day)}, from records before it; at stake is the ${basis}`}
      note={<>{rate && rate.rate !== null && rate.customers >= SMALL_N && <>Not all of it will go: of those on earlier lists {formatShareOf(rate.rate)} left within 90 days, and as many of these would take about {formatMoney(rate.rate * Number(statistics.value_at_stake), currency, { cents: false })} with them. </>}{incomplete.length > 0 && <span className="text-warning">Some records are late, so a failure or a broken promise may be missing, and silence may not be one. {incomplete.join(' ')} </span>}Points are added up, nothing else: what each reason can give is at the end of this page. {notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      <Table tall label="Customers at risk" columns={columns(target, currency)} rows={rows} rowKey={(row) => row.customer} rowHref={(row) => `/${slug}/customers/${encodeURIComponent(row.customer)}`} />
    </Section>
  )
}

function columns(target: { report: string; parameters: Record<string, string | number> }, currency: string): Column<RiskRow>[] {
  return [
    { key: 'customer', header: 'Customer', cell: (row) => <><Who row={row} /><span className="block min-w-44 text-12 whitespace-normal text-muted sm:hidden">{capital(row.reasons)}: {sumOf(row)}</span></> },
    { key: 'stake', header: 'At stake', numeric: true, cell: (row) => <Inspectable target={{ ...target, cell: { customer: row.customer, field: 'value_at_stake' } }}>{formatMoney(row.value_at_stake, currency, { cents: false })}</Inspectable> },
    { key: 'score', header: 'Points', numeric: true, cell: (row) => <span className="inline-flex items-center gap-2"><span className="max-sm:hidden"><Points parts={row} /></span><Inspectable target={{ ...target, cell: { customer: row.customer, field: 'score' } }} className="font-medium">{row.score}</Inspectable></span> },
    { key: 'change', header: 'In a week', numeric: true, wideOnly: true, cell: (row) => (row.change === null ? <span className="text-faint">new</span> : row.change === 0 ? <span className="text-faint">0</span> : <span title={row.moved}>{signed(row.change)}</span>) },
    { key: 'reasons', header: 'Why', wideOnly: true, className: 'pl-8! whitespace-normal!', cell: (row) => <Why row={row} /> },
  ]
}

export function Who({ row }: { row: RiskRow }) {
  return (
    <span className="block max-w-44 truncate sm:max-w-56" title={row.customer}>
      {row.name ?? row.customer}
      {row.tier && <span className="text-muted"> · {row.tier}</span>}
    </span>
  )
}

export function Why({ row }: { row: RiskRow }) {
  return (
    <span className="block max-w-prose text-pretty">
      {capital(row.reasons)}
      <span className="block text-12 text-muted">{sumOf(row)}</span>
      {row.moved && <span className="block text-12 text-muted">Since last week: {row.moved}</span>}
    </span>
  )
}

