import { HydrationBoundary } from '@tanstack/react-query'
import { OneBad } from '@/components/care/one-bad'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'One bad interaction' }

export default async function AfterPage({ params }: { params: Promise<{ org: string }> }) {
  const { state } = await pageQueries((await params).org)
  return <HydrationBoundary state={state()}><OneBad /></HydrationBoundary>
}
