import { HydrationBoundary } from '@tanstack/react-query'
import { Members } from '@/components/settings/members'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Members' }

export default async function MembersPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  void queryClient.prefetchQuery(trpc.people.members.queryOptions())
  return <HydrationBoundary state={state()}><Members /></HydrationBoundary>
}
