'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { Progress } from '../ui/progress'

/** The job that sorts customers into segments: how far it is. What is shown until then are the segments as they were. */
export function Cutting({ slug }: { slug: string }) {
  const trpc = useTRPC()
  const { data: job } = useQuery(trpc.segments.progress.queryOptions({ slug }, { refetchInterval: 1000 }))
  const counted = job && job.of > 0
  return (
    <div className="max-w-prose border-t py-4">
      <Progress
        label={job?.note === 'assigning' ? 'Sorting customers into their segments' : 'Reading what everybody did, month by month'}
        done={counted ? job.done : 0} total={counted ? job.of : undefined} unit={job?.note === 'assigning' ? 'customers' : 'months'}
      />
      <p className="mt-1 text-12 text-muted">Figures by segment follow when this is done; until then they are those from before.</p>
    </div>
  )
}
