'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import { StackedBars } from '../charts/stacked-bars'
import { useTRPC } from '../data/trpc'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatRate, formatShare, SMALL_N } from '../ui/format'
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
  const { data: failuresOnly } = useSuspenseQuery(useTRPC().moments.failuresOnly.queryOptions())
  const { whole, parts } = byTouchpoint(rows)
  // By its rule one consists of failures only: it is ranked with nobody.
  const byRule = parts.filter(({ key }) => failuresOnly.includes(key))
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
      title={finding(whole)}
      subtitle="Results by touchpoint, the most often failed first"
      note={<>A result is what somebody recorded, else what the touchpoint’s rule says. It is known for <Inspectable target={{ ...target, cell: { touchpoint: 'total', result: 'failed', field: 'coverage' } }}>{formatShare(whole.known, whole.moments)}</Inspectable> of the moments.{byRule.length > 0 && ` ${byRule.map(({ label }) => label).join(' and ')}: by rule only what failed is a moment, so its share of failures says nothing.`}</>}
      inspect={{ ...target, cell: null }}
    >
      <StackedBars
        label="Results of moments that matter, by touchpoint" unit="moments" what="Touchpoint" inspect={target}
        rows={ranked.map((touchpoint) => ({
          key: touchpoint.key, label: touchpoint.label,
          parts: RESULT_NAMES.map(([result, name]) => ({ key: result, label: name, value: rowOf(touchpoint, result)?.moments ?? 0, colour: meaningColour(result), cell: { touchpoint: touchpoint.key, result, field: 'moments' } })),
        }))}
      />
    </Section>
  )
}

function finding({ moments, known, failed }: Touchpoint): string {
  if (known === 0) return `${formatCount(moments)} moments that matter, none with a known result`
  return `${formatRate(failed, known)} ${known < SMALL_N ? '' : 'of the '}moments with a known result failed`
}
