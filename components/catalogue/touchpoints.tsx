'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Recomputing } from '../settings/recomputing'
import { PageHeader } from '../shell/page'
import { Button } from '../ui/button'
import { Input } from '../ui/field'
import { formatCount } from '../ui/format'
import { ButtonLink } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { EmptyState, ErrorState } from '../ui/states'
import { Table } from '../ui/table'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'
import { BulkClass } from './bulk-class'
import { Candidates } from './candidates'
import { Templates } from './templates'
import { touchpointColumns } from './touchpoint-columns'
import { filterTouchpoints, touchpointParsers, TOUCHPOINT_PAGE } from './touchpoint-filter'
import { TouchpointSheet } from './touchpoint-sheet'

const SHOW = [{ value: 'all', label: 'All' }, { value: 'moment_that_matters', label: 'Moments' }, { value: 'efficient', label: 'Efficient' }] as const

/** Every place where customers meet the organisation: which are moments that matter, and which interactions there. */
export function Touchpoints() {
  const { slug: org, can, currency } = useWorkspace()
  const trpc = useTRPC()
  const touchpoints = useQuery(trpc.catalogue.touchpoints.queryOptions())
  const details = useQuery(trpc.journeys.details.queryOptions())
  const volumes = useQuery(trpc.catalogue.volumes.queryOptions())
  const [filter, setFilter] = useQueryStates(touchpointParsers)
  const [edited, setEdited] = useQueryState('touchpoint', parseAsString.withOptions({ history: 'push' }))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const admin = can.includes('admin')
  const all = touchpoints.data ?? []
  const found = filterTouchpoints(all, filter)
  const offset = Math.min(filter.page * TOUCHPOINT_PAGE, Math.max(0, found.length - 1))
  const first = Math.floor(offset / TOUCHPOINT_PAGE) * TOUCHPOINT_PAGE
  const fresh = all.filter((one) => !one.confirmed).length
  const rows = found.slice(first, first + TOUCHPOINT_PAGE)
  const open = all.find((one) => one.slug === edited)
  const columns = touchpointColumns({ admin, currency, volumes: volumes.data?.touchpoints, rows, chosen, onChosen: setChosen, onOpen: (slug) => void setEdited(slug) })
  const turn = (by: number) => () => void setFilter({ page: first / TOUCHPOINT_PAGE + by })
  return (
    <>
      <PageHeader
        title="Touchpoints" lead="Most should only be quick and accurate. Name the few that can make or break the relationship, and say which interactions there are moments."
        filters={all.length > 0 && (
          <div className="flex flex-wrap items-center gap-3">
            <Input aria-label="Search touchpoints" type="search" placeholder="Search" className="w-56!" value={filter.q} onChange={(event) => { setChosen([]); void setFilter({ q: event.target.value || null, page: null }) }} />
            <SegmentedControl label="Which touchpoints" options={[...SHOW, { value: 'new', label: fresh > 0 ? `New · ${formatCount(fresh)}` : 'New' }]} value={filter.show} onValue={(show) => { setChosen([]); void setFilter({ show, page: null }) }} />
          </div>
        )}
      />
      <Recomputing />
      {chosen.length > 0 && <BulkClass slugs={chosen} onDone={() => setChosen([])} />}
      {touchpoints.isError ? <ErrorState title="The touchpoints could not be listed" action={<Button onClick={() => void touchpoints.refetch()}>Try again</Button>}>{failureOf(touchpoints.error)}</ErrorState> : (
        <Table
          label="Touchpoints" columns={columns} rows={rows} rowKey={(row) => row.slug} loading={touchpoints.isPending} expected={10}
          empty={all.length > 0
            ? <EmptyState title="No touchpoint is like that" action={<Button onClick={() => void setFilter(null)}>Show all</Button>} />
            : <EmptyState title="No touchpoints yet" action={<ButtonLink href={`/${org}/data`}>Bring in data</ButtonLink>}><p>The first interaction that names a touchpoint creates it{admin ? ', or begin with one of the well-known moments below' : ''}.</p></EmptyState>}
        />
      )}
      {found.length > TOUCHPOINT_PAGE && <Pagination offset={first} shown={rows.length} total={found.length} unit="touchpoints" onPrevious={first > 0 ? turn(-1) : undefined} onNext={first + rows.length < found.length ? turn(1) : undefined} />}
      {touchpoints.data && <div className="mt-8"><Candidates admin={admin} />{admin && <Templates touchpoints={all} />}</div>}
      {admin && open && details.data && <TouchpointSheet key={open.slug} touchpoint={open} details={details.data.find((one) => one.touchpoint === open.slug)} currency={currency} onClose={() => void setEdited(null)} />}
    </>
  )
}
