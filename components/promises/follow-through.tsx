'use client'
import { useState } from 'react'
import { BarChart } from '../charts/bar-chart'
import { SHARE } from '../charts/unit'
import { failureOf } from '../data/trpc'
import { useReport, useReportQuery } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatShare, ofThose } from '../ui/format'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { colour } from '../ui/tokens'
import { Inspectable } from '../shell/inspector-context'

const BY = [{ value: 'channel', label: 'Channel' }, { value: 'touchpoint', label: 'Touchpoint' }, { value: 'team', label: 'Team' }, { value: 'owner', label: 'Your own' }] as const
/** Fewer say nothing in a picture (METRICS §2). */
const ENOUGH = 30
const DRAWN = 12

/** Do we do what we said? The whole as the headline, split as one likes. */
export function FollowThrough() {
  const [by, setBy] = useState<(typeof BY)[number]['value']>('channel')
  const { rows: [whole] } = useReport('follow-through', {})
  const split = useReportQuery('follow-through', { by })
  if (!whole || whole.due === 0) return null
  const all = (split.data?.rows ?? []).filter((row) => row.key !== 'total').toSorted((a, b) => b.due - a.due)
  const parts = all.slice(0, DRAWN)
  return (
    <Section
      title={<><Inspectable target={{ report: 'follow-through', parameters: {}, cell: { key: 'total', field: 'rate' } }}>{formatShare(whole.kept, whole.due)}</Inspectable>{ofThose(whole.due)}promises that fell due were kept on time; {formatCount(whole.broken)} {whole.broken === 1 ? 'was' : 'were'} broken</>}
      subtitle="Promises kept on time, of those due; 95 % interval"
      note={<>{formatCount(whole.late)} kept late, {formatCount(whole.withdrawn_by_customer)} withdrawn by customers and left out. {all.length > DRAWN && `${formatCount(all.length - DRAWN)} more, with fewer promises each, are not drawn; “About this figure” has them all. `}{split.data?.notes.join(' ')}</>}
      inspect={{ report: 'follow-through', parameters: { by }, cell: null }}
    >
      <SegmentedControl label="Split by" options={BY} value={by} onValue={setBy} className="max-w-full justify-self-start overflow-x-auto" />
      {split.isPending ? <SkeletonLines lines={4} /> : split.isError ? <ErrorState title="The parts could not be read" detail={failureOf(split.error)} /> : parts.length === 0 ? <Callout>{by === 'owner' ? 'No promise of yours has fallen due.' : 'Nothing to tell apart yet.'}</Callout> : (
        <BarChart
          label={`Follow-through by ${by}`} what="Part" unit={SHARE} max={1} inspect={{ report: 'follow-through', parameters: { by } }}
          bars={parts.map((row) => ({
            key: row.key, label: row.label, value: row.due < ENOUGH ? null : row.rate, low: row.due < ENOUGH ? null : row.low, high: row.due < ENOUGH ? null : row.high,
            detail: row.due < ENOUGH ? formatShare(row.kept, row.due) : `of ${formatCount(row.due)}`, colour: colour('accent'), cell: { key: row.key, field: 'rate' },
          }))}
        />
      )}
    </Section>
  )
}
