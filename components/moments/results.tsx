'use client'
import { StackedBars } from '../charts/stacked-bars'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatRate, formatShare } from '../ui/format'
import { Link } from '../ui/link'
import { EmptyState } from '../ui/states'
import { meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { byTouchpoint, RESULT_NAMES, rowOf, type Touchpoint } from './outcomes'
import type { MomentParameters } from './parameters'

/** How the moments ended, touchpoint by touchpoint; what nobody recorded is part of the picture. */
export function Results({ parameters }: { parameters: MomentParameters }) {
  const { slug } = useWorkspace()
  const { rows } = useReport('moment-outcomes', parameters)
  const { whole, parts } = byTouchpoint(rows)
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
      title={finding(whole)}
      subtitle="Results by touchpoint, the most often failed first"
      note={<>A result is what somebody recorded, else what the touchpoint’s rule says. It is known for <Inspectable target={{ ...target, cell: { touchpoint: 'total', result: 'failed', field: 'coverage' } }}>{formatShare(whole.known, whole.moments)}</Inspectable> of the moments.</>}
      inspect={{ ...target, cell: null }}
    >
      <StackedBars
        label="Results of moments that matter, by touchpoint" unit="moments" what="Touchpoint" inspect={target}
        rows={parts.map((touchpoint) => ({
          key: touchpoint.key, label: touchpoint.label,
          parts: RESULT_NAMES.map(([result, name]) => ({ key: result, label: name, value: rowOf(touchpoint, result)?.moments ?? 0, colour: meaningColour(result), cell: { touchpoint: touchpoint.key, result, field: 'moments' } })),
        }))}
      />
    </Section>
  )
}

function finding({ moments, known, failed }: Touchpoint): string {
  if (known === 0) return `${formatCount(moments)} moments that matter, none with a known result`
  return `${formatRate(failed, known)} of the moments with a known result failed`
}
