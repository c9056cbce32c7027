'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { Recomputing } from '@/server/queries/settings'
import { useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Progress } from '../ui/progress'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

const ASK_MS = 2000

/** The job that loads the sample, while it has not ended well; when it has, the page is asked for again. */
export function useSampleJob(): Recomputing | undefined {
  const trpc = useTRPC()
  const router = useRouter()
  const { sample } = useWorkspace()
  const jobs = useQuery(trpc.settings.recomputing.queryOptions(undefined, {
    enabled: sample,
    refetchInterval: (query) => (query.state.data?.some((job) => job.kind === 'sample' && job.state !== 'failed') ? ASK_MS : false),
  }))
  const job = sample ? jobs.data?.find(({ kind }) => kind === 'sample') : undefined
  const loading = job !== undefined && job.state !== 'failed'
  const was = useRef(loading)
  useEffect(() => {
    if (was.current && !loading) router.refresh()
    was.current = loading
  }, [loading, router])
  return job
}

/** In place of the front page while the sample comes in: half a history would tell half-truths. */
export function SampleLoading({ job }: { job: Recomputing }) {
  const { name } = useWorkspace()
  return (
    <>
      <PageHeader title="Overview" lead={`${name} is being loaded: three years of history.`} />
      <div className="border-t py-6" aria-live="polite">
        {job.state === 'failed'
          ? <Callout tone="danger" title="Loading the sample failed">What has come so far stays. Opening the sample again, under Organisations, goes on where it stopped.</Callout>
          : job.of === 0
            ? <p className="text-14 text-muted">About to begin. It takes a minute or two.</p>
            : <Progress className="max-w-prose" label={job.note ?? 'Loading the sample'} done={job.done} total={job.of} unit="steps" />}
        {job.state !== 'failed' && job.of > 0 && <p className="mt-4 max-w-prose text-14 text-muted">The front page opens by itself when everything is there. The other pages can be looked at meanwhile; their figures are not complete yet.</p>}
      </div>
    </>
  )
}
