'use client'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { cx } from '../ui/cx'
import { useWorkspace } from '../workspace/workspace'
import { show } from './show'
import { faultOf, cellOf, recordOf, valueOf } from './readings'
import type { PreviewRow } from './use-file'
import { fieldLabel } from './words'

type Props = { label: string; mapping: Mapping; at: number; columns: readonly SniffedColumn[]; rows: readonly PreviewRow[]; shown: number; onShown: (row: number) => void }

/** The first rows of the file as records of one kind; what cannot be read keeps the file's own text, marked. */
export function PreviewTable({ label, mapping, at, columns, rows, shown, onShown }: Props) {
  const fields = Object.keys(mapping.rows[at]?.fields ?? {})
  const head = 'sticky top-0 z-10 h-8 border-b bg-paper px-2 text-left text-12 font-medium whitespace-nowrap text-muted'
  return (
    <div className="max-h-90 overflow-auto border-y" role="region" aria-label={`First rows as ${label}`} tabIndex={0}>
      <table className="w-full border-separate border-spacing-0 text-13">
        <caption className="sr-only">First rows of the file, read as {label}</caption>
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'left-0 z-20')}>Row</th>
            {fields.map((field) => <th key={field} scope="col" className={head}>{fieldLabel(field)}</th>)}
          </tr>
        </thead>
        <tbody>{rows.map((row, i) => <Line key={row.row} row={row} current={i === shown} onShown={() => onShown(i)} mapping={mapping} at={at} columns={columns} fields={fields} />)}</tbody>
      </table>
    </div>
  )
}

function Line({ row, current, onShown, mapping, at, columns, fields }: { row: PreviewRow; current: boolean; onShown: () => void; fields: string[] } & Pick<Props, 'mapping' | 'at' | 'columns'>) {
  const { timezone } = useWorkspace()
  const record = recordOf(row, mapping, at)
  const cell = 'h-8 max-w-64 border-b px-2'
  return (
    <tr className={cx(current && 'bg-sunken')}>
      <th scope="row" className={cx(cell, 'sticky left-0 bg-paper text-left font-normal', current && 'bg-sunken')}>
        <button type="button" className="h-8 w-full min-w-8 text-left text-muted hover:text-ink" aria-pressed={current} aria-label={`Show row ${row.row} beside the fields`} onClick={onShown}>{row.row}</button>
      </th>
      {row.problem !== null && <td colSpan={fields.length} className={cx(cell, 'max-w-none text-danger')}>Refused: {row.problem}</td>}
      {row.problem === null && record === null && <td colSpan={fields.length} className={cx(cell, 'text-muted')}>none from this row</td>}
      {row.problem === null && record !== null && fields.map((field) => {
        const fault = faultOf(record, field)
        const value = valueOf(record, field) ?? (record.faults.length > 0 ? cellOf(row, mapping.rows[at]?.fields[field], columns) : undefined)
        const text = show(value, timezone)
        return (
          <td key={field} className={cx(cell, 'truncate', fault !== null && 'text-danger underline decoration-dotted underline-offset-2')} title={fault ?? text}>
            {fault !== null && <span className="sr-only">{fault}: </span>}{text === '' && fault !== null ? 'missing' : text}
          </td>
        )
      })}
    </tr>
  )
}
