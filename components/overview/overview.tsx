'use client'
import dynamic from 'next/dynamic'
import { Suspense } from 'react'
import { formatDay } from '../ui/format-date'
import { SkeletonLines } from '../ui/states'
import { PageHeader } from '../shell/page'
import { ErrorBoundary } from '../data/error-boundary'
import { useWorkspace } from '../workspace/workspace'
import { AllRight } from './all-right'
import { Changes } from './changes'
import { Lost } from './lost'
import { MomentsThatMatter } from './moments'
import { WhatWeOwe } from './owed'
import { useSampleJob } from './sample-job'
import { Trust } from './trust'

// Once in an organisation's life, and only a sample's.
const SampleLoading = dynamic(() => import('./sample-loading').then((m) => m.SampleLoading), { ssr: false })
// Until the first record.
const FirstSteps = dynamic(() => import('./first-steps').then((m) => m.FirstSteps))
// Far below the first look: drawn by the server, its code comes after that of the rest.
const Volume = dynamic(() => import('./volume').then((m) => m.Volume))
const Cost = dynamic(() => import('./cost').then((m) => m.Cost))
// Last on the page: fetched when the rest is there, so that the first look costs nothing.
const OurPlans = dynamic(() => import('./our-plans').then((m) => m.OurPlans), { ssr: false })

const PARTS = [
  { key: 'answer', Part: AllRight },
  { key: 'changes', Part: Changes },
  { key: 'lost', Part: Lost },
  { key: 'moments', Part: MomentsThatMatter },
  { key: 'owed', Part: WhatWeOwe },
  { key: 'volume', Part: Volume },
  { key: 'cost', Part: Cost },
  { key: 'plans', Part: OurPlans },
] as const

/** The front page: can I trust it, are we all right, what changed, whom we lost, the moments that matter, what we owe, volume and cost, our plans. In this order. */
export function Overview() {
  const workspace = useWorkspace()
  const sample = useSampleJob()
  if (sample && (sample.state !== 'failed' || !workspace.newest)) return <SampleLoading job={sample} />
  if (!workspace.newest) return <FirstSteps org={workspace.slug} />
  return (
    <>
      <PageHeader
        title="Overview"
        lead={`${workspace.name}, as of ${formatDay(workspace.today)}`}
        freshness={<Suspense fallback="Checking the sources…"><ErrorBoundary quiet><Trust /></ErrorBoundary></Suspense>}
      />
      {PARTS.map(({ key, Part }) => (
        <ErrorBoundary key={key}>
          <Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={4} /></div>}>
            <Part />
          </Suspense>
        </ErrorBoundary>
      ))}
    </>
  )
}
