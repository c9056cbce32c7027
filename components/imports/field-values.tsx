'use client'
import { useState } from 'react'
import type { ColumnGuess } from '@/server/domain/csv/guess-column'
import type { FieldSource, Scalar } from '@/server/domain/mapping/mapping'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Input } from '../ui/field'

type Props = { label: string; from: FieldSource; guess: ColumnGuess | undefined; onFrom: (from: FieldSource) => void }

/** Cells of a column that mean something else than they say: "Web" is "web", "n/a" is nothing. What is not named passes. */
export function FieldValues({ label, from, guess, onFrom }: Props) {
  const [more, setMore] = useState('')
  const values = from.values ?? {}
  const known = [...new Set([...Object.keys(values), ...(guess?.kind === 'enum' ? guess.values : [])])]
  const set = (cell: string, value: Scalar | null | undefined) => {
    const next = Object.fromEntries(Object.entries({ ...values, [cell]: value }).filter((pair): pair is [string, Scalar | null] => pair[1] !== undefined))
    const { values: _values, ...rest } = from
    onFrom(Object.keys(next).length === 0 ? rest : { ...rest, values: next })
  }
  return (
    <div className="grid gap-2 border-l-2 py-1 pl-4">
      <p className="text-12 text-muted">Left: what the file says. Right: what it means here; empty passes as it is.</p>
      <ul className="grid gap-1">
        {known.map((cell) => (
          <li key={cell} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
            <span className="truncate text-13" title={cell}>{cell}</span>
            <Input aria-label={`${label}: “${cell}” means`} placeholder={values[cell] === null ? 'left out' : 'as it is'} disabled={values[cell] === null} value={String(values[cell] ?? '')} onChange={(event) => set(cell, event.target.value === '' ? undefined : event.target.value)} />
            <Checkbox label="leave out" checked={values[cell] === null} onChecked={(out) => set(cell, out ? null : undefined)} />
          </li>
        ))}
      </ul>
      <form className="flex gap-2" onSubmit={(event) => { event.preventDefault(); if (more.trim() !== '') { set(more.trim(), more.trim()); setMore('') } }}>
        <Input aria-label={`${label}: another value of the file`} placeholder="Another value of the file" value={more} onChange={(event) => setMore(event.target.value)} />
        <Button type="submit">Add</Button>
      </form>
    </div>
  )
}
