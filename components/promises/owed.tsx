'use client'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount } from '../ui/format'
import { Table, type Column } from '../ui/table'

const target = (row: RowOf<'promises'>, field: string) => ({ report: 'promises', parameters: {}, cell: { owner: row.owner, field } })
const figure = (field: 'overdue' | 'due_today' | 'due_later', header: string): Column<RowOf<'promises'>> => ({ key: field, header, numeric: true, cell: (row) => (row[field] === 0 ? <span className="text-faint">0</span> : <Inspectable target={target(row, field)}>{formatCount(row[field])}</Inspectable>) })

/** Who owes what at present: open promises by owner, so that they can be done. */
export function Owed() {
  const { rows, notes } = useReport('promises', {})
  const owners = rows.filter((row) => row.owner !== 'total' && row.overdue + row.due_today + row.due_later > 0)
  const [most] = owners
  if (!most) return null
  return (
    <Section title={most.overdue > 0 ? (most.label === 'Nobody yet' ? 'Most of what is overdue has no owner' : `${most.label} has the most overdue`) : 'Nobody is behind'} subtitle="Open promises by owner" note={notes.join(' ')} inspect={{ report: 'promises', parameters: {}, cell: null }}>
      <Table label="Open promises by owner" rows={owners} rowKey={(row) => row.owner} columns={[{ key: 'owner', header: 'Owner', cell: (row) => row.label }, figure('overdue', 'Overdue'), figure('due_today', 'Due today'), figure('due_later', 'Later')]} />
    </Section>
  )
}
