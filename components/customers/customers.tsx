'use client'
import { Download } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { Suspense, useCallback, useDeferredValue } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { PageHeader } from '../shell/page'
import { buttonClass } from '../ui/button'
import { cx } from '../ui/cx'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { customerColumns } from './customer-columns'
import { CustomerFilters } from './customer-filters'
import { CustomerTable } from './customer-table'
import { customerParsers, filtersIn, type CustomerAddress } from './filters'

/** Everybody we know, found, filtered, ordered and paged on the server. */
export function Customers() {
  const { slug, currency, namesHidden } = useWorkspace()
  const [address, setAddress] = useQueryStates(customerParsers, { history: 'push', scroll: false })
  // What was listed stays, dimmed, until the new answer is there.
  const shown = useDeferredValue(address)
  // A change of who is listed begins at the first page; while somebody types, Back does not spell.
  const set = useCallback((change: Partial<CustomerAddress> | null, typing = false) => {
    void setAddress(change === null ? null : { page: null, ...change }, typing ? { history: 'replace' } : {})
  }, [setAddress])
  return (
    <>
      <PageHeader
        title="Customers"
        lead={namesHidden ? 'Everybody we know, by the ids your systems send: names are hidden from your role.' : 'Everybody we know: find one, or list those who share something.'}
        actions={<a href={`/api/customers/export?${new URLSearchParams({ org: slug, ...filtersIn(address) })}`} download className={buttonClass()}><Download /> Export as CSV</a>}
        filters={<CustomerFilters address={address} set={set} />}
      />
      <div className={cx('transition-opacity duration-120', shown !== address && 'opacity-50')} aria-busy={shown !== address}>
        {/* A filter that failed is tried afresh with the next one. */}
        <ErrorBoundary key={`${shown.segment} ${shown.channel}`}>
          <Suspense fallback={<div role="status" aria-label="Reading the customers"><Table label="Customers" columns={customerColumns({ currency, sortable: [] })} rows={[]} rowKey={() => ''} loading expected={16} /></div>}>
            <CustomerTable address={shown} set={set} />
          </Suspense>
        </ErrorBoundary>
      </div>
    </>
  )
}
