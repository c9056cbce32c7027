'use client'
import { Suspense, type ReactNode } from 'react'
import { CustomersNav } from '../customers/customers-nav'
import { ErrorBoundary } from '../data/error-boundary'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader } from '../shell/page'
import { SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { LeftList } from './left-list'
import { RiskHits } from './risk-hits'
import { RiskList } from './risk-list'
import { Weights } from './weights'

/** Who may be about to leave and why, how often that was right, and what the score is made of. */
export function AtRisk() {
  const { segments, newest, today } = useWorkspace()
  const [{ segment }] = useFilters()
  const tiers = segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))
  const asked = segment ? { segment } : {}
  return (
    <>
      <CustomersNav />
      <PageHeader title="At risk" lead="Who may be about to leave, the most value at stake first, and what speaks for it." filters={<FilterBar show={['segment']} lastDay={newest ?? today} segments={tiers} />} />
      <Part><RiskList asked={asked} /></Part>
      <Part><RiskHits asked={asked} /></Part>
      <Part><LeftList asked={asked} /></Part>
      <Weights />
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={6} /></div>}>{children}</Suspense></ErrorBoundary>
}
