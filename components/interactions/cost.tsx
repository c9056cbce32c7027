'use client'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Dot } from '../ui/badge'
import { EN_DASH, formatCount, formatMoney } from '../ui/format'
import { Link } from '../ui/link'
import { Table, type Column } from '../ui/table'
import { channelColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import type { PartProps } from './part'

type Row = RowOf<'cost-to-serve'>

/** What answering customers costs, per channel. */
export function CostToServe({ parameters }: PartProps) {
  const { currency, channels, slug, can } = useWorkspace()
  const asked = { ...parameters, by: 'channel' }
  const { rows, notes } = useReport('cost-to-serve', asked)
  const total = rows.find((row) => row.key === 'total')
  const parts = rows.filter((row) => row.key !== 'total' && row.contacts > 0).toSorted((a, b) => (b.cost ?? -1) - (a.cost ?? -1) || b.contacts - a.contacts)
  if (!total || parts.length === 0) return null
  const target = (row: Row, field: string) => ({ report: 'cost-to-serve', parameters: asked, cell: { key: row.key, field } })
  const money = (row: Row, field: 'cost' | 'per_contact' | 'per_customer_month') => {
    const value = row[field]
    return value === null ? <span className="text-faint">{EN_DASH}</span> : <Inspectable target={target(row, field)}>{formatMoney(value, currency, field === 'cost' ? {} : { cents: true })}</Inspectable>
  }
  const columns: Column<Row>[] = [
    { key: 'label', header: 'Channel', cell: (row) => <span className="inline-flex items-center gap-2"><Dot colour={channelColour(channels.find((channel) => channel.slug === row.key)?.kind ?? 'other')} />{row.label}</span> },
    { key: 'contacts', header: 'Contacts', numeric: true, cell: (row) => <Inspectable target={target(row, 'contacts')}>{formatCount(row.contacts)}</Inspectable> },
    { key: 'cost', header: 'Cost', numeric: true, cell: (row) => money(row, 'cost') },
    { key: 'per_contact', header: 'Per contact', numeric: true, wideOnly: true, cell: (row) => money(row, 'per_contact') },
    { key: 'per_customer_month', header: 'Per customer and month', numeric: true, wideOnly: true, cell: (row) => money(row, 'per_customer_month') },
  ]
  return (
    <Section
      title={total.cost === null ? 'What does it cost to answer? No channel has a cost per contact yet' : <>
        <Inspectable target={target(total, 'cost')}>{formatMoney(total.cost, currency)}</Inspectable> to answer customers, <Inspectable target={target(total, 'per_contact')}>{formatMoney(total.per_contact, currency, { cents: true })}</Inspectable> per contact
      </>}
      subtitle="Cost of contacts by channel, over the whole window"
      note={total.cost === null && can.includes('admin') ? <Link href={`/${slug}/settings`}>Set what a contact costs on each channel</Link> : notes.filter((note) => !note.startsWith('The newest record')).join(' ')}
      inspect={{ report: 'cost-to-serve', parameters: asked, cell: null }}
    >
      {total.cost !== null && <Table label="Cost of contacts by channel" columns={columns} rows={parts} rowKey={(row) => row.key} />}
    </Section>
  )
}
