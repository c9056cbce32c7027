'use client'
import type { ResultRow } from '@/db/vocabulary'
import type { RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Dot } from '../ui/badge'
import { formatCount, formatRate } from '../ui/format'
import { Table, type Column } from '../ui/table'
import { meaningColour } from '../ui/tokens'
import { RESULT_NAMES } from './outcomes'
import type { MomentParameters } from './parameters'

type Effect = RowOf<'moment-effects'>
type Line = { key: string; name: string; result: ResultRow | null; after: Map<number, Effect> }
const DAYS = [30, 60, 90] as const

/** Whether it comes at once or later: who had left and who spent less 30, 60 and 90 days after, and whose days are not over. */
export function AfterDays({ parameters }: { parameters: MomentParameters }) {
  const { rows, notes } = useReport('moment-effects', parameters)
  if (rows.length === 0) return null
  const target = { report: 'moment-effects', parameters: { ...parameters } as Record<string, string> }
  const of = (key: string) => new Map(rows.filter((row) => row.result === key).map((row) => [row.days, row]))
  const lines: Line[] = [{ key: 'total', name: 'Any moment', result: null, after: of('total') }, ...RESULT_NAMES.map(([result, name]): Line => ({ key: result, name, result, after: of(result) }))].filter((line) => line.after.size > 0)
  const figure = (row: Effect, field: 'left_rate' | 'spent_less_rate' | 'pending', text: string) => <Inspectable target={{ ...target, cell: { result: row.result, days: row.days, field } }}>{text}</Inspectable>
  const column = (field: 'left' | 'spent_less' | 'pending', days: number, header: string, wideOnly: boolean): Column<Line> => ({
    key: `${field}${days}`, header, numeric: true, wideOnly,
    cell: ({ after }) => {
      const row = after.get(days)
      if (!row) return <span className="text-faint">–</span>
      if (field === 'pending') return row.pending === 0 ? <span className="text-faint">0</span> : figure(row, 'pending', formatCount(row.pending))
      const n = field === 'left' ? row.closed : row.comparable
      return n === 0 ? <span className="text-faint">{row.pending > 0 ? 'open' : 'no data'}</span> : <span className="whitespace-nowrap">{figure(row, field === 'left' ? 'left_rate' : 'spent_less_rate', formatRate(row[field], n))}</span>
    },
  })
  return (
    <Section
      title="After 30, 60 and 90 days" subtitle="Customers by how their first such moment of the period ended: who had left by then, and who of the others spent less"
      note={<>“Still open”: customers whose 90 days are not over; they count in no rate over 90 days. Associated with the moment, not caused by it. {notes.join(' ')}</>} inspect={{ ...target, cell: null }}
    >
      <Table
        label="After 30, 60 and 90 days" rows={lines} rowKey={(line) => line.key}
        columns={[
          { key: 'result', header: 'It ended', cell: ({ name, result }) => <span className="flex items-center gap-2 whitespace-nowrap">{result && <Dot colour={meaningColour(result)} />}{name}</span> },
          ...DAYS.map((days) => column('left', days, `Left, ${days} days`, days === 60)), ...DAYS.map((days) => column('spent_less', days, `Spent less, ${days} days`, true)), column('pending', 90, 'Still open', true),
        ]}
      />
    </Section>
  )
}
