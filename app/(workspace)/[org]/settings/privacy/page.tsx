import { HydrationBoundary } from '@tanstack/react-query'
import { Privacy } from '@/components/settings/privacy'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Privacy' }

export default async function PrivacyPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await queryClient.prefetchQuery(trpc.settings.get.queryOptions())
  return <HydrationBoundary state={state()}><Privacy /></HydrationBoundary>
}
