'use client'
import type { RowOf } from '@/server/reports/answer'
import { addMonths } from '@/server/domain/time/local-day'
import { useReport, useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatMoney, formatNumber, formatRate } from '../ui/format'
import { formatPeriod, formatWindow } from '../ui/format-date'
import { Dot } from '../ui/badge'
import { Table, type Column } from '../ui/table'
import { tierColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import type { Days } from './window'

type Cost = RowOf<'cost-to-serve'>
type Volume = RowOf<'interactions-per-customer'>
type Tier = { key: string; label: string; colour: string; cost: Cost | undefined; volume: Volume | undefined }

/** Costs this near each other are called alike: without an interval, less would be read into noise. */
const ALIKE = 0.1

/** What each tier gets: how often we meet, what serving them costs, how often its moments fail. Side by side. */
export function TierCare({ segmentation, days }: { segmentation: string; days: Days }) {
  const { currency } = useWorkspace()
  const by = `segmentation:${segmentation}`
  const costs = useReport('cost-to-serve', { by, ...days })
  const month = { from: addMonths(days.to, -1), to: days.to }
  const volumes = useReport('interactions-per-customer', { by, interval: 'month', ...month })
  const keys = [...new Map([...volumes.rows, ...costs.rows].map((row) => [row.key, row.label])).entries()].filter(([key]) => key !== 'total')
  const tiers = keys.map(([key, label], index): Tier => ({
    key, label, colour: key === 'none' ? 'var(--faint)' : tierColour(index, keys.length), cost: costs.rows.find((row) => row.key === key), volume: volumes.rows.find((row) => row.key === key),
  }))
  if (tiers.length === 0) return null
  return (
    <Section
      title={finding(tiers, currency)}
      subtitle={`Per customer and month: contacts and all interactions of ${formatPeriod(month.from, 'month')}; cost and moments of ${formatWindow(days.from, days.to)}`}
      note={<>No rule differs by value: which interactions are moments, how a result is set and what is promised hold for every tier alike. What differs here is what happened. Volumes and costs follow the customer’s present tier, moments the tier on their day. {costs.notes.join(' ')}</>}
      inspect={{ report: 'cost-to-serve', parameters: { by, ...days }, cell: null }}
    >
      <Table label="Care and cost by value tier" rows={tiers} rowKey={(row) => row.key} columns={columns(segmentation, days, month, currency)} />
    </Section>
  )
}

function finding(tiers: readonly Tier[], currency: string): string {
  const priced = tiers.filter((tier) => tier.key !== 'none' && typeof tier.cost?.per_customer_month === 'number')
  const [best, last] = [priced[0], priced.at(-1)]
  const say = (tier: Tier) => formatMoney(tier.cost?.per_customer_month ?? 0, currency, { cents: true })
  if (!best || !last || best === last) return 'Does care differ by value?'
  const [high, low] = [best, last].map((tier) => tier.cost?.per_customer_month ?? 0) as [number, number]
  if (Math.abs(high - low) <= ALIKE * Math.max(high, low)) return `A ${best.label} customer costs about as much to serve as a ${last.label} one: ${say(best)} and ${say(last)} a month`
  return `Serving a ${best.label} customer costs ${say(best)} a month, a ${last.label} one ${say(last)}`
}

const columns = (segmentation: string, days: Days, month: Days, currency: string): Column<Tier>[] => {
  const by = `segmentation:${segmentation}`
  const volume = (tier: Tier, field: 'per_customer_month' | 'contacts_per_customer_month') =>
    typeof tier.volume?.[field] === 'number' ? <Inspectable target={{ report: 'interactions-per-customer', parameters: { by, interval: 'month', ...month }, cell: { period: tier.volume.period, key: tier.key, field } }}>{formatNumber(tier.volume[field], field === 'per_customer_month' ? 1 : 2)}</Inspectable> : '–'
  const cost = (tier: Tier, field: 'per_contact' | 'per_customer_month') =>
    typeof tier.cost?.[field] === 'number' ? <Inspectable target={{ report: 'cost-to-serve', parameters: { by, ...days }, cell: { key: tier.key, field } }}>{formatMoney(tier.cost[field], currency, { cents: true })}</Inspectable> : '–'
  return [
    { key: 'label', header: 'Present tier', cell: (tier) => <span className="flex items-center gap-2"><Dot colour={tier.colour} />{tier.label}</span> },
    { key: 'contacts', header: 'Contacts', numeric: true, cell: (tier) => volume(tier, 'contacts_per_customer_month') },
    { key: 'interactions', header: 'All interactions', numeric: true, wideOnly: true, cell: (tier) => volume(tier, 'per_customer_month') },
    { key: 'per_contact', header: 'Cost per contact', numeric: true, wideOnly: true, cell: (tier) => cost(tier, 'per_contact') },
    { key: 'cost', header: 'Cost to serve', numeric: true, cell: (tier) => cost(tier, 'per_customer_month') },
    { key: 'failed', header: 'Failed moments', numeric: true, cell: (tier) => (tier.key === 'none' ? '–' : <Failed segment={`${segmentation}:${tier.key}`} days={days} />) },
  ]
}

/** Of the tier's moments with a known result, those that failed. One question per tier, so each arrives by itself. */
function Failed({ segment, days }: { segment: string; days: Days }) {
  const parameters = { segment, ...days }
  const { data } = useReportQuery('moment-outcomes', parameters)
  if (!data) return <span className="text-faint">…</span>
  const of = (result: string) => data.rows.find((row) => row.touchpoint === 'total' && row.result === result)?.moments ?? 0
  const known = of('failed') + of('met') + of('exceeded')
  if (known === 0) return <>–</>
  return <Inspectable target={{ report: 'moment-outcomes', parameters, cell: { touchpoint: 'total', result: 'failed', field: 'share_of_known' } }}>{formatRate(of('failed'), known)}</Inspectable>
}
