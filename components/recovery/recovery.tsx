'use client'
import { Suspense } from 'react'
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
      <Suspense fallback={<SkeletonLines lines={8} label="Reading who is waiting" />}><Waiting /></Suspense>
      <Suspense><Cases /></Suspense>
      <Suspense><Budget /></Suspense>
      <Suspense><Given /></Suspense>
      <Suspense><Templates /></Suspense>
    </>
  )
}
