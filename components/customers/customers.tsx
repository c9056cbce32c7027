'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { DEEPEST } from '@/server/schemas/customers'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Button, buttonClass } from '../ui/button'
import { formatCount } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { ButtonLink } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { EmptyState, ErrorState } from '../ui/states'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { customerColumns } from './customer-columns'
import { CustomerFilters } from './customer-filters'
import { customerParsers, filtersIn, listInput, PER_PAGE, type CustomerAddress } from './filters'

/** Everybody we know, found, filtered, ordered and paged on the server. */
export function Customers() {
  const { slug, currency } = useWorkspace()
  const trpc = useTRPC()
  const [address, setAddress] = useQueryStates(customerParsers, { history: 'push', scroll: false })
  const input = listInput(address)
  const list = useQuery(trpc.customers.list.queryOptions(input, { placeholderData: keepPreviousData }))
  // A change of who is listed begins at the first page; while somebody types, Back does not spell.
  const set = useCallback((change: Partial<CustomerAddress> | null, typing = false) => {
    void setAddress(change === null ? null : { page: null, ...change }, typing ? { history: 'replace' } : {})
  }, [setAddress])
  const filters = filtersIn(address)
  const filtered = Object.keys(filters).length > 0
  const { rows = [], total } = list.data ?? {}
  if (list.data && rows.length === 0 && !filtered && input.offset === 0) return <Nobody org={slug} />
  const count = total === undefined ? '' : total === null ? `More than ${formatCount(DEEPEST)} customers` : `${formatCount(total)} ${total === 1 ? 'customer' : 'customers'}`
  const more = rows.length === PER_PAGE && (total === null || input.offset + rows.length < (total ?? 0)) && input.offset + PER_PAGE <= DEEPEST
  return (
    <>
      <PageHeader
        title="Customers"
        lead={list.data ? <>{count}{filtered && ' match'}. Contacts and value are of {formatWindow(list.data.from, list.data.to)}.</> : 'Everybody we know.'}
        actions={<a href={`/api/customers/export?${new URLSearchParams({ org: slug, ...filters })}`} download className={buttonClass()}><Download /> Export as CSV</a>}
        filters={<CustomerFilters address={address} set={set} />}
      />
      {list.isError ? (
        <div className="border-t py-6">
          <ErrorState title="The customers could not be listed" detail={failureOf(list.error)} action={<><Button onClick={() => void list.refetch()}>Try again</Button>{filtered && <Button look="quiet" onClick={() => set(null)}>Clear the filters</Button>}</>} />
        </div>
      ) : (
        <>
          <Table
            label="Customers"
            columns={customerColumns({ currency, sortable: list.data?.sortable ?? [] })}
            rows={rows}
            rowKey={(row) => row.customer}
            rowHref={(row) => `/${slug}/customers/${encodeURIComponent(row.customer)}`}
            sort={list.data && { key: list.data.sort, direction: list.data.direction }}
            onSort={({ key, direction }) => set({ sort: list.data?.sortable.find((sort) => sort === key) ?? null, direction })}
            loading={list.isPending || list.isPlaceholderData}
            expected={16}
            empty={<EmptyState title="Nobody matches" action={<Button onClick={() => set(null)}>Clear the filters</Button>}><p>The search looks at the beginning of ids and anywhere in names and e-mail addresses.</p></EmptyState>}
          />
          {rows.length > 0 && (
            <Pagination
              offset={input.offset}
              shown={rows.length}
              total={total ?? undefined}
              unit={total === null ? `of more than ${formatCount(DEEPEST)} customers` : 'customers'}
              onPrevious={input.offset > 0 ? () => set({ page: (address.page ?? 1) - 1 }) : undefined}
              onNext={more ? () => set({ page: (address.page ?? 1) + 1 }) : undefined}
            />
          )}
        </>
      )}
    </>
  )
}

function Nobody({ org }: { org: string }) {
  return (
    <>
      <PageHeader title="Customers" lead="Nobody is known yet." />
      <div className="border-t py-6">
        <EmptyState title="Customers come with what they did" action={<ButtonLink look="primary" href={`/${org}/data/import`}>Import a file</ButtonLink>}>
          <p>Any record that names a customer makes one: a contact, a purchase, a survey answer. A customer file adds names, e-mail addresses, since when, and who has left.</p>
        </EmptyState>
      </div>
    </>
  )
}
