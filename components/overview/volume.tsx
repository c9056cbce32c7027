'use client'
import { LineChart } from '../charts/line-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatNumber } from '../ui/format'
import { formatPeriod } from '../ui/format-date'
import { Link } from '../ui/link'
import { SERIES } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'

const LINES = [
  { field: 'contacts_per_customer_month', label: 'Contacts', colour: SERIES[1] ?? '' },
  { field: 'lookups_per_customer_month', label: 'Look-ups', colour: SERIES[0] ?? '' },
  { field: 'messages_per_customer_month', label: 'Messages', colour: SERIES[2] ?? '' },
] as const

/** How often customers and we meet: per customer and month, contacts apart from look-ups and messages. */
export function Volume() {
  const { slug } = useWorkspace()
  const { rows } = useReport('interactions-per-customer', { interval: 'month' })
  const whole = rows.filter((row) => row.key === 'total')
  const last = whole.findLast((row) => !row.partial && row.per_customer_month !== null)
  if (!last) return null
  const title = `${formatNumber(last.per_customer_month, 1)} interactions per customer in ${formatPeriod(last.period, 'month')}, ${formatNumber(last.contacts_per_customer_month, 1)} of them contacts`
  return (
    <Section title={title} subtitle="Per active customer and month" inspect={{ report: 'interactions-per-customer', parameters: { interval: 'month' }, cell: null }} actions={<Link href={`/${slug}/interactions`}>Interactions</Link>}>
      <LineChart
        label="Interactions per active customer and month: contacts, look-ups and messages"
        interval="month"
        unit={{ kind: 'number', digits: 1 }}
        height={220}
        inspect={{ report: 'interactions-per-customer', parameters: { interval: 'month' } }}
        series={LINES.map(({ field, label, colour }) => ({ key: field, label, colour, points: whole.map((row) => ({ period: row.period, value: row[field], partial: row.partial, cell: { period: row.period, key: row.key, field } })) }))}
      />
    </Section>
  )
}
