'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { Suspense, type ReactNode } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { useTRPC } from '../data/trpc'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader } from '../shell/page'
import { Select } from '../ui/field'
import { ButtonLink } from '../ui/link'
import { EmptyState, SkeletonLines } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'
import { CutTiers } from './cut-tiers'
import { Cutting } from './cutting'
import { TierCare } from './tier-care'
import { TierChurn } from './tier-churn'
import { TierMoves } from './tier-moves'
import { TierValue } from './tier-value'
import { lastWholeYear } from './window'

/** Who is worth what, whether care and leaving differ by it, and how the tiers are cut. */
export function Segments() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<><PageHeader title="Segments" lead={LEAD} /><SkeletonLines lines={6} /></>}><Chosen /></Suspense>
    </ErrorBoundary>
  )
}

const LEAD = 'Who is worth what, and whether care and leaving differ by it.'

function Chosen() {
  const { slug: org, newest, today } = useWorkspace()
  const trpc = useTRPC()
  const { data: all } = useSuspenseQuery(trpc.segments.list.queryOptions())
  const [wanted, setWanted] = useQueryState('tiers', parseAsString)
  const [members, setMembers] = useQueryState('members', parseAsString)
  const [filters] = useFilters()
  const segmentation = all.find((one) => one.slug === wanted) ?? all.find((one) => one.slug === 'value') ?? all[0]
  if (!segmentation) {
    return (
      <>
        <PageHeader title="Segments" lead={LEAD} />
        <div className="border-t py-6">
          <EmptyState title="There are no value tiers yet" action={<ButtonLink look="primary" href={`/${org}/data/import`}>Import purchases</ButtonLink>}>
            <p>They are cut by themselves once purchases or finance’s own values have arrived: a customer, a day and an amount are enough. From then on this page shows which customers bring the value, and every other page can be split by tier.</p>
          </EmptyState>
        </div>
      </>
    )
  }
  const anew = members === 'window'
  const year = lastWholeYear(newest ?? today)
  return (
    <>
      <PageHeader
        title="Segments"
        lead={LEAD}
        filters={
          <FilterBar show={['period']} lastDay={newest ?? today} defaultPeriod={segmentation.window_days === null ? 'All records' : `Last ${segmentation.window_days} days`}>
            {all.length > 1 && <Select quiet aria-label="Segmentation" className="w-auto! max-w-64 shrink-0" value={segmentation.slug} options={all.map(({ slug, name }) => ({ value: slug, label: name }))} onValue={(slug) => void setWanted(slug)} />}
            <SegmentedControl className="shrink-0 whitespace-nowrap" label="Members" options={[{ value: 'present', label: 'Present tiers' }, { value: 'window', label: 'Cut over the period' }]} value={anew ? 'window' : 'present'} onValue={(value) => void setMembers(value === 'window' ? value : null)} />
          </FilterBar>
        }
      />
      {segmentation.computing && <Cutting key={segmentation.slug} slug={segmentation.slug} />}
      <Part><TierValue sorting={segmentation.computing} segmentation={segmentation.slug} members={anew ? 'window' : 'present'} from={filters.from ?? undefined} to={filters.to ?? undefined} /></Part>
      {segmentation.computed_at !== null && (
        <>
          <Part><TierMoves segmentation={segmentation.slug} from={filters.from ?? undefined} to={filters.to ?? undefined} /></Part>
          <Part><TierChurn by={`segmentation:${segmentation.slug}`} days={year} begins={segmentation.basis === 'predicted' ? segmentation.begins : null} /></Part>
          <Part><TierCare segmentation={segmentation.slug} days={year} /></Part>
        </>
      )}
      <CutTiers key={`${segmentation.slug} ${segmentation.version}`} segmentation={segmentation} />
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={6} /></div>}>{children}</Suspense></ErrorBoundary>
}
