import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Customers } from '@/components/customers/customers'
import { CustomersNav } from '@/components/customers/customers-nav'
import { customerParsers, listInput } from '@/components/customers/filters'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Customers' }

const addressOf = createLoader(customerParsers)

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }

export default async function CustomersPage({ params, searchParams }: Props) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.customers.list.queryOptions(listInput(await addressOf(searchParams))))
  return <HydrationBoundary state={state()}><CustomersNav /><Customers /></HydrationBoundary>
}
