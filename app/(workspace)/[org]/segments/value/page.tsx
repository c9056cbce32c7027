import { HydrationBoundary } from '@tanstack/react-query'
import { Value } from '@/components/value/value'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'What customers will be worth' }

export default async function ValuePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  // What follows depends on the model, and is further down: the browser asks for it.
  for (const name of ['value-model', 'most-valuable', 'value-concentration']) void queryClient.prefetchQuery(trpc.reports.answer.queryOptions({ name, parameters: {} }))
  return <HydrationBoundary state={state()}><Value /></HydrationBoundary>
}
