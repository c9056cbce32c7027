'use client'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import { ConcentrationCurve } from '../charts/concentration-curve'
import { useReport } from '../data/use-report'
import { Inspectable, type InspectTarget } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatMoney, formatShareOf } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { Link } from '../ui/link'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { tierColour } from '../ui/tokens'
import { Dot } from '../ui/badge'
import { useWorkspace } from '../workspace/workspace'
import { concentrationFinding, curveOf } from './tiers'

type Row = RowOf<'value-tiers'>
type Props = { segmentation: string; members: 'present' | 'window'; from?: string; to?: string; /** The tiers are being cut anew. */ sorting: boolean }

/** The tiers with their customers and value, beside the curve of how concentrated the value is. */
export function TierValue({ segmentation, members, from, to, sorting }: Props) {
  const { slug, currency } = useWorkspace()
  const parameters: ParametersOf<'value-tiers'> = { segmentation, members, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const answer = useReport('value-tiers', parameters)
  const target = { report: 'value-tiers', parameters: { ...parameters } as Record<string, string> }
  const { rows, notes } = answer
  const window = { from: String(answer.parameters.from), to: String(answer.parameters.to) }
  if (rows.length === 0) {
    return <Section title="Who is worth what" note={notes.join(' ')}><EmptyState title="No value in this period"><p>Nobody bought anything between these days. Choose a longer period, or all records.</p></EmptyState></Section>
  }
  const curve = curveOf(rows)
  const everybody = rows.find((row) => row.segment === 'total')?.customers ?? 0
  return (
    <Section
      title={concentrationFinding(rows)}
      subtitle={`Value of ${formatWindow(window.from, window.to)}; all ${formatCount(everybody)} known customers, with or without a purchase then, by ${members === 'present' ? 'their present tier, cut from earlier records' : 'the same tiers cut anew over this very period'}`}
      note={<>{sorting && members === 'present' ? 'The tiers are being cut anew: not everybody is in theirs yet. ' : rows.some((row) => row.segment === 'none') ? 'Customers without a tier have left, or came after the last cut. ' : ''}{notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        {curve.length > 0 && <ConcentrationCurve label={`Share of value by share of customers, the best tier first, ${formatWindow(window.from, window.to)}`} points={curve} inspect={target} height={260} />}
        <Table
          label="Value by tier" rows={[...rows.slice(1), ...rows.slice(0, 1)]} rowKey={(row) => row.segment}
          columns={columns(target, currency, rows.length - 1, (row) => row.segment !== 'none' && row.segment !== 'total' && members === 'present'
            ? <Link href={`/${slug}/customers?segment=${encodeURIComponent(segmentation === 'value' ? row.segment : `${segmentation}:${row.segment}`)}`}>{row.label}</Link> : row.label, rows)}
        />
      </div>
    </Section>
  )
}

function columns(target: Omit<InspectTarget, 'cell'>, currency: string, tiers: number, name: (row: Row) => React.ReactNode, rows: readonly Row[]): Column<Row>[] {
  const inspect = (row: Row, field: keyof Row, text: string) => <Inspectable target={{ ...target, cell: { segment: row.segment, field } }} className={row.segment === 'total' ? 'font-medium' : undefined}>{text}</Inspectable>
  const colourOf = (row: Row) => (row.segment === 'none' ? 'var(--faint)' : tierColour(rows.indexOf(row) - 1, tiers))
  return [
    { key: 'label', header: 'Tier', cell: (row) => <span className="flex items-center gap-2">{row.segment === 'total' ? <span className="font-medium">All customers</span> : <><Dot colour={colourOf(row)} />{name(row)}</>}</span> },
    { key: 'customers', header: 'Customers', numeric: true, cell: (row) => inspect(row, 'customers', formatCount(row.customers)) },
    { key: 'share_of_customers', header: 'Share', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'share_of_customers', formatShareOf(row.share_of_customers)) },
    { key: 'value', header: 'Value', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'value', formatMoney(row.value, currency, { cents: false })) },
    { key: 'share_of_value', header: 'Of value', numeric: true, cell: (row) => inspect(row, 'share_of_value', formatShareOf(row.share_of_value)) },
    { key: 'median_value', header: 'Median', numeric: true, cell: (row) => inspect(row, 'median_value', formatMoney(row.median_value, currency)) },
    { key: 'least_value', header: 'Least', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'least_value', formatMoney(row.least_value, currency)) },
  ]
}
