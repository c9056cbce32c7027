'use client'
import { useQueryStates } from 'nuqs'
import { Suspense, useDeferredValue } from 'react'
import { TIMELINE_KINDS } from '@/server/schemas/customers'
import { ErrorBoundary } from '../data/error-boundary'
import { cx } from '../ui/cx'
import { Select } from '../ui/field'
import { SkeletonLines } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useWorkspace } from '../workspace/workspace'
import { Entries } from './entries'
import { timelineParsers } from './filters'
import { IssueGroups } from './issue-groups'

const KIND: Record<(typeof TIMELINE_KINDS)[number], string> = {
  observation: 'Observations', interaction: 'Interactions', moment: 'Moments that matter', transaction: 'Transactions', issue: 'Issues', promise: 'Promises', response: 'Survey answers', referral: 'Referrals',
}

const GROUPS = [{ value: 'day', label: 'By day' }, { value: 'issue', label: 'By issue' }] as const

/** Everything between this customer and us, newest first: day by day, or gathered by what it was about. */
export function Timeline({ id }: { id: string }) {
  const { channels } = useWorkspace()
  const [address, setAddress] = useQueryStates(timelineParsers, { history: 'push', scroll: false })
  // What was shown stays, dimmed, until the new answer is there.
  const shown = useDeferredValue(address)
  return (
    <section aria-label="Timeline" className="min-w-0 border-t pt-5 pb-8">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-16 font-semibold">What happened</h2>
        <div className="flex flex-wrap items-center gap-1 max-sm:-mx-2">
          <SegmentedControl label="Grouped" options={GROUPS} value={address.group ?? 'day'} onValue={(value) => void setAddress({ group: value === 'issue' ? 'issue' : null })} className="mr-2" />
          <Select quiet aria-label="Kind" className="w-auto!" value={address.kind ?? ''} options={[{ value: '', label: 'Everything' }, ...TIMELINE_KINDS.map((value) => ({ value, label: KIND[value] }))]} onValue={(value) => void setAddress({ kind: TIMELINE_KINDS.find((kind) => kind === value) ?? null })} />
          <Select quiet aria-label="Channel" className="w-auto!" value={address.channel ?? ''} options={[{ value: '', label: 'All channels' }, ...channels.map((channel) => ({ value: channel.slug, label: channel.name }))]} onValue={(value) => void setAddress({ channel: value || null })} />
        </div>
      </header>
      <div className={cx('transition-opacity duration-120', shown !== address && 'opacity-50')} aria-busy={shown !== address}>
        <ErrorBoundary key={shown.channel ?? ''}>
          <Suspense fallback={<div className="py-4"><SkeletonLines lines={8} label="Reading the timeline" /></div>}>
            {shown.group === 'issue' ? <IssueGroups id={id} address={{ ...shown, issue: null }} /> : <Entries id={id} address={{ ...shown, issue: null }} onAll={() => void setAddress(null)} />}
          </Suspense>
        </ErrorBoundary>
      </div>
    </section>
  )
}
