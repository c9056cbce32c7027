'use client'
import { lastYearFrom } from '@/server/domain/time/last-year'
import { BarChart } from '../charts/bar-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatMoney } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { channelColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { Inspectable } from '../shell/inspector-context'

/** What contacts cost, per channel, over the last twelve months. Left out where no channel has a cost. */
export function Cost() {
  const { currency, newest, channels } = useWorkspace()
  const from = lastYearFrom(newest)
  const parameters = { by: 'channel', from }
  const { rows } = useReport('cost-to-serve', parameters)
  const total = rows.find((row) => row.key === 'total')
  const priced = rows.filter((row) => row.key !== 'total' && (row.cost ?? 0) > 0).toSorted((a, b) => (b.cost ?? 0) - (a.cost ?? 0))
  if (!total?.cost || priced.length === 0) return null
  const target = { by: 'channel', from: from ?? null }
  return (
    <Section
      title={<><Inspectable target={{ report: 'cost-to-serve', parameters: target, cell: { key: 'total', field: 'cost' } }}>{formatMoney(total.cost, currency)}</Inspectable> to answer customers in the last twelve months, {formatMoney(total.per_customer_month ?? 0, currency, { cents: true })} per customer and month</>}
      subtitle={`Cost of contacts by channel, over the last 12 months${from ? `, from ${formatDay(from)}` : ''}`}
      inspect={{ report: 'cost-to-serve', parameters: target, cell: null }}
    >
      <BarChart
        label="Cost of contacts by channel"
        what="Channel"
        unit={{ kind: 'money', currency }}
        inspect={{ report: 'cost-to-serve', parameters: target }}
        bars={priced.map((row) => ({
          key: row.key, label: row.label, value: row.cost, detail: `${formatMoney(row.per_contact ?? 0, currency, { cents: true })} each`,
          colour: channelColour(channels.find((channel) => channel.slug === row.key)?.kind ?? 'other'), cell: { key: row.key, field: 'cost' },
        }))}
      />
    </Section>
  )
}
