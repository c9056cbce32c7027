'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { onlyFailures } from '@/server/domain/statistics/only-failures'
import { StackedBars } from '../charts/stacked-bars'
import { useTRPC } from '../data/trpc'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatShare } from '../ui/format'
import { Link } from '../ui/link'
import { EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { byTouchpoint, failedAfter, failedShare, onlyFailuresNote, resultBars } from './outcomes'
import type { MomentParameters } from './parameters'

/** How the moments ended, touchpoint by touchpoint; what nobody recorded is part of the picture. */
export function Results({ parameters }: { parameters: MomentParameters }) {
  const { slug } = useWorkspace()
  const { rows } = useReport('moment-outcomes', parameters)
  const { data: failuresOnly } = useSuspenseQuery(useTRPC().moments.failuresOnly.queryOptions())
  const { whole, parts } = byTouchpoint(rows)
  // Consisting of failures only, by its rule or by what was recorded, one is ranked with nobody.
  const byRule = parts.filter((part) => failuresOnly.includes(part.key) || onlyFailures(part))
  const ranked = [...parts.filter((touchpoint) => !byRule.includes(touchpoint)), ...byRule]
  const target = { report: 'moment-outcomes', parameters: { ...parameters } as Record<string, string> }
  if (!whole) {
    return (
      <Section title="How did the moments end?">
        <EmptyState title="No moments in this view"><p>A moment is an interaction at a touchpoint marked as a moment that matters, where its rule selects it, or any interaction with a very strong impression. Mark touchpoints under <Link href={`/${slug}/settings/touchpoints`}>Settings</Link>, or choose a longer period.</p></EmptyState>
      </Section>
    )
  }
  return (
    <Section
      title={whole.known === 0 ? `${formatCount(whole.moments)} moments that matter, none with a known result` : <><Inspectable target={{ ...target, cell: { touchpoint: 'total', result: 'failed', field: 'share_of_known' } }}>{failedShare(whole)}</Inspectable> {failedAfter(whole)}</>}
      subtitle="Known results by touchpoint, the most often failed first"
      note={<>A result is what somebody recorded, else what the touchpoint’s rule says. It is known for <Inspectable target={{ ...target, cell: { touchpoint: 'total', result: 'failed', field: 'coverage' } }}>{formatShare(whole.known, whole.moments)}</Inspectable> of the moments.{onlyFailuresNote(whole, byRule)}</>}
      inspect={{ ...target, cell: null }}
    >
      <StackedBars
        label="Results of moments that matter, by touchpoint" unit="moments" what="Touchpoint" inspect={target}
        rows={resultBars(ranked)}
      />
    </Section>
  )
}
