'use client'
import { onlyFailures } from '@/server/domain/statistics/only-failures'
import { lastYearFrom } from '@/server/domain/time/last-year'
import type { RowOf } from '@/server/reports/answer'
import { StackedBars } from '../charts/stacked-bars'
import { useReport } from '../data/use-report'
import { byTouchpoint, failedAfter, failedShare, onlyFailuresNote, resultBars, rowOf } from '../moments/outcomes'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatShare } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'

const MOST = 7

/** How the moments that matter ended over the last twelve months, the most often failed first. */
export function MomentsThatMatter() {
  const { slug, newest } = useWorkspace()
  const from = lastYearFrom(newest)
  const { rows } = useReport('moment-outcomes', { from })
  const { whole, parts } = byTouchpoint(rows)
  if (!whole) return null
  const target = { report: 'moment-outcomes', parameters: { from: from ?? null } }
  // Where only failures are known the share says nothing: those come last.
  const failuresOnly = parts.filter(onlyFailures)
  const shown = [...parts.filter((part) => !onlyFailures(part)), ...failuresOnly].slice(0, MOST)
  const [failed, met] = [rowOf(whole, 'failed'), rowOf(whole, 'met')]
  return (
    <Section
      title={whole.known === 0 ? `${formatCount(whole.moments)} moments that matter, none with a known result` : <><Inspectable target={{ ...target, cell: { touchpoint: 'total', result: 'failed', field: 'share_of_known' } }}>{failedShare(whole)}</Inspectable> {failedAfter(whole)}</>}
      subtitle={`Moments that matter by how they ended, over the last 12 months${from ? `, from ${formatDay(from)}` : ''}`}
      note={<>{whole.known < whole.moments && <>How {formatShare(whole.moments - whole.known, whole.moments)} ended is not recorded.</>}{onlyFailuresNote(whole, failuresOnly)} {failed && met && failed.left_rate !== null && met.left_rate !== null && <LeftAfter failed={failed} met={met} />}</>}
      inspect={{ ...target, cell: null }}
      actions={<Link href={`/${slug}/moments`}>Moments</Link>}
    >
      <StackedBars label="Results of moments that matter, by touchpoint" unit="moments" what="Touchpoint" inspect={target} rows={resultBars([{ ...whole, label: 'All touchpoints' }, ...shown])} />
    </Section>
  )
}

function LeftAfter({ failed, met }: { failed: RowOf<'moment-outcomes'>; met: RowOf<'moment-outcomes'> }) {
  // As the page of moments counts: each customer by the first such moment whose window is closed.
  const share = (row: RowOf<'moment-outcomes'>) => formatShare(row.index_left, row.closed)
  return <>{share(failed)} of customers left after a failed moment, {share(met)} after one that was met: associated, not shown to be the cause.</>
}
