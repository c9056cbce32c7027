import { HydrationBoundary } from '@tanstack/react-query'
import { Machines } from '@/components/care/machines-page'
import { pageQueries } from '@/server/caller'

export const metadata = { title: 'Virtual agents and messages' }

export default async function MachinesPage({ params }: { params: Promise<{ org: string }> }) {
  const { state } = await pageQueries((await params).org)
  return <HydrationBoundary state={state()}><Machines /></HydrationBoundary>
}
