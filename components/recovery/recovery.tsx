'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { SkeletonLines } from '../ui/states'
import { Budget } from './budget'
import { Cases } from './cases'
import { Given } from './given'
import { Templates } from './templates'
import { Waiting } from './waiting'

/** The unhappy now: who they are, what is at stake, what we did, what it took. */
export function Recovery() {
  return (
    <>
      <PageHeader title="Recovery" lead="Customers we failed, and nobody has got back to yet. Take one on, put it right, tell them." />
      <Suspense fallback={<SkeletonLines lines={8} label="Reading who is waiting" />}><Desk /></Suspense>
    </>
  )
}

/** One's own cases come first. Which they are is waited for: a server that draws before it knows would draw another order than the browser. */
function Desk() {
  const trpc = useTRPC()
  const { data: mine } = useSuspenseQuery(trpc.recovery.cases.queryOptions({ whose: 'mine' }))
  const busy = mine.some((one) => one.closed_at === null)
  return (
    <>
      {busy && <Suspense><Cases /></Suspense>}
      <Suspense fallback={<SkeletonLines lines={8} label="Reading who is waiting" />}><Waiting /></Suspense>
      {!busy && <Suspense><Cases /></Suspense>}
      <Suspense><Budget /></Suspense>
      <Suspense><Given /></Suspense>
      <Suspense><Templates /></Suspense>
    </>
  )
}
