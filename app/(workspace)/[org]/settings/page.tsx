import { HydrationBoundary } from '@tanstack/react-query'
import { OrganisationSettings } from '@/components/settings/organisation'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Organisation' }

export default async function OrganisationPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await Promise.all([queryClient.prefetchQuery(trpc.settings.get.queryOptions()), queryClient.prefetchQuery(trpc.settings.recomputing.queryOptions())])
  return <HydrationBoundary state={state()}><OrganisationSettings /></HydrationBoundary>
}
