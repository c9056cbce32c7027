'use client'
import { ENOUGH_YEARS } from '@/server/domain/statistics/growth'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { EN_DASH, formatCount, formatInterval, formatShareOf, SMALL_N } from '../ui/format'
import { formatPeriod } from '../ui/format-date'
import { Table, type Column } from '../ui/table'
import type { PartProps } from './part'

type Row = RowOf<'growth'>

/** How fast it grows, human beside digital, and whether constant growth alone accounts for the newest period. */
export function Growth({ parameters }: PartProps) {
  const { rows, notes } = useReport('growth', parameters)
  const total = rows.find((row) => row.key === 'total')
  // Growth a year from a few months is arithmetic, not a pace: then the change itself is shown.
  const yearly = (total?.years ?? 0) >= ENOUGH_YEARS
  const inspect = (row: Row, field: string) => ({ report: 'growth', parameters, cell: { key: row.key, field } })
  // The report says how long its periods are; a longer one is named by its first month.
  const length = /^Periods are \d+ whole (year|quarter)s/.exec(notes.find((note) => note.startsWith('Periods')) ?? '')?.[1]
  const head = (period: string) => `${length ? `${length === 'year' ? 'Year' : 'Quarter'} from ` : ''}${formatPeriod(period, 'month')}`
  const columns: Column<Row>[] = [
    { key: 'label', header: 'Channel', cell: (row) => <span className={row.key === 'total' ? 'font-semibold' : row.key === 'human' || row.key === 'digital' ? 'font-medium' : 'pl-4 text-muted'}>{row.label}</span> },
    { key: 'start', header: total ? head(total.start_period) : 'Start', numeric: true, wideOnly: true, cell: (row) => <Inspectable target={inspect(row, 'start')}>{formatCount(row.start)}</Inspectable> },
    { key: 'end', header: total ? head(total.end_period) : 'End', numeric: true, wideOnly: true, cell: (row) => <Inspectable target={inspect(row, 'end')}>{formatCount(row.end)}</Inspectable> },
    yearly
      ? { key: 'cagr', header: 'Growth a year', numeric: true, cell: (row) => (row.cagr === null ? EN_DASH : <Inspectable target={inspect(row, 'cagr')}>{signed(row.cagr)}</Inspectable>) }
      : { key: 'change', header: 'Change', numeric: true, cell: (row) => (row.start < SMALL_N ? EN_DASH : signed(row.end / row.start - 1)) },
    { key: 'expected', header: 'Constant growth predicts', numeric: true, wideOnly: true, cell: (row) => (row.low === null || row.high === null ? <span className="text-faint">too short to say</span> : <Inspectable target={inspect(row, 'expected')}>{formatInterval(row.low, row.high, formatCount)}</Inspectable>) },
    { key: 'explained', header: 'Explained?', cell: (row) => explained(row) },
  ]
  return (
    <Section
      title={headline(total)}
      subtitle={yearly ? 'First whole period against the newest, with growth stated per year' : 'First whole period against the newest'}
      note={notes.filter((note) => !note.startsWith('The newest record') && (yearly || !note.startsWith('Periods'))).join(' ')}
      inspect={{ report: 'growth', parameters, cell: null }}
    >
      {rows.length > 0 && <Table label="Growth by channel" columns={columns} rows={rows} rowKey={(row) => row.key} />}
    </Section>
  )
}

const signed = (fraction: number) => `${fraction > 0 ? '+' : ''}${formatShareOf(fraction)}`

function explained(row: Row) {
  if (row.explained === null) return <span className="text-faint">{EN_DASH}</span>
  if (row.explained) return <span className="text-muted">Yes, constant growth</span>
  return row.high !== null && row.end > row.high ? 'No, more than that' : 'No, less than that'
}

function headline(total: Row | undefined): string {
  if (!total) return 'How fast do interactions grow?'
  if (total.cagr === null) return 'Interactions began within this window'
  if (total.years < ENOUGH_YEARS) return `${formatCount(total.end)} interactions in the newest whole period, ${formatCount(total.start)} in the first`
  const pace = `Interactions ${total.cagr < 0 ? 'shrink' : 'grow'} ${formatShareOf(Math.abs(total.cagr))} a year`
  if (total.explained === null) return pace
  return total.explained ? `${pace}; the newest period is what constant growth predicts` : `${pace}; the newest period is ${total.high !== null && total.end > total.high ? 'above' : 'below'} what constant growth predicts`
}
