'use client'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { EN_DASH, formatCount, formatInterval, formatMoney, formatNumber, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { Table, type Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import type { Asked } from './value'

type Row = RowOf<'most-valuable'>

/** Who will be worth most, each with why one can believe it. */
export function MostValuable({ asked }: { asked: Asked }) {
  const { slug, currency } = useWorkspace()
  const { rows } = useReport('most-valuable', asked)
  const [first] = rows
  if (!first) return null
  if (rows.every((row) => row.clv === 0 && row.expected_value === 0)) return <Section title="Nobody is expected to bring anything" inspect={{ report: 'most-valuable', parameters: { ...asked }, cell: null }}><p className="max-w-prose text-13 text-muted">No purchase that counts stands in the record, or nobody has ever come back: there is nothing to expect more from.</p></Section>
  const inspect = (row: Row, field: keyof Row, text: string) => <Inspectable target={{ report: 'most-valuable', parameters: { ...asked }, cell: { customer: row.customer, field } }}>{text}</Inspectable>
  // Who is under contract is known to be there: only a model has chances to tell.
  const chances = rows.some((row) => row.p_alive !== null && row.p_alive > 0 && row.p_alive < 1)
  const all: Column<Row>[] = [
    { key: 'customer', header: 'Customer', cell: (row) => <Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.name ?? row.customer}</Link> },
    { key: 'clv', header: 'Worth', numeric: true, cell: (row) => inspect(row, 'clv', formatMoney(row.clv, currency, { cents: false })) },
    { key: 'range', header: 'Eight of ten such customers', numeric: true, cell: (row) => (row.range_low === null || row.range_high === null ? EN_DASH : inspect(row, 'range_high', formatInterval(row.range_low, row.range_high, (value) => formatMoney(value, currency, { cents: false })))) },
    { key: 'p_alive', header: 'Still a customer', numeric: true, cell: (row) => inspect(row, 'p_alive', row.p_alive === null ? 'not told' : formatShareOf(row.p_alive)) },
    { key: 'expected_transactions', header: 'Expected purchases', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'expected_transactions', row.expected_transactions === null ? 'not told' : formatNumber(row.expected_transactions, 1)) },
    { key: 'expected_value', header: 'Expected spend', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'expected_value', formatMoney(row.expected_value, currency, { cents: false })) },
    { key: 'purchases', header: 'Purchases so far', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'purchases', formatCount(row.purchases)) },
  ]
  const ranged = rows.some((row) => row.range_low !== null)
  const columns = all.filter(({ key }) => (key !== 'p_alive' || chances) && (key !== 'range' || ranged))
  return (
    <Section
      title="Who will be worth most"
      subtitle={`Over the year after ${formatDay(first.as_of)}: worth is margin (the whole amount, where none is set), with money that comes later counted for less`}
      note={`${ranged ? 'By the model, eight of ten customers with such records will bring an amount within the range, one of ten less and one more; where it begins at nought, nine of ten bring at most its end. How many did is told below. ' : ''}Computed anew after every change and every night.${chances ? ' High worth with a low chance of still being a customer is worth a call.' : ''}`}
      inspect={{ report: 'most-valuable', parameters: { ...asked }, cell: null }}
    >
      <Table label="The most valuable customers" rows={rows} rowKey={(row) => row.customer} columns={columns} />
    </Section>
  )
}
