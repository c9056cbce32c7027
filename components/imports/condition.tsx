'use client'
import { X } from 'lucide-react'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import type { MappedEntity, Scalar } from '@/server/domain/mapping/mapping'
import { Button, IconButton } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Input, Select } from '../ui/field'
import { columnLabel, columnOf, columnRef } from './mend'

type Props = { label: string; entity: MappedEntity; columns: readonly SniffedColumn[]; onEntity: (entity: MappedEntity) => void }

/** Which rows give this record: all, or those where columns have one of some values. */
export function Conditions({ label, entity, columns, onEntity }: Props) {
  const where = Object.entries(entity.where ?? {})
  const put = (pairs: [string, Scalar | Scalar[]][]) => {
    const { where: _where, ...rest } = entity
    onEntity(pairs.length === 0 ? rest : { ...rest, where: Object.fromEntries(pairs) })
  }
  const free = columns.filter((column) => !where.some(([name]) => columnOf(columns, name)?.number === column.number))
  const first = free.find((column) => column.guess.kind === 'enum') ?? free[0]
  return (
    <div className="grid gap-2 py-2 text-13">
      {where.map(([name, wanted], i) => {
        const column = columnOf(columns, name)
        const values = (Array.isArray(wanted) ? wanted : [wanted]).map(String)
        const set = (next: string[]) => put(where.map((pair, j) => (i === j ? [name, next.length === 1 ? (next[0] ?? '') : next] : pair)))
        return (
          <div key={name} className="flex flex-wrap items-start gap-x-3 gap-y-1">
            <span className="pt-1.5 text-muted">Only rows where</span>
            <Select className="w-44!" aria-label={`${label}: condition’s column`} value={String(column?.number ?? '')} options={columns.map((one) => ({ value: String(one.number), label: columnLabel(one) }))}
              onValue={(number) => { const chosen = columns[Number(number) - 1]; if (chosen) put(where.map((pair, j) => (i === j ? [String(columnRef(columns, chosen)), []] : pair))) }} />
            <span className="pt-1.5 text-muted">is</span>
            {column?.guess.kind === 'enum' ? (
              <div className="flex flex-wrap gap-x-4">
                {[...new Set([...column.guess.values, ...values])].map((value) => (
                  <Checkbox key={value} label={value} checked={values.includes(value)} onChecked={(on) => set(on ? [...values, value] : values.filter((one) => one !== value))} />
                ))}
              </div>
            ) : <Input className="w-56!" aria-label={`${label}: condition’s value`} value={values[0] ?? ''} onChange={(event) => set([event.target.value])} />}
            <IconButton label={`${label}: remove the condition`} icon={<X />} onClick={() => put(where.filter((_, j) => j !== i))} />
          </div>
        )
      })}
      {first && <div><Button look="quiet" className="-ml-3" onClick={() => put([...where, [String(columnRef(columns, first)), first.guess.kind === 'enum' ? (first.guess.values[0] ?? '') : '']])}>{where.length === 0 ? 'Every row gives one. Add a condition' : 'Add a condition'}</Button></div>}
    </div>
  )
}
