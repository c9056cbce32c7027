'use client'
import { lastYearFrom } from '@/server/domain/time/last-year'
import type { RowOf } from '@/server/reports/answer'
import { StackedBars } from '../charts/stacked-bars'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatShare, formatShareOf } from '../ui/format'
import { Link } from '../ui/link'
import { meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'

const RESULTS = [['failed', 'failed'], ['met', 'met'], ['exceeded', 'exceeded'], ['not_recorded', 'not recorded']] as const

/** How the moments that matter ended over the last twelve months, the most often failed first. */
export function MomentsThatMatter() {
  const { slug, newest } = useWorkspace()
  const from = lastYearFrom(newest)
  const parameters = { from: from ?? null }
  const { rows } = useReport('moment-outcomes', { from })
  const of = (touchpoint: string, result: string) => rows.find((row) => row.touchpoint === touchpoint && row.result === result)
  const sum = (touchpoint: string, results: readonly string[]) => results.reduce((n, result) => n + (of(touchpoint, result)?.moments ?? 0), 0)
  const told = sum('total', ['failed', 'met', 'exceeded'])
  const failed = of('total', 'failed')
  const unknown = sum('total', ['not_recorded'])
  const all = told + unknown
  if (all === 0) return null
  const touchpoints = [...new Map(rows.filter((row) => row.touchpoint !== 'total').map((row) => [row.touchpoint, row.label])).entries()]
    .map(([key, label]) => ({ key, label, rate: sum(key, ['failed']) / Math.max(1, sum(key, ['failed', 'met', 'exceeded'])), told: sum(key, ['met', 'exceeded']) }))
    // Where a rule selects only failures, or nothing was recorded, the share says nothing: those come last.
    .map((touchpoint) => ({ ...touchpoint, rate: touchpoint.told === 0 ? -1 : touchpoint.rate }))
    .toSorted((a, b) => b.rate - a.rate).slice(0, 7)
  const left = (row: RowOf<'moment-outcomes'> | undefined) => (row && row.left_rate !== null ? row : undefined)
  const afterFailure = left(failed)
  const afterMet = left(of('total', 'met'))
  return (
    <Section
      title={told === 0 ? `${formatCount(all)} moments that matter, none with a recorded result` : <><Inspectable target={{ report: 'moment-outcomes', parameters, cell: { touchpoint: 'total', result: 'failed', field: 'share' } }}>{formatShare(failed?.moments ?? 0, all)}</Inspectable> of the moments that matter failed</>}
      subtitle="How they ended, by touchpoint, over the last twelve months"
      note={<>{told > 0 && unknown > 0 && <>How {formatShare(unknown, all)} ended is not recorded; of those where it is, {formatShareOf((failed?.moments ?? 0) / told)} failed. </>}{afterFailure && afterMet && <LeftAfter failed={afterFailure} met={afterMet} />}</>}
      inspect={{ report: 'moment-outcomes', parameters, cell: null }}
      actions={<Link href={`/${slug}/moments`}>Moments</Link>}
    >
      <StackedBars
        label="Results of moments that matter, by touchpoint"
        unit="moments"
        what="Touchpoint"
        inspect={{ report: 'moment-outcomes', parameters }}
        rows={[{ key: 'total', label: 'All touchpoints' }, ...touchpoints].map(({ key, label }) => ({
          key, label,
          parts: RESULTS.map(([result, name]) => ({ key: result, label: name, value: of(key, result)?.moments ?? 0, colour: meaningColour(result), cell: { touchpoint: key, result, field: 'moments' } })),
        }))}
      />
    </Section>
  )
}

function LeftAfter({ failed, met }: { failed: RowOf<'moment-outcomes'>; met: RowOf<'moment-outcomes'> }) {
  // As the page of moments counts: each customer by the first such moment whose window is closed.
  const share = (row: RowOf<'moment-outcomes'>) => formatShare(row.index_left, row.closed)
  return <>{share(failed)} of customers left after a failed moment, {share(met)} after one that was met: associated, not shown to be the cause.</>
}
