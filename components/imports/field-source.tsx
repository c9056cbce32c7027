'use client'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import type { FieldSource } from '@/server/domain/mapping/mapping'
import { Input, Select } from '../ui/field'
import { columnLabel, columnOf, columnRef, optionsOf } from './mend'

type Props = { label: string; from: FieldSource; columns: readonly SniffedColumn[]; onFrom: (from: FieldSource) => void }

/** Where a field's value comes from: a column, a value for all rows, or the row's number. */
export function SourceSelect({ label, from, columns, onFrom }: Props) {
  const chosen = 'column' in from ? columnOf(columns, from.column) : undefined
  const value = 'column' in from ? (chosen ? String(chosen.number) : 'missing') : 'const' in from ? 'const' : 'row'
  const options = [
    ...(value === 'missing' && 'column' in from ? [{ value: 'missing', label: `${from.column} (not in this file)` }] : []),
    ...columns.map((column) => ({ value: String(column.number), label: columnLabel(column) })),
    { value: 'const', label: 'One value for all rows' },
    { value: 'row', label: 'The number of the row' },
  ]
  const choose = (next: string) => {
    if (next === 'missing') return
    if (next === 'row') onFrom({ row: true })
    else if (next === 'const') onFrom({ const: '', ...('values' in from ? {} : optionsOf(from)) })
    else {
      const column = columns[Number(next) - 1]
      if (!column) return
      const { format: _format, ...rest } = optionsOf(from)
      const guessed = column.guess.kind === 'time' && column.guess.format !== undefined && from.since === undefined ? { format: column.guess.format } : {}
      const keep = from.since === undefined ? guessed : { format: from.format }
      onFrom({ column: columnRef(columns, column), ...rest, ...keep })
    }
  }
  return (
    <div className="grid gap-1">
      <Select aria-label={`${label}: taken from`} aria-invalid={value === 'missing' || undefined} options={options} value={value} onValue={choose} />
      {'const' in from && <Input aria-label={`${label}: the value`} placeholder="Value for all rows" value={String(from.const)} onChange={(event) => onFrom({ ...from, const: event.target.value })} />}
    </div>
  )
}
