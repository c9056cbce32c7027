'use client'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { AuditFilters as Filters } from '@/server/schemas/audit'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Input, Select } from '../ui/field'

/** Which entries are shown: words in them, by whom, about what, on which days. */
export function AuditFilters({ filters, set }: { filters: Filters; set: (filters: Filters) => void }) {
  const choices = useQuery(useTRPC().settings.auditChoices.queryOptions())
  const change = (part: Filters) => set(Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value)))
  const choice = (label: string, any: string, key: 'actor' | 'subject', options: readonly string[]) => (
    <Select quiet aria-label={label} className="w-auto! max-w-64 shrink-0" value={filters[key] ?? ''} options={[{ value: '', label: any }, ...options.map((value) => ({ value, label: value.replaceAll('_', ' ') }))]} onValue={(value) => change({ [key]: value })} />
  )
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2 border-t py-2">
      <Input type="search" aria-label="Search the trail" placeholder="Search" className="max-w-56" maxLength={200} value={filters.search ?? ''} onChange={(event) => change({ search: event.target.value.trimStart() })} />
      {choice('Who', 'By anybody', 'actor', choices.data?.actors ?? [])}
      {choice('What about', 'About anything', 'subject', choices.data?.subjects ?? [])}
      <span className="flex items-center gap-1 text-13 text-muted">
        <Input type="date" aria-label="From this day" className="w-auto!" value={filters.from ?? ''} onChange={(event) => change({ from: event.target.value })} />
        to <Input type="date" aria-label="Up to this day" className="w-auto!" value={filters.to ?? ''} onChange={(event) => change({ to: event.target.value })} />
      </span>
      {Object.keys(filters).length > 0 && <Button look="quiet" onClick={() => set({})}><X /> Clear</Button>}
    </search>
  )
}
