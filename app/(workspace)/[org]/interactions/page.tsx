import { HydrationBoundary } from '@tanstack/react-query'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Interactions } from '@/components/interactions/interactions'
import { parametersOf } from '@/components/interactions/parameters'
import { filterParsers } from '@/components/shell/filters'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Interactions' }

const filtersOf = createLoader(filterParsers)

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> }

export default async function InteractionsPage({ params, searchParams }: Props) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  const filters = await filtersOf(searchParams)
  // Without a period a comparison is of the last twelve months with data, which the browser knows: it asks by itself.
  if (!filters.compare || filters.from || filters.to) {
    const parameters = parametersOf(filters, '')
    const interval = filters.interval ?? 'month'
    const ask = (name: string, more: object) => void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters: { ...parameters, ...more } }))
    // Not awaited: each part streams to the browser when its report is done.
    ask('interactions-over-time', { interval })
    if (!filters.channel) ask('interactions-over-time', { interval, by: 'channel' })
    ask('interactions-per-customer', { interval })
    ask('interactions-over-time', { interval: 'month', by: 'touchpoint' })
    ask('contact-rate', { interval })
    ask('growth', {})
    ask('cost-to-serve', { by: 'channel' })
  }
  return <HydrationBoundary state={state()}><Interactions /></HydrationBoundary>
}
