'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { Progress } from '../ui/progress'

/** The job that cuts the tiers: how far it is. What is shown until then are the tiers as they were. */
export function Cutting({ slug }: { slug: string }) {
  const trpc = useTRPC()
  const { data: job } = useQuery(trpc.segments.progress.queryOptions({ slug }, { refetchInterval: 1000 }))
  const counted = job && job.of > 0
  return (
    <div className="max-w-prose border-t py-4">
      <Progress
        label={job?.note === 'assigning' ? 'Sorting customers into their tiers' : 'Cutting the tiers, month by month'}
        done={counted ? job.done : 0} total={counted ? job.of : undefined} unit={job?.note === 'assigning' ? 'customers' : 'months'}
      />
      <p className="mt-1 text-12 text-muted">Figures by tier follow when this is done; until then they are those of the tiers before.</p>
    </div>
  )
}
