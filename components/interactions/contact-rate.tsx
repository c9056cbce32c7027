'use client'
import { LineChart } from '../charts/line-chart'
import { SHARE } from '../charts/unit'
import { useReport } from '../data/use-report'
import { usePlanMarkers } from '../plans/use-plan-markers'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatNumber, formatRate } from '../ui/format'
import { SERIES } from '../ui/tokens'
import { readable } from './figures'
import type { PartProps } from './part'
import { when } from './per-customer'

/** How often customers have to come to us: all contacts, and how many of them came at all. */
export function ContactRate({ parameters, interval }: PartProps) {
  const asked = { ...parameters, interval }
  const markers = usePlanMarkers(asked.to)
  const { rows } = useReport('contact-rate', asked)
  const whole = readable(rows.filter((row) => row.key === 'total' && row.contact_rate !== null))
  const last = whole.findLast((row) => !row.partial)
  if (whole.length === 0) return null
  const cell = (period: string, field: string) => ({ report: 'contact-rate', parameters: asked, cell: { period, key: 'total', field } })
  const inspect = { report: 'contact-rate', parameters: asked }
  const points = (field: 'contact_rate' | 'net_contact_rate') => whole.map((row) => ({ period: row.period, value: row[field], partial: row.partial, cell: { period: row.period, key: row.key, field } }))
  return (
    <Section
      title={last ? <>
        <Inspectable target={cell(last.period, 'contact_rate')}>{formatNumber(last.contact_rate, 2)} contacts per customer</Inspectable> in {when(last.period, interval)};{' '}
        <Inspectable target={cell(last.period, 'net_contact_rate')}>{formatRate(last.contacting_customers, Math.round(last.active_customers ?? 0))}</Inspectable> of customers came to us at all
      </> : 'How often do customers have to come to us?'}
      inspect={{ ...inspect, cell: null }}
    >
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-2">
        <div className="grid min-w-0 gap-2">
          <p className="text-13 text-muted">Gross: contacts ÷ active customers, per {interval}</p>
          <LineChart markers={markers} label="Contacts per active customer" interval={interval} unit={{ kind: 'number', digits: 2 }} height={180} inspect={inspect} series={[{ key: 'gross', label: 'Contacts per customer', colour: SERIES[1] ?? '', points: points('contact_rate') }]} />
        </div>
        <div className="grid min-w-0 gap-2">
          <p className="text-13 text-muted">Net: customers who came to us ÷ active customers, per {interval}</p>
          <LineChart markers={markers} label="Share of active customers who contacted us" interval={interval} unit={SHARE} height={180} inspect={inspect} series={[{ key: 'net', label: 'Share who came', colour: SERIES[1] ?? '', points: points('net_contact_rate') }]} />
        </div>
      </div>
    </Section>
  )
}
