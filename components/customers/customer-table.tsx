'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { DEEPEST } from '@/server/schemas/customers'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { ButtonLink } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { EmptyState } from '../ui/states'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { customerColumns } from './customer-columns'
import { filtersIn, listInput, PER_PAGE, type CustomerAddress } from './filters'

type Props = { address: CustomerAddress; set: (change: Partial<CustomerAddress> | null) => void }

/** One page of the list, as the server ordered it. */
export function CustomerTable({ address, set }: Props) {
  const { slug, currency } = useWorkspace()
  const trpc = useTRPC()
  const input = listInput(address)
  const { data: list } = useSuspenseQuery(trpc.customers.list.queryOptions(input))
  const { rows, total, sort, direction, sortable } = list
  const filtered = Object.keys(filtersIn(address)).length > 0
  if (rows.length === 0) {
    return <div className="border-t py-6">{filtered ? <NobodyMatches onClear={() => set(null)} /> : input.offset > 0 ? <NobodyMatches onClear={() => set({ page: null })} beyond /> : <NobodyKnown org={slug} />}</div>
  }
  const onward = rows.length === PER_PAGE && (total === null || input.offset + rows.length < total) && input.offset + PER_PAGE <= DEEPEST
  return (
    <>
      <Table
        label="Customers"
        columns={customerColumns({ currency, sortable })}
        rows={rows}
        rowKey={(row) => row.customer}
        rowHref={(row) => `/${slug}/customers/${encodeURIComponent(row.customer)}`}
        sort={{ key: sort, direction }}
        onSort={(next) => set({ sort: sortable.find((one) => one === next.key) ?? null, direction: next.direction })}
      />
      <Pagination
        offset={input.offset}
        shown={rows.length}
        total={total ?? undefined}
        unit={total === null ? `of more than ${formatCount(DEEPEST)} customers` : total === 1 ? 'customer' : 'customers'}
        onPrevious={input.offset > 0 ? () => set({ page: (address.page ?? 1) - 1 }) : undefined}
        onNext={onward ? () => set({ page: (address.page ?? 1) + 1 }) : undefined}
      />
      <p className="max-w-prose text-12 text-muted">
        Contacts and value are of {formatWindow(list.from, list.to)}; expected is the margin of the year ahead.
        {total === null && ` Lists of more than ${formatCount(DEEPEST)} are not ordered by them, and are read to that depth; narrow the list, or export it.`}
      </p>
    </>
  )
}

function NobodyMatches({ onClear, beyond }: { onClear: () => void; beyond?: boolean }) {
  if (beyond) return <EmptyState title="The list is shorter than this page" action={<Button onClick={onClear}>To the first page</Button>} />
  return (
    <EmptyState title="Nobody matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
      <p>The search looks at the beginning of ids and anywhere in names and e-mail addresses.</p>
    </EmptyState>
  )
}

function NobodyKnown({ org }: { org: string }) {
  return (
    <EmptyState title="Nobody is known yet: customers come with what they did" action={<ButtonLink look="primary" href={`/${org}/data/import`}>Import a file</ButtonLink>}>
      <p>Any record that names a customer makes one: a contact, a purchase, a survey answer. A customer file adds names, e-mail addresses, since when, and who has left.</p>
    </EmptyState>
  )
}
