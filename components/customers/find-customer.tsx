'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { CustomerRow } from '@/server/queries/customers'
import { useTRPC } from '../data/trpc'
import { cx } from '../ui/cx'
import { Field, Input } from '../ui/field'

const MOST = 6

/** Finds a customer by name, e-mail or id while one types; Enter takes the first, a press any of them. */
export function FindCustomer({ label, hint, without = [], onPick }: { label: string; hint?: string; without?: readonly string[]; onPick: (customer: CustomerRow) => void }) {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const found = useQuery(trpc.customers.list.queryOptions({ q, limit: MOST + without.length }, { enabled: q !== '', placeholderData: keepPreviousData }))
  const rows = q === '' ? [] : (found.data?.rows ?? []).filter((row) => !without.includes(row.customer)).slice(0, MOST)
  const pick = (row: CustomerRow) => { setText(''); onPick(row) }
  return (
    <div className="grid gap-1">
      <Field label={label} hint={hint}>
        {(w) => <Input {...w} type="search" autoComplete="off" maxLength={200} placeholder="Name, e-mail or id" value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); const [first] = rows; if (first && !found.isPlaceholderData) pick(first) } }} />}
      </Field>
      {q !== '' && (
        <ul aria-label="Customers found" className={cx('divide-y border-y text-13 transition-opacity duration-120', found.isPlaceholderData && 'opacity-50')}>
          {rows.map((row) => (
            <li key={row.customer}>
              <button type="button" className="flex min-h-8 w-full flex-wrap items-baseline gap-x-2 px-1 py-1.5 text-left hover:bg-sunken pointer-coarse:min-h-11" onClick={() => pick(row)}>
                <span className="font-medium">{row.name ?? row.customer}</span> <span className="min-w-0 truncate text-muted">{[row.name ? row.customer : null, row.email].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          ))}
          {rows.length === 0 && <li className="py-1.5 text-muted">{found.isFetching ? 'Looking…' : 'Nobody by that name, e-mail or id.'}</li>}
        </ul>
      )}
    </div>
  )
}
