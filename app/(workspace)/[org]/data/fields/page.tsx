import { HydrationBoundary } from '@tanstack/react-query'
import { Unlocks } from '@/components/sources/unlocks'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'What my data can show' }

export default async function FieldsPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.unlocks.queryOptions())
  return <HydrationBoundary state={state()}><Unlocks /></HydrationBoundary>
}
