'use client'
import { InteractiveChart } from '../charts/interactive-chart'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatRate } from '../ui/format'
import { channelColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { COUNT_LABEL, NOUN, partsOf, sumOf, type CountField } from './figures'
import type { PartProps } from './part'

/** Which channel carries what, over time. */
export function ByChannel({ parameters, interval, field }: PartProps & { field: CountField }) {
  const { channels } = useWorkspace()
  const asked = { ...parameters, interval, by: 'channel' }
  const { rows } = useReport('interactions-over-time', asked)
  const parts = partsOf(rows, field).filter((part) => part.sums[field] > 0)
  const total = sumOf(rows.filter((row) => row.key === 'total'))[field]
  const [top, second] = parts
  const kind = (slug: string) => channels.find((channel) => channel.slug === slug)?.kind ?? 'other'
  const part = (one: typeof top) => one && (
    <Inspectable target={{ report: 'interactions-over-time', parameters: asked, cell: { key: one.key, field } }}>{one.label} {formatRate(one.sums[field], total)}</Inspectable>
  )
  return (
    <Section
      title={top ? <>Of all {NOUN[field]}, {part(top)}{second && <>, {part(second)}</>}</> : `No ${NOUN[field]} in this window`}
      subtitle={`${COUNT_LABEL[field]} per ${interval}, by channel`}
      inspect={{ report: 'interactions-over-time', parameters: asked, cell: null }}
    >
      <InteractiveChart
        label={`${COUNT_LABEL[field]} by channel`}
        interval={interval}
        height={280}
        inspect={{ report: 'interactions-over-time', parameters: asked }}
        series={parts.map(({ key, label, rows: own }) => ({ key, label, colour: channelColour(kind(key)), points: own.map((row) => ({ period: row.period, value: row[field], partial: row.partial, cell: { period: row.period, key, field } })) }))}
      />
    </Section>
  )
}
