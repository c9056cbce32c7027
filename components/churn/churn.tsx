'use client'
import { Suspense, useMemo } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader } from '../shell/page'
import { SegmentedControl } from '../ui/tabs'
import { SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { ChurnRate } from './churn-rate'
import { Cohorts } from './cohorts'
import { Retention } from './retention'
import { RevenueChurn } from './revenue-churn'

/** Who leaves: the rate by way of leaving, how long customers stay, what it costs in revenue, and who comes back to buy. */
export function Churn() {
  const { newest, today, segments } = useWorkspace()
  const [filters] = useFilters()
  const [split, setSplit] = useQueryState('by_tier', parseAsBoolean.withDefault(false))
  const tiers = segments.filter((segment) => segment.segmentation === 'value')
  const parameters = useMemo(() => ({
    ...(filters.from ? { from: filters.from } : {}), ...(filters.to ? { to: filters.to } : {}),
    ...(filters.segment ? { segment: filters.segment } : {}), ...(split && tiers.length > 0 && !filters.segment ? { by: 'segment' } : {}),
  }), [filters.from, filters.to, filters.segment, split, tiers.length])
  const interval = filters.interval ?? 'month'
  return (
    <>
      <PageHeader
        title="Churn"
        lead="Who leaves, how long customers stay, and what it costs."
        filters={
          <FilterBar show={['period', 'interval', 'segment']} lastDay={newest ?? today} defaultPeriod="All records" segments={segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))}>
            {tiers.length > 0 && !filters.segment && (
              <SegmentedControl label="Split" options={[{ value: 'whole', label: 'All customers' }, { value: 'tiers', label: 'By value tier' }]} value={split ? 'tiers' : 'whole'} onValue={(value) => void setSplit(value === 'tiers')} />
            )}
          </FilterBar>
        }
      />
      <Part><ChurnRate parameters={{ ...parameters, interval }} /></Part>
      <Part><Retention parameters={parameters} /></Part>
      <Part><RevenueChurn parameters={{ ...parameters, interval }} /></Part>
      <Part><Cohorts parameters={{ from: parameters.from, to: parameters.to }} filtered={filters.segment !== null} /></Part>
    </>
  )
}

function Part({ children }: { children: React.ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}>{children}</Suspense></ErrorBoundary>
}
