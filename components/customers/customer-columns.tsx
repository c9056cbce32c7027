import type { CustomerRow } from '@/server/queries/customers'
import type { CustomerSort } from '@/server/schemas/customers'
import { EN_DASH, formatCount, formatMoney } from '../ui/format'
import { formatDay } from '../ui/format-date'
import type { Column } from '../ui/table'
import { Status } from './status'

const none = <span className="text-faint">{EN_DASH}</span>

/** `sortable`: the orders the server offers for this list. */
export function customerColumns({ currency, sortable }: { currency: string; sortable: readonly CustomerSort[] }): Column<CustomerRow>[] {
  const columns: Column<CustomerRow>[] = [
    { key: 'customer', header: 'Customer', cell: (row) => <span className="inline-block max-w-28 truncate align-middle sm:max-w-48" title={row.customer}>{row.customer}</span> },
    { key: 'name', header: 'Name', cell: (row) => (row.name ? <span className="inline-block max-w-40 truncate align-middle sm:max-w-64">{row.name}</span> : none) },
    { key: 'tier', header: 'Value tier', wideOnly: true, cell: (row) => row.tier ?? none },
    { key: 'acquired', header: 'Acquired', wideOnly: true, className: 'max-lg:hidden', cell: (row) => (row.acquired ? formatDay(row.acquired) : none) },
    { key: 'last_seen', header: 'Last seen', wideOnly: true, cell: (row) => (row.last_seen ? formatDay(row.last_seen) : none) },
    { key: 'contacts', header: 'Contacts', numeric: true, wideOnly: true, cell: (row) => (row.contacts === 0 ? <span className="text-faint">0</span> : formatCount(row.contacts)) },
    { key: 'value', header: 'Value', numeric: true, cell: (row) => (row.value === 0 ? <span className="text-faint">{formatMoney(0, currency, { cents: false })}</span> : formatMoney(row.value, currency, { cents: false })) },
    { key: 'expected', header: 'Expected', numeric: true, wideOnly: true, className: 'max-lg:hidden', cell: (row) => (row.expected === null ? none : row.expected === 0 ? <span className="text-faint">{formatMoney(0, currency, { cents: false })}</span> : formatMoney(row.expected, currency, { cents: false })) },
    { key: 'status', header: 'Status', wideOnly: true, className: 'pl-8!', cell: (row) => <Status status={row.status} wonBack={row.won_back} /> },
  ]
  return columns.map((column) => ({ ...column, sortable: sortable.some((sort) => sort === column.key) }))
}
