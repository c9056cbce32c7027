'use client'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatNumber, formatShare, formatShareInterval, formatShareOf, SMALL_N } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import type { Asked } from './risk-list'

type Row = RowOf<'risk-hits'>

/** Whether the lists of the past were right: who left within 90 days, beside everybody else. */
export function RiskHits({ asked }: { asked: Asked }) {
  const { rows, notes, statistics } = useReport('risk-hits', asked)
  const target = { report: 'risk-hits', parameters: { ...asked } as Record<string, string> }
  const newest = typeof statistics.newest_list === 'string' ? statistics.newest_list : null
  if (newest === null) return <Section title="Was the list right?" note={notes.join(' ')}><EmptyState title="That cannot be said yet"><p>Once a list is 90 days old and leaving is recorded, this shows how many of those on it left, beside everybody else.</p></EmptyState></Section>
  const of = (day: string, group: string) => rows.find((row) => row.day === day && row.group === group)
  const days = [newest, ...new Set(rows.map((row) => row.day).filter((day) => day !== 'total' && day !== newest))]
  return (
    <Section title={days.length > 1 ? sentence(of('total', 'listed'), of('total', 'others'), `${days.length} past days`) : <Inspectable target={{ ...target, cell: { day: newest, group: 'listed', field: 'rate' } }}>{sentence(of(newest, 'listed'), of(newest, 'others'), formatDay(newest))}</Inspectable>} subtitle="Share who left within 90 days of each list, with 95 % intervals; of their own will or by lapse" note={<>Each list is computed from records before its day, as today’s is. {inOrder(of('total', 'urgent') ?? of(newest, 'urgent'), of('total', 'listed') ?? of(newest, 'listed'))}{notes.join(' ')}</>} inspect={{ ...target, cell: null }}>
      <Table label="Lists of the past and who left" columns={columns(target)} rows={[...(days.length > 1 ? ['total'] : []), ...days].flatMap((day) => rows.filter((row) => row.day === day))} rowKey={(row) => `${row.day} ${row.group}`} />
    </Section>
  )
}

/** More points should mean more danger; where they did not, that is said. */
function inOrder(urgent: Row | undefined, listed: Row | undefined): string {
  if (!urgent || !listed || urgent.customers < SMALL_N || urgent.rate === null || listed.rate === null || urgent.rate >= listed.rate) return ''
  return 'Those with the most points did not leave more often than the others on the list: more points have not meant more danger so far. '
}

/** Said as more or less only where the two intervals are apart. */
function sentence(listed: Row | undefined, others: Row | undefined, day: string): string {
  if (!listed || !others) return 'Was the list right?'
  if (listed.customers === 0) return `Nobody was on the list of ${day}; ${formatShare(others.left, others.customers)} of the ${formatCount(others.customers)} customers left within 90 days`
  const apart = listed.low !== null && listed.high !== null && others.low !== null && others.high !== null && (listed.low > others.high || listed.high < others.low)
  const times = apart && listed.customers >= SMALL_N && listed.times_others !== null ? `: ${formatNumber(listed.times_others, 1)} times as often` : listed.customers >= SMALL_N ? ', which may be chance' : ''
  return `Of the ${formatCount(listed.customers)} listed on ${day}, ${formatCount(listed.left)} left within 90 days${listed.customers >= SMALL_N ? ` (${formatShareOf(listed.rate)})` : ''}, against ${formatShare(others.left, others.customers)} of all others${times}`
}

function columns(target: { report: string; parameters: Record<string, string> }): Column<Row>[] {
  const cell = (row: Row, field: keyof Row, text: string) => (row.day === 'total' ? text : <Inspectable target={{ ...target, cell: { day: row.day, group: row.group, field } }}>{text}</Inspectable>)
  return [
    { key: 'day', header: 'List of', cell: (row) => (row.group !== 'listed' ? '' : row.day === 'total' ? <span className="font-medium">All lists</span> : formatDay(row.day)) },
    { key: 'group', header: 'Customers', cell: (row) => <span className={row.group === 'urgent' ? 'pl-4 text-muted' : undefined}>{row.label}</span> },
    { key: 'customers', header: 'How many', numeric: true, wideOnly: true, cell: (row) => cell(row, 'customers', formatCount(row.customers)) },
    { key: 'left', header: 'Left', numeric: true, wideOnly: true, cell: (row) => cell(row, 'left', formatCount(row.left)) },
    { key: 'rate', header: 'Share', numeric: true, cell: (row) => (row.customers === 0 ? '–' : cell(row, 'rate', formatShare(row.left, row.customers))) },
    { key: 'interval', header: '95 % interval', numeric: true, wideOnly: true, cell: (row) => (row.customers >= SMALL_N && row.low !== null && row.high !== null ? formatShareInterval(row.low, row.high) : '–') },
    { key: 'times', header: 'Times the others', numeric: true, wideOnly: true, cell: (row) => (row.customers >= SMALL_N && row.times_others !== null ? formatNumber(row.times_others, 1) : '–') },
  ]
}
