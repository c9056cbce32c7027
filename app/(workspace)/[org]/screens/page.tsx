import { HydrationBoundary } from '@tanstack/react-query'
import { Screens } from '@/components/screens/compose/screens'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Screens' }

export default async function ScreensPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.screens.list.queryOptions())
  return <HydrationBoundary state={state()}><Screens /></HydrationBoundary>
}
