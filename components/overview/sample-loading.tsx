'use client'
import type { Recomputing } from '@/server/queries/settings'
import { PageHeader } from '../shell/page'
import { Progress } from '../ui/progress'
import { Callout } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'

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
