'use client'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Proposal } from '@/server/domain/mapping/propose'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import { fieldType } from '@/server/domain/mapping/fields'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { Section } from '../shell/page'
import { Button, IconButton } from '../ui/button'
import { Input, Select } from '../ui/field'
import { Conditions } from './condition'
import { FieldRow } from './field-row'
import { removeEntity, removeField, setEntity, setField, unfilled } from './mend'
import { PreviewTable } from './preview-table'
import { readingOf } from './readings'
import type { GoodPreview } from './use-file'
import { KIND } from './words'

type Props = { mapping: Mapping; at: number; columns: readonly SniffedColumn[]; reasons: Proposal['reasons']; preview: GoodPreview | null; shown: number; onShown: (row: number) => void; onMapping: (mapping: Mapping) => void }

/** One kind of record that a row gives: when, its fields, and the first rows read so. */
export function EntityForm({ mapping, at, columns, reasons, preview, shown, onShown, onMapping }: Props) {
  const entity = mapping.rows[at]
  if (!entity) return null
  const { one, says } = KIND[entity.entity]
  const label = mapping.rows.filter((row) => row.entity === entity.entity).length > 1 ? `${one} ${at + 1}` : one
  const why = (field: string | null) => reasons.find((reason) => reason.entity === entity.entity && reason.field === field)?.reason
  const times = Object.keys(entity.fields).filter((field) => fieldType(entity.entity, field) === 'time' && entity.fields[field]?.since === undefined)
  return (
    <Section
      title={label} subtitle={why(null) ? `${says} · proposed because ${why(null)}` : says}
      actions={mapping.rows.length > 1 && <IconButton label={`Do not make ${KIND[entity.entity].many}`} icon={<Trash2 />} onClick={() => onMapping(removeEntity(mapping, at))} />}
    >
      <div>
        <Conditions label={label} entity={entity} columns={columns} onEntity={(next) => onMapping(setEntity(mapping, at, () => next))} />
        <div aria-hidden className="hidden grid-cols-[10rem_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_2rem] gap-x-3 border-t py-2 text-12 font-medium text-muted lg:grid">
          <span>Field</span><span>Taken from</span><span>Written as</span><span>{preview ? `Reads, in row ${preview.rows[shown]?.row ?? 1}, as` : 'Reads as'}</span>
        </div>
        <ul className="border-t" aria-label={`Fields of ${label}`}>
          {Object.entries(entity.fields).map(([field, from]) => (
            <FieldRow
              key={field} entity={entity.entity} field={field} from={from} columns={columns} times={times.filter((time) => time !== field)} reason={why(field)}
              reading={preview ? readingOf(preview.rows, shown, mapping, at, field, columns) : null}
              onFrom={(next) => onMapping(setField(mapping, at, field, next))} onRemove={() => onMapping(removeField(mapping, at, field))}
            />
          ))}
        </ul>
        <AddField label={label} fields={unfilled(entity)} taken={Object.keys(entity.fields)} onAdd={(field) => onMapping(setField(mapping, at, field, { const: '' }))} />
      </div>
      {preview && <PreviewTable label={label} mapping={mapping} at={at} columns={columns} rows={preview.rows} shown={shown} onShown={onShown} />}
    </Section>
  )
}

function AddField({ label, fields, taken, onAdd }: { label: string; fields: string[]; taken: string[]; onAdd: (field: string) => void }) {
  const [name, setName] = useState('')
  const attribute = `attributes.${name.trim()}`
  const good = name.trim() !== '' && !taken.includes(attribute)
  return (
    <div className="flex flex-wrap gap-2 pt-3">
      <Select className="w-48!" aria-label={`Add a field to ${label}`} value="" options={[{ value: '', label: 'Add a field…' }, ...fields.map((field) => ({ value: field, label: field }))]} onValue={(field) => field && onAdd(field)} />
      <form className="flex gap-2" onSubmit={(event) => { event.preventDefault(); if (good) { onAdd(attribute); setName('') } }}>
        <Input className="w-48!" aria-label={`Name of a new attribute of ${label}`} placeholder="or an attribute’s name" value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" disabled={!good}>Add</Button>
      </form>
    </div>
  )
}
