import { HydrationBoundary } from '@tanstack/react-query'
import { Composer } from '@/components/screens/compose/composer'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Screen' }

export default async function ScreenPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  void queryClient.prefetchQuery(trpc.screens.one.queryOptions({ id }))
  void queryClient.prefetchQuery(trpc.screens.reports.queryOptions())
  return <HydrationBoundary state={state()}><Composer id={id} /></HydrationBoundary>
}
