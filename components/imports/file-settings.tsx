'use client'
import { useId } from 'react'
import type { Dialect } from '@/server/domain/csv/dialect'
import { DELIMITERS, ENCODINGS } from '@/server/domain/csv/dialect'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { Field, Input, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

type Props = { mapping: Mapping; dialect: Dialect; onMapping: (mapping: Mapping) => void; onDialect: (dialect: Partial<Dialect>) => void }

const DELIMITER: Record<Dialect['delimiter'], string> = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar |', whitespace: 'Blanks' }
const ENCODING: Record<Dialect['encoding'], string> = { 'utf-8': 'UTF-8', 'latin-1': 'Latin-1', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' }

/** What holds for the whole file: how it is laid out, whose it is, in which zone its clocks ran. */
export function FileSettings({ mapping, dialect, onMapping, onDialect }: Props) {
  const { timezone } = useWorkspace()
  const zones = useId()
  const put = (key: 'source' | 'timezone', value: string) => {
    const { [key]: _old, ...rest } = mapping
    onMapping(value === '' ? rest : { ...rest, [key]: value })
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <Field label="Source" hint="Who sends: ids are unique within it. A file sent again must name the same one.">{(w) => <Input {...w} placeholder="default" value={mapping.source ?? ''} onChange={(event) => put('source', event.target.value)} />}</Field>
      <Field label="Time zone" hint="Of times that do not say theirs.">{(w) => <><Input {...w} list={zones} placeholder={timezone} value={mapping.timezone ?? ''} onChange={(event) => put('timezone', event.target.value)} /><datalist id={zones}>{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist></>}</Field>
      <Field label="A record known already, with other content">
        {(w) => <Select {...w} value={mapping.mode ?? 'record'} onValue={(mode) => onMapping({ ...mapping, mode })} options={[{ value: 'record', label: 'is refused' }, { value: 'replace', label: 'replaces the one there is' }]} />}
      </Field>
      <Field label="Columns are parted by">{(w) => <Select {...w} value={dialect.delimiter} onValue={(delimiter) => onDialect({ delimiter })} options={DELIMITERS.map((value) => ({ value, label: DELIMITER[value] }))} />}</Field>
      <Field label="First line">{(w) => <Select {...w} value={dialect.header ? 'names' : 'data'} onValue={(first) => onDialect({ header: first === 'names' })} options={[{ value: 'names', label: 'names the columns' }, { value: 'data', label: 'is data already' }]} />}</Field>
      <Field label="Characters">{(w) => <Select {...w} value={dialect.encoding} onValue={(encoding) => onDialect({ encoding })} options={ENCODINGS.map((value) => ({ value, label: ENCODING[value] }))} />}</Field>
    </div>
  )
}
