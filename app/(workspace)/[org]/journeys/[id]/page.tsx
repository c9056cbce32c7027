import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { JourneyPage } from '@/components/journeys/journey-page'
import { pageQueries } from '@/server/caller'
import { notFoundAsPage } from '@/server/rest/page-errors'

type Props = { params: Promise<{ org: string; id: string }> }

export const metadata: Metadata = { title: 'Journey' }

export default async function OneJourneyPage({ params }: Props) {
  const { org, id } = await params
  const journey = decodeURIComponent(id)
  const { trpc, queryClient, state } = await pageQueries(org)
  // Small answers come with the page: from the browser they would wait behind the reports.
  await Promise.all([
    notFoundAsPage(queryClient.fetchQuery(trpc.journeys.one.queryOptions({ journey }))),
    queryClient.prefetchQuery(trpc.journeys.details.queryOptions()), queryClient.prefetchQuery(trpc.journeys.rules.queryOptions()),
  ])
  return <HydrationBoundary state={state()}><JourneyPage key={journey} journey={journey} /></HydrationBoundary>
}
