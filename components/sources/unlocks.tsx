'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { Suspense } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { SkeletonLines } from '../ui/states'

/** What the records can already show, and which field would unlock the rest. */
export function Unlocks() {
  return (
    <>
      <PageHeader title="What my data can show" lead="Pages leave out what has no data. This one says which field brings it." />
      <ErrorBoundary><Suspense fallback={<SkeletonLines lines={8} />}><Lists /></Suspense></ErrorBoundary>
    </>
  )
}

function Lists() {
  const trpc = useTRPC()
  const { data } = useSuspenseQuery(trpc.unlocks.queryOptions())
  const shown = data.filter((unlock) => unlock.shown)
  const locked = data.filter((unlock) => !unlock.shown)
  return (
    <>
      {locked.length > 0 && (
        <Section title={`${locked.length} more ${locked.length === 1 ? 'answer is' : 'answers are'} a field away`}>
          <dl className="grid gap-3">
            {locked.map((unlock) => (
              <div key={unlock.key} className="grid gap-x-8 sm:grid-cols-2">
                <dt className="text-14">{unlock.shows}</dt>
                <dd className="text-13 text-muted">Send {unlock.missing.join('; ')}.</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      <Section title={shown.length === 0 ? 'Nothing yet' : `Your data shows ${shown.length} of ${data.length}`}>
        <ul className="grid gap-2">{shown.map((unlock) => <li key={unlock.key} className="flex items-center gap-2 text-14"><Check aria-hidden className="size-4 text-good" />{unlock.shows}</li>)}</ul>
      </Section>
    </>
  )
}
