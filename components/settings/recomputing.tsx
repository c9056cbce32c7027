'use client'
import { useQuery } from '@tanstack/react-query'
import type { Recomputing as Job } from '@/server/queries/settings'
import { useTRPC } from '../data/trpc'
import { Progress } from '../ui/progress'
import { Callout } from '../ui/states'

const WORDS: Record<Exclude<Job['kind'], 'sample'>, { label: string; unit: string; failed: string }> = {
  rebuild: { label: 'Counting every day again by the new time zone', unit: 'steps', failed: 'Counting the days again failed.' },
  settle: { label: 'Computing relationships and moments again', unit: 'customers', failed: 'Computing relationships and moments again failed.' },
}
const ASK_MS = 2000

/** The jobs that bring history in line with a change; nothing while there are none. */
export function Recomputing() {
  const trpc = useTRPC()
  const jobs = useQuery(trpc.settings.recomputing.queryOptions(undefined, {
    refetchInterval: (query) => (query.state.data?.some((job) => job.state !== 'failed') ? ASK_MS : false),
  }))
  const shown = jobs.data ?? []
  if (shown.length === 0) return null
  return (
    <div className="mb-6 grid max-w-prose gap-4" aria-live="polite">
      {shown.map((job) => {
        // The sample tells of itself on the overview.
        if (job.kind === 'sample') return null
        const { label, unit, failed } = WORDS[job.kind]
        if (job.state === 'failed') return <Callout key={job.kind} tone="danger" title={failed}>Figures may still follow the old settings. The next change, or the run at midnight, tries again.</Callout>
        if (job.state === 'queued' || job.of === 0) return <p key={job.kind} className="text-13 text-muted">{label}: {job.state === 'queued' ? 'about to begin' : 'at work'}. Until it is done, pages show figures by the old settings.</p>
        return <Progress key={job.kind} label={label} done={job.done} total={job.of} unit={unit} />
      })}
    </div>
  )
}
