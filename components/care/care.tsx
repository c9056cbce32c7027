'use client'
import { Suspense, type ReactNode } from 'react'
import { lastYearFrom } from '@/server/domain/time/last-year'
import { ErrorBoundary } from '../data/error-boundary'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { lastYear } from '../shell/filters'
import { PageHeader } from '../shell/page'
import { ButtonLink } from '../ui/link'
import { SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { AcrossChannels, Recovery, Waiting } from './across-channels'
import { AskedAgain, FirstContact, Repeats } from './first-contact'
import { Surveys } from './machines'

/** Care across channels: settled at once, again, asked again, how long they wait, what customers say. */
export function Care() {
  const { slug, newest, today } = useWorkspace()
  const [filters] = useFilters()
  const from = filters.from ?? lastYearFrom(newest)
  const parameters = { ...(from ? { from } : {}), ...(filters.to ? { to: filters.to } : {}) }
  return (
    <>
      <PageHeader
        title="Care" lead="What happens once somebody needs us: whether one contact is enough, how long they wait, and what they say afterwards."
        actions={<ButtonLink href={`/${slug}/moments/after`}>One bad interaction</ButtonLink>}
        filters={<FilterBar show={['period']} lastDay={newest ?? today} defaultPeriod={lastYear(newest ?? today)} />}
      />
      {[FirstContact, Repeats, AcrossChannels, AskedAgain, Waiting, Recovery, Surveys].map((Show) => <Part key={Show.name}><Show parameters={parameters} /></Part>)}
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}>{children}</Suspense></ErrorBoundary>
}
