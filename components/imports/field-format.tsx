'use client'
import { useId } from 'react'
import type { FieldType } from '@/server/domain/mapping/fields'
import { SPAN_UNITS, type FieldSource } from '@/server/domain/mapping/mapping'
import { NUMBER_FORMATS } from '@/server/domain/mapping/number'
import { Input, Select } from '../ui/field'

type Props = { label: string; type: FieldType | 'attribute'; from: FieldSource; /** Other times of the record, from which this one may be counted. */ times: string[]; suggestions: string[]; onFrom: (from: FieldSource) => void }

const COMMON = ['yyyy-MM-dd', 'yyyy-MM-dd HH:mm:ss', 'dd/MM/yyyy', 'MM/dd/yyyy', 'dd.MM.yyyy', 'dd/MM/yyyy HH:mm', 'MM/dd/yyyy HH:mm', 'yyyyMMdd']
const LENGTH = 'length:'

/** How a cell is to be read: the pattern of a time, a length of time since another, the notation of a number. */
export function FieldFormat({ label, type, from, times, suggestions, onFrom }: Props) {
  if (type === 'time') return <TimeFormat label={label} from={from} times={times} suggestions={suggestions} onFrom={onFrom} />
  if (type === 'number') {
    return <Select aria-label={`${label}: numbers written as`} value={from.format ?? ''} onValue={(format) => onFrom(withFormat(from, format))} options={[{ value: '', label: 'Number, as it is' }, ...NUMBER_FORMATS.map((format) => ({ value: format, label: `Like ${format}` }))]} />
  }
  if (type === 'attribute') {
    return <Select aria-label={`${label}: read as`} value={from.format ?? ''} onValue={(format) => onFrom(withFormat(from, format))} options={[{ value: '', label: 'Text' }, { value: 'number', label: 'Number' }, ...[...new Set([...(from.format && from.format !== 'number' ? [from.format] : []), ...suggestions])].map((format) => ({ value: format, label: `Time ${format}` }))]} />
  }
  return null
}

function TimeFormat({ label, from, times, suggestions, onFrom }: Omit<Props, 'type'>) {
  const list = useId()
  const zones = useId()
  const counted = from.since !== undefined
  const { since: _since, format: _format, timezone: _zone, ...rest } = from
  const { timezone: _old, ...withoutZone } = from
  const how = counted ? `${LENGTH}${from.since}` : 'time'
  return (
    <div className="grid gap-1">
      {'column' in from && times.length > 0 && (
        <Select
          aria-label={`${label}: read as`} value={how}
          options={[{ value: 'time', label: 'A time' }, ...times.map((time) => ({ value: `${LENGTH}${time}`, label: `Time since ${time}` }))]}
          onValue={(next) => onFrom(next === 'time' ? rest : { ...rest, since: next.slice(LENGTH.length), format: 'days' })}
        />
      )}
      {counted ? (
        <Select aria-label={`${label}: counted in`} value={from.format ?? 'days'} options={SPAN_UNITS.map((unit) => ({ value: unit, label: `in ${unit}` }))} onValue={(format) => onFrom({ ...from, format })} />
      ) : (
        <div className="flex gap-1">
          <Input aria-label={`${label}: time written as`} list={list} placeholder="ISO 8601" value={from.format ?? ''} onChange={(event) => onFrom(withFormat(from, event.target.value))} />
          <Input aria-label={`${label}: time zone`} list={zones} placeholder="Zone" className="w-28!" value={from.timezone ?? ''} onChange={(event) => onFrom({ ...withoutZone, ...(event.target.value ? { timezone: event.target.value } : {}) })} />
          <datalist id={list}>{[...new Set([...suggestions, ...COMMON])].map((format) => <option key={format} value={format} />)}</datalist>
          <datalist id={zones}>{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist>
        </div>
      )}
    </div>
  )
}

function withFormat(from: FieldSource, format: string): FieldSource {
  const { format: _format, ...rest } = from
  return format === '' ? rest : { ...rest, format }
}
