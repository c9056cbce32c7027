'use client'
import { Suspense, useMemo } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader } from '../shell/page'
import { Select } from '../ui/field'
import { SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { parseAsString, useQueryState } from 'nuqs'
import { ChurnRate } from './churn-rate'
import { Cohorts } from './cohorts'
import { Retention } from './retention'
import { RevenueChurn } from './revenue-churn'

/** Who leaves: the rate by way of leaving, how long customers stay, what it costs in revenue, and who comes back to buy. */
export function Churn() {
  const { newest, today, segments } = useWorkspace()
  const [filters] = useFilters()
  const [by, setBy] = useQueryState('by', parseAsString.withDefault(''))
  const splits = [...new Map(segments.map(({ segmentation, segmentationName }) => (segmentation === 'value' ? ['segment', 'By value tier'] : [`segmentation:${segmentation}`, `By ${segmentationName}`])))].map(([value, label]) => ({ value, label }))
  const split = filters.segment ? '' : splits.find(({ value }) => value === by)?.value ?? ''
  const parameters = useMemo(() => ({
    ...(filters.from ? { from: filters.from } : {}), ...(filters.to ? { to: filters.to } : {}),
    ...(filters.segment ? { segment: filters.segment } : {}), ...(split ? { by: split } : {}),
  }), [filters.from, filters.to, filters.segment, split])
  const interval = filters.interval ?? 'month'
  return (
    <>
      <PageHeader
        title="Churn"
        lead="Who leaves, how long customers stay, and what it costs."
        filters={
          <FilterBar show={['period', 'interval', 'segment']} lastDay={newest ?? today} defaultPeriod="All records" segments={segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))}>
            {splits.length > 0 && !filters.segment && (
              <Select quiet className="w-auto max-w-60" aria-label="Split" options={[{ value: '', label: 'All customers together' }, ...splits]} value={split} onValue={(value) => void setBy(value === '' ? null : value)} />
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
