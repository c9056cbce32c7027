'use client'
import type { RowOf } from '@/server/reports/answer'
import { heatStep } from '../charts/cohort-grid'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { cx } from '../ui/cx'
import { formatCount, formatShareOf, SMALL_N } from '../ui/format'
import type { Asked } from './value'

type Row = RowOf<'value-alive'>

/** Frequency against silence: who is probably still a customer. */
export function AliveMap({ asked }: { asked: Asked }) {
  const { rows, statistics } = useReport('value-alive', asked)
  const told = rows.filter((row) => row.p_alive !== null)
  if (told.length === 0) return null
  const target = { report: 'value-alive', parameters: { ...asked } as Record<string, string> }
  const columns = distinct(told, (row) => row.silence, (row) => row.silence_label)
  const lines = distinct(told, (row) => row.frequency, (row) => row.frequency_label)
  return (
    <Section
      title="Who is still a customer: silence means more the oftener somebody came"
      subtitle="Mean probability of still being a customer, by how often somebody has bought and how long ago the last time was; customers beneath"
      note="Of who bought only once nobody can tell: one purchase says nothing about leaving. Cells of fewer than 30 customers are not coloured."
      inspect={{ ...target, cell: null }}
    >
      <div role="region" aria-label="Probability of still being a customer" tabIndex={0} className="relative overflow-x-auto">
        <table className="border-separate border-spacing-px text-13">
          <caption className="sr-only">Probability of still being a customer, by purchases and silence</caption>
          <thead>
            <tr className="text-12 text-muted">
              <th scope="col" className="sticky left-0 bg-paper pr-4 text-left align-bottom font-medium whitespace-nowrap max-sm:pr-2">Bought</th>
              {columns.map((column) => <th key={column.key} scope="col" className="min-w-24 px-2 pb-1 text-center align-bottom font-medium whitespace-nowrap max-sm:min-w-10 max-sm:px-0 max-sm:whitespace-normal">{column.label}</th>)}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <th scope="row" className="sticky left-0 bg-paper pr-4 text-left font-normal whitespace-nowrap max-sm:pr-2">{line.label}</th>
                {columns.map((column) => {
                  const cell = told.find((row) => row.frequency === line.key && row.silence === column.key)
                  return <Square key={column.key} cell={cell} target={target} blind={statistics.model === 'bg_nbd' && line.key === '0'} />
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

/** `blind`: the model cannot tell, and the figure it gives would read as certainty. */
function Square({ cell, target, blind }: { cell: Row | undefined; target: { report: string; parameters: Record<string, string> }; blind: boolean }) {
  if (!cell || cell.p_alive === null) return <td className="h-11 text-center text-faint">·</td>
  const few = blind || cell.customers < SMALL_N
  return (
    <td className={cx('h-11 text-center tabular-nums', few ? 'text-muted' : heatStep(cell.p_alive))}>
      <Inspectable target={{ ...target, cell: { frequency: cell.frequency, silence: cell.silence, field: 'p_alive' } }} className={few ? undefined : 'font-medium'}>{blind ? 'can’t tell' : formatShareOf(cell.p_alive)}</Inspectable>
      <span className="block text-12">{formatCount(cell.customers)}</span>
    </td>
  )
}

/** Distinct keys in their numeric order, each with its label. */
function distinct(rows: readonly Row[], key: (row: Row) => string, label: (row: Row) => string): { key: string; label: string }[] {
  return [...new Map(rows.map((row) => [key(row), label(row)]))].map(([k, text]) => ({ key: k, label: text })).toSorted((a, b) => Number(a.key) - Number(b.key))
}
