'use client'
import { Suspense, type ReactNode } from 'react'
import type { Interval } from '../charts/prepare'
import { ErrorBoundary } from '../data/error-boundary'
import { SkeletonLines, Skeleton } from '../ui/states'
import type { PageParameters } from './parameters'

/** What every part of the page is given: the window and filters, the interval, and what to hold it against. */
export type PartProps = { parameters: PageParameters; interval: Interval; compare: 'previous' | 'year' | null }

/** A part that loads and fails by itself. */
export function Part({ children, height = 200 }: { children: ReactNode; height?: 120 | 200 | 280 }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<div className="grid gap-4 border-t pt-5 pb-8"><div className="max-w-prose"><SkeletonLines lines={2} /></div><Skeleton className={height === 280 ? 'h-70' : height === 200 ? 'h-50' : 'h-30'} /></div>}>{children}</Suspense>
    </ErrorBoundary>
  )
}
