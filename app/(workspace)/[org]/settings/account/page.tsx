import { HydrationBoundary } from '@tanstack/react-query'
import { Account } from '@/components/settings/account'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'My account' }

export default async function AccountPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.people.profile.queryOptions())
  return <HydrationBoundary state={state()}><Account /></HydrationBoundary>
}
