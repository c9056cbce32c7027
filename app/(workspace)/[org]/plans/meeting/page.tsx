import { HydrationBoundary } from '@tanstack/react-query'
import { Meeting } from '@/components/plans/meeting'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Meeting' }

export default async function MeetingPage({ params }: { params: Promise<{ org: string }> }) {
  const { trpc, queryClient, state } = await pageQueries((await params).org)
  await queryClient.prefetchQuery(trpc.plans.meeting.queryOptions())
  return <HydrationBoundary state={state()}><Meeting /></HydrationBoundary>
}
