'use client'
import { LineChart } from '../charts/line-chart'
import { useReport } from '../data/use-report'
import { usePlanMarkers } from '../plans/use-plan-markers'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatNumber } from '../ui/format'
import { formatPeriod } from '../ui/format-date'
import { SERIES } from '../ui/tokens'
import { readable } from './figures'
import type { PartProps } from './part'

const LINES = [
  { field: 'per_customer_month', label: 'All', colour: 'var(--ink)' },
  { field: 'contacts_per_customer_month', label: 'Contacts', colour: SERIES[1] ?? '' },
  { field: 'lookups_per_customer_month', label: 'Look-ups', colour: SERIES[0] ?? '' },
  { field: 'messages_per_customer_month', label: 'Messages', colour: SERIES[2] ?? '' },
] as const

/** How often one customer and we meet in a month. */
export function PerCustomer({ parameters, interval }: PartProps) {
  const asked = { ...parameters, interval }
  const markers = usePlanMarkers(asked.to)
  const { rows } = useReport('interactions-per-customer', asked)
  const whole = readable(rows.filter((row) => row.key === 'total' && row.per_customer_month !== null))
  const last = whole.findLast((row) => !row.partial)
  const first = whole.find((row) => !row.partial)
  if (whole.length === 0) return null
  const cell = (period: string, field: string) => ({ report: 'interactions-per-customer', parameters: asked, cell: { period, key: 'total', field } })
  return (
    <Section
      title={last ? <>
        <Inspectable target={cell(last.period, 'per_customer_month')}>{formatNumber(last.per_customer_month, 1)} interactions per customer and month</Inspectable> in {when(last.period, interval)}
        {first && first !== last && <>, from <Inspectable target={cell(first.period, 'per_customer_month')}>{formatNumber(first.per_customer_month, 1)}</Inspectable> in {when(first.period, interval)}</>}
      </> : 'How often does one customer meet us?'}
      subtitle="Interactions ÷ active customers ÷ months"
      note="Active customers are those in relationship, whether or not they made contact."
      inspect={{ report: 'interactions-per-customer', parameters: asked, cell: null }}
    >
      <LineChart markers={markers}
        label="Interactions per active customer and month"
        interval={interval}
        unit={{ kind: 'number', digits: 2 }}
        inspect={{ report: 'interactions-per-customer', parameters: asked }}
        series={LINES.map(({ field, label, colour }) => ({ key: field, label, colour, points: whole.map((row) => ({ period: row.period, value: row[field], partial: row.partial, cell: { period: row.period, key: row.key, field } })) }))}
      />
    </Section>
  )
}

/** A period in a sentence, with its year. */
export const when = (period: string, interval: PartProps['interval']) => (interval === 'month' ? formatPeriod(period, 'month') : `${formatPeriod(period, interval)} ${period.slice(0, 4)}`)
