'use client'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import { wilson } from '@/server/domain/statistics/proportion'
import { LineChart } from '../charts/line-chart'
import { SHARE } from '../charts/unit'
import { groupsOf } from '../churn/groups'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatShare, formatShareInterval, formatShareOf, SMALL_N } from '../ui/format'
import { formatDay, formatPeriod, formatWindow } from '../ui/format-date'
import { Dot } from '../ui/badge'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import type { Days } from './window'

type Row = RowOf<'churn-rate'>
type Tier = { key: string; label: string; colour: string; last: Row | undefined; lost: number; months: number }

/** Who leaves, by the tier each customer was in before the month began; twelve whole months. */
export function TierChurn({ by, days, begins }: { by: string; days: Days; /** Tiers by predictions: the first day anybody was judged. */ begins: string | null }) {
  const parameters: ParametersOf<'churn-rate'> = { by, interval: 'month', ...days }
  const { rows, notes } = useReport('churn-rate', parameters)
  const target = { report: 'churn-rate', parameters: { ...parameters } as Record<string, string> }
  const tiers = groupsOf(rows).filter((group) => group.key !== 'total').map((group): Tier => {
    const own = rows.filter((row) => row.key === group.key && !row.partial)
    return { ...group, last: own.at(-1), lost: own.reduce((n, row) => n + row.lost, 0), months: own.reduce((n, row) => n + row.at_start, 0) }
  }).filter((tier) => tier.months > 0)
  const lost = tiers.reduce((n, tier) => n + tier.lost, 0)
  if (begins !== null && begins >= days.to) {
    return <Section title="Does leaving differ by value?"><EmptyState title={`Nobody was judged before ${formatDay(begins)}`}><p>These tiers go by predictions, which are kept from then on: in which of them customers were in the twelve months before is not known. This follows as months pass.</p></EmptyState></Section>
  }
  if (tiers.length === 0 || lost === 0) {
    return <Section title="Does leaving differ by value?" note={notes.join(' ')}><EmptyState title="Nobody is known to have left in these twelve months"><p>Send left_at with customers, or set the lapse gap in the settings; then this shows whether the valuable leave more or less often.</p></EmptyState></Section>
  }
  const last = tiers[0]?.last
  return (
    <Section
      title={finding(tiers)}
      subtitle={`Customers lost ÷ customers at the month’s start, by their tier as it stood then, ${formatWindow(days.from, days.to)}`}
      note={<>Each tier is the one computed from records before the month, so leaving cannot push anybody into a lower tier first. {notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      <LineChart
        label="Churn by value tier and month" interval="month" unit={SHARE} inspect={target} height={200}
        series={tiers.filter((tier) => rows.some((row) => row.key === tier.key && row.at_start >= SMALL_N)).map(({ key, label, colour }) => ({ key, label, colour, points: rows.filter((row) => row.key === key).map((row) => ({ period: row.period, value: row.at_start >= SMALL_N ? row.churn_rate : null, partial: row.partial, cell: { period: row.period, key, field: 'churn_rate' } })) }))}
      />
      <Table label="Churn by value tier" columns={columns(target, last?.period)} rows={tiers} rowKey={(row) => row.key} />
    </Section>
  )
}

/** Said as a difference only where the two intervals are apart. */
function finding(tiers: readonly Tier[]): string {
  const rated = tiers.filter((tier) => tier.key !== 'none' && tier.months >= SMALL_N).map((tier) => ({ ...tier, rate: wilson(tier.lost, tier.months) }))
  const [best, worst] = [rated[0], rated.at(-1)]
  if (!best?.rate || !worst?.rate || best === worst) return 'Does leaving differ by value?'
  const apart = best.rate.high < worst.rate.low ? 'less' : best.rate.low > worst.rate.high ? 'more' : null
  const pair = `${formatShareOf(best.rate.p)} a month against ${formatShareOf(worst.rate.p)}`
  const broke = broken(rated)
  if (broke) return `${pattern(apart, best, worst, pair)}; but ${broke}`
  return pattern(apart, best, worst, pair)
}

const pattern = (apart: 'less' | 'more' | null, best: Tier, worst: Tier, pair: string): string => (apart ? `Over twelve months ${best.label} customers left ${apart} often than ${worst.label} ones: ${pair}` : `Over twelve months ${best.label} and ${worst.label} customers left about equally often: ${pair}`)

/** A tier whose newest month lies outside what its earlier months leave open: the best one of those. */
function broken(tiers: readonly Tier[]): string | null {
  for (const { label, last, lost, months } of tiers) {
    if (!last || last.at_start < SMALL_N) continue
    const [now, before] = [wilson(last.lost, last.at_start), wilson(lost - last.lost, months - last.at_start)]
    if (now && before && now.low > before.high) return `in ${formatPeriod(last.period, 'month')} ${formatShare(last.lost, last.at_start)} of the ${label} left, against ${formatShareOf(before.p)} a month before`
  }
  return null
}

const columns = (target: { report: string; parameters: Record<string, string> }, period: string | undefined): Column<Tier>[] => {
  const cell = (tier: Tier, field: 'lost' | 'at_start' | 'churn_rate', text: string) => (tier.last ? <Inspectable target={{ ...target, cell: { period: tier.last.period, key: tier.key, field } }}>{text}</Inspectable> : '–')
  return [
    { key: 'label', header: 'Tier at the start', cell: (tier) => <span className="flex items-center gap-2"><Dot colour={tier.colour} />{tier.label}</span> },
    { key: 'month', header: period ? `Left in ${formatPeriod(period, 'month')}` : 'Left', numeric: true, cell: (tier) => cell(tier, 'churn_rate', tier.last ? formatShare(tier.last.lost, tier.last.at_start) : '–') },
    { key: 'year', header: 'Left in twelve months', numeric: true, wideOnly: true, cell: (tier) => <Inspectable target={{ ...target, cell: null }}>{formatCount(tier.lost)}</Inspectable> },
    { key: 'rate', header: 'A month, on average', numeric: true, cell: (tier) => (tier.months < SMALL_N ? `${formatCount(tier.lost)} of ${formatCount(tier.months)}` : formatShareOf(tier.lost / tier.months)) },
    { key: 'interval', header: '95 % interval', numeric: true, wideOnly: true, cell: (tier) => { const rate = tier.months >= SMALL_N ? wilson(tier.lost, tier.months) : null; return rate ? formatShareInterval(rate.low, rate.high) : '–' } },
  ]
}
