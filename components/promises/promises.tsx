'use client'
import { Suspense, type ReactNode } from 'react'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { PageHeader } from '../shell/page'
import { SkeletonLines } from '../ui/states'
import { FollowThrough } from './follow-through'
import { Ledger } from './ledger'
import { Owed } from './owed'
import { promisesAre } from './words'

/** The ledger of what we said we would do: what presses, who owes it, and whether we do what we say. */
export function Promises() {
  return (
    <>
      <PageHeader title="Promises" lead={<Suspense fallback={LEAD}><ErrorBoundary quiet><Pressing /></ErrorBoundary></Suspense>} />
      <Part><Ledger /></Part>
      <Part><Owed /></Part>
      <Part><FollowThrough /></Part>
    </>
  )
}

const LEAD = 'What we said we would do, to whom and by when.'

function Pressing() {
  const { rows: [whole] } = useReport('promises', {})
  if (!whole?.promises) return <>{LEAD} None is recorded yet.</>
  if (whole.overdue === 0 && whole.due_today === 0) return <>{LEAD} Nothing presses.</>
  return <>{LEAD} {promisesAre(whole.overdue)} overdue{whole.due_today > 0 ? `, ${whole.due_today.toLocaleString('en')} due today` : ''}.</>
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={5} /></div>}>{children}</Suspense></ErrorBoundary>
}
