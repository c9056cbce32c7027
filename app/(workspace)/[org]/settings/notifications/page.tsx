import { HydrationBoundary } from '@tanstack/react-query'
import { NotificationSettings } from '@/components/notifications/notification-settings'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Notifications' }

export default async function NotificationsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const { trpc, queryClient, state } = await pageQueries(org)
  await queryClient.prefetchQuery(trpc.notifications.settings.queryOptions())
  return <HydrationBoundary state={state()}><NotificationSettings /></HydrationBoundary>
}
