'use client'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { RecordKind } from '@/db/vocabulary'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import { fieldType } from '@/server/domain/mapping/fields'
import type { FieldSource } from '@/server/domain/mapping/mapping'
import { Button, IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { useWorkspace } from '../workspace/workspace'
import { FieldFormat } from './field-format'
import { SourceSelect } from './field-source'
import { FieldValues } from './field-values'
import { columnOf } from './mend'
import { show } from './show'
import { fieldLabel, wordsOf } from './words'

export type Reading = { value: unknown; fault: string | null; /** Rows of the preview in which it cannot be read. */ bad: number } | null

export type FieldRowProps = {
  entity: RecordKind
  field: string
  from: FieldSource
  columns: readonly SniffedColumn[]
  /** Times of the same record. */
  times: string[]
  /** Why the proposal has it so. */
  reason: string | undefined
  reading: Reading
  onFrom: (from: FieldSource) => void
  onRemove: () => void
}

/** One field of a record: its name, where its value comes from, how it is read, and what that gives for the row shown. */
export function FieldRow({ entity, field, from, columns, times, reason, reading, onFrom, onRemove }: FieldRowProps) {
  const [open, setOpen] = useState(false)
  const column = 'column' in from ? columnOf(columns, from.column) : undefined
  const type = fieldType(entity, field) ?? 'text'
  const attribute = field.startsWith('attributes.')
  const label = `${entity} ${fieldLabel(field)}`
  const mapped = Object.keys(from.values ?? {}).length
  const formats = column?.guess.kind === 'time' ? [column.guess.format, ...column.guess.alternatives].filter((one) => one !== undefined) : []
  return (
    <li className="relative grid gap-2 border-b py-2">
      <div className="grid items-start gap-x-3 gap-y-1 sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)_2rem] lg:grid-cols-[10rem_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_2rem]">
        <div className="min-w-0 pt-1 max-sm:pr-10">
          <p className="truncate text-13 font-medium" title={reason}>{fieldLabel(field)}</p>
          <p className="truncate text-12 text-muted">{attribute ? 'attribute' : wordsOf(field)}</p>
        </div>
        <SourceSelect label={label} from={from} columns={columns} onFrom={onFrom} />
        <div className="flex items-start gap-1">
          <div className="min-w-0 flex-1"><FieldFormat label={label} type={type} from={from} times={times} suggestions={formats} onFrom={onFrom} /></div>
          {'column' in from && type !== 'time' && type !== 'id' && (
            <Button look="quiet" aria-expanded={open} aria-label={`${label}: values`} onClick={() => setOpen(!open)}>{mapped === 0 ? 'Values' : `${mapped} value${mapped === 1 ? '' : 's'}`}</Button>
          )}
        </div>
        <ReadAs reading={reading} />
        <IconButton label={`Leave out ${label}`} icon={<X />} onClick={onRemove} className="max-sm:absolute max-sm:right-0" />
      </div>
      {open && <FieldValues label={label} from={from} guess={column?.guess} onFrom={onFrom} />}
    </li>
  )
}

function ReadAs({ reading }: { reading: Reading }) {
  const { timezone } = useWorkspace()
  if (!reading) return <p className="pt-1.5 text-13 text-muted max-lg:hidden">–</p>
  const { value, fault, bad } = reading
  const text = show(value, timezone) || 'nothing'
  return (
    <div className="min-w-0 pt-1.5 text-13 sm:max-lg:col-span-2 sm:max-lg:col-start-2">
      {fault === null ? <p className={cx('truncate', text === 'nothing' && 'text-muted')} title={text}><span className="text-muted lg:sr-only">reads as </span>{text}</p> : <p className="text-danger">{fault}</p>}
      {bad > 0 && fault === null && <p className="text-12 text-danger">not readable in {bad} of the rows shown</p>}
    </div>
  )
}
