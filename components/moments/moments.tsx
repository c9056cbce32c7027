'use client'
import { useMemo, type ReactNode } from 'react'
import { Suspense } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { lastYear } from '../shell/filters'
import { PageHeader } from '../shell/page'
import { ButtonLink } from '../ui/link'
import { SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { AfterDays } from './after-days'
import { Balance } from './balance'
import { Candidates } from './candidates'
import { Effects } from './effects'
import { parametersOf, withoutChannel } from './parameters'
import { Register } from './register'
import { Results } from './results'
import { Templates } from './templates'

/** The moments that matter: how few they are and what gathers around them, how they end, what follows, and which may be missing. */
export function Moments() {
  const { slug, newest, today, channels, segments, touchpoints } = useWorkspace()
  const [filters] = useFilters()
  const { from, to, segment, channel } = filters
  const lastDay = newest ?? today
  const parameters = useMemo(() => parametersOf({ from, to, segment, channel }, lastDay), [from, to, segment, channel, lastDay])
  const marked = touchpoints.some((touchpoint) => touchpoint.class === 'moment_that_matters')
  const narrowed = channel !== null
  return (
    <>
      <PageHeader
        title="Moments"
        lead="The few interactions that can make or break a relationship: how they end, and what becomes of the customer."
        actions={<><ButtonLink href={`/${slug}/moments/after`}>One bad interaction</ButtonLink><ButtonLink href={`/${slug}/settings/touchpoints`}>Touchpoints and rules</ButtonLink></>}
        filters={
          <FilterBar
            show={['period', 'channel', 'segment']} lastDay={lastDay} defaultPeriod={lastYear(lastDay)}
            channels={channels.map(({ slug: value, name }) => ({ value, label: name }))}
            segments={segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))}
          />
        }
      />
      {!marked && <Part><Templates /></Part>}
      <Part><Balance asked={withoutChannel(parameters)} narrowed={narrowed} /></Part>
      <Part><Results parameters={parameters} /></Part>
      <Part><Effects parameters={parameters} /></Part>
      <Part><AfterDays parameters={parameters} /></Part>
      {marked && <Part><Register parameters={parameters} /></Part>}
      <Part><Candidates /></Part>
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}>{children}</Suspense></ErrorBoundary>
}
