'use client'
import { useQuery } from '@tanstack/react-query'
import { ChevronsUpDown, Plus } from 'lucide-react'
import { useEffect } from 'react'
import { LAST_ORGANISATION } from '@/server/domain/people/last-organisation'
import { useTRPC } from '../data/trpc'
import { Menu, type MenuItem } from '../ui/menu'

export type OrganisationSwitcherProps = { /** Slug of the organisation one is in. */ current: string; name: string }

/** The organisation's name at the top of the rail; opens to the others one belongs to. */
export function OrganisationSwitcher({ current, name }: OrganisationSwitcherProps) {
  const { data } = useQuery(useTRPC().people.organisations.queryOptions())
  useEffect(() => {
    document.cookie = `${LAST_ORGANISATION}=${current}; path=/; max-age=31536000; samesite=lax`
  }, [current])
  // A full load: pages, caches and the live stream all belong to one organisation.
  const items: MenuItem[] = (data ?? []).map((organisation) => ({
    label: organisation.name, hint: organisation.sample ? 'Sample' : undefined, checked: organisation.slug === current,
    onSelect: () => window.location.assign(`/${organisation.slug}`),
  }))
  return (
    <Menu
      align="start"
      label="Organisations"
      trigger={
        <button type="button" aria-label={`${name}: change organisation`} className="flex h-8 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left text-14 font-semibold transition-colors duration-120 hover:bg-sunken pointer-coarse:h-11">
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
      items={[...items, ...(items.length > 0 ? ['line' as const] : []), { label: 'New organisation', icon: <Plus />, onSelect: () => window.location.assign('/organisations?new') }]}
    />
  )
}
