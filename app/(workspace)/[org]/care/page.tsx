import { HydrationBoundary } from '@tanstack/react-query'
import { Care } from '@/components/care/care'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Care' }

export default async function CarePage({ params }: { params: Promise<{ org: string }> }) {
  const { state } = await pageQueries((await params).org)
  return <HydrationBoundary state={state()}><Care /></HydrationBoundary>
}
