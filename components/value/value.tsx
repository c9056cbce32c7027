'use client'
import { Suspense, type ReactNode } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader } from '../shell/page'
import { ButtonLink } from '../ui/link'
import { Callout, EmptyState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { AliveMap } from './alive-map'
import { Concentration } from './concentration'
import { Foreseen } from './foreseen'
import { Leaving } from './leaving'
import { MostValuable } from './most-valuable'
import { Parameters } from './parameters'
import { WorthForeseen } from './worth-foreseen'

/** What customers will be worth, how sure that is, and who they are. */
export function Value() {
  const { newest, today, segments } = useWorkspace()
  const options = segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))
  return (
    <>
      <PageHeader title="What customers will be worth" lead="Expected over the next year, from what each of them has brought so far and how long they are likely to stay." filters={options.length > 0 && <FilterBar show={['segment']} lastDay={newest ?? today} segments={options} />} />
      <ErrorBoundary><Suspense fallback={<SkeletonLines lines={6} />}><Told /></Suspense></ErrorBoundary>
    </>
  )
}

/** Whom the figures are about; the models are always those of everybody. */
export type Asked = { segment?: string }

function Told() {
  const { slug } = useWorkspace()
  const [{ segment }] = useFilters()
  const asked: Asked = segment ? { segment } : {}
  const answer = useReport('value-model', {})
  // Waited for: the server's page and the browser's first must be the same one.
  const [best] = useReport('most-valuable', asked).rows
  const nobody = best === undefined
  if (answer.rows.length === 0 && nobody && !segment) {
    return (
      <div className="border-t py-6">
        <EmptyState title="Nothing to expect yet" action={<ButtonLink look="primary" href={`/${slug}/data/import`}>Import purchases</ButtonLink>}>
          {answer.notes.length > 0 && <p className="pb-2">{answer.notes.join(' ')}</p>}
          <p>A customer, a day and an amount per purchase are enough. Once some have come back, this page tells who is still a customer, what each one will bring, and whether such forecasts would have been right in the past.</p>
        </EmptyState>
      </div>
    )
  }
  const { model, fallback } = answer.statistics
  const contract = model === 'sbg' || answer.statistics.contract === 1
  return (
    <>
      {typeof fallback === 'string' && <div className="pb-6"><Callout title={contract ? 'Everybody who is there is taken to stay' : 'Everybody is taken to go on as so far'}>{fallback} {!contract && 'So no probability of still being a customer is told.'}</Callout></div>}
      {nobody && <div className="pb-6">{segment ? <Callout title="Nobody here has an expected value">Choose another segment: nobody who stood in this one has bought anything yet, or what they are expected to bring is still being computed.</Callout> : <Callout title="Being computed">What each customer is expected to bring is computed in the background; it appears here by itself.</Callout>}</div>}
      <Part><Concentration asked={asked} contract={contract} /></Part>
      <Part><MostValuable asked={asked} /></Part>
      <Part><WorthForeseen asked={asked} /></Part>
      {contract ? <Part><Leaving check={answer} asked={asked} /></Part> : <><Part><AliveMap asked={asked} /></Part><Part><Foreseen asked={asked} /></Part></>}
      <Parameters answer={answer} contract={contract} asOf={best?.as_of ?? null} />
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}>{children}</Suspense></ErrorBoundary>
}
