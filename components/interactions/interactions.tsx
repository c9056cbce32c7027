'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useDeferredValue } from 'react'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { lastYear } from '../shell/filters'
import { PageHeader } from '../shell/page'
import { cx } from '../ui/cx'
import { formatDay } from '../ui/format-date'
import { ButtonLink } from '../ui/link'
import { EmptyState } from '../ui/states'
import { Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import { ByChannel } from './by-channel'
import { ByTouchpoint } from './by-touchpoint'
import { ContactRate } from './contact-rate'
import { CostToServe } from './cost'
import { COUNTS, NOUN } from './figures'
import { Growth } from './growth'
import { HumanDigital } from './human-digital'
import { parametersOf } from './parameters'
import { Part } from './part'
import { PerCustomer } from './per-customer'
import { Volume } from './volume'

/** How often customers and we meet, on which channel, about what, and what it costs: totals before shares. */
export function Interactions() {
  const { newest, today, first, channels, segments, slug } = useWorkspace()
  const [filters] = useFilters()
  const [count, setCount] = useQueryState('count', parseAsStringLiteral(COUNTS).withDefault('interactions').withOptions({ history: 'push', scroll: false }))
  // What was drawn stays, dimmed, until the new answer is there.
  const shown = useDeferredValue(filters)
  const field = useDeferredValue(count)
  if (!newest) return <Nothing org={slug} />
  const part = { parameters: parametersOf(shown, newest ?? today), interval: shown.interval ?? 'month', compare: shown.compare } as const
  // A filter that failed is tried afresh with the next one.
  const fresh = `${shown.channel} ${shown.segment}`
  return (
    <>
      <PageHeader
        title="Interactions"
        lead="How often customers and we meet, about what, and what it costs."
        freshness={first ? `Records from ${formatDay(first)} to ${formatDay(newest)}` : undefined}
        filters={
          <FilterBar
            show={['period', 'interval', 'segment', 'channel', 'compare']}
            lastDay={newest}
            defaultPeriod={filters.compare ? lastYear(newest) : 'All records'}
            channels={channels.map((channel) => ({ value: channel.slug, label: channel.name }))}
            segments={segments.map((segment) => ({ value: segment.segmentation === 'value' ? segment.slug : `${segment.segmentation}:${segment.slug}`, label: segment.name }))}
          />
        }
      />
      <div key={fresh} className={cx('transition-opacity duration-200', (shown !== filters || field !== count) && 'opacity-60')} aria-busy={shown !== filters || field !== count}>
        <Part height={280}><Volume {...part} /></Part>
        {!shown.channel && <Part><HumanDigital {...part} /></Part>}
        <Part><PerCustomer {...part} /></Part>
        <div className="flex items-center border-t py-2 text-13 text-muted">
          {shown.channel ? 'By touchpoint' : 'By channel and touchpoint'}, counting
          <Select quiet aria-label="What is counted" className="w-auto!" value={count} options={COUNTS.map((value) => ({ value, label: value === 'interactions' ? 'all interactions' : NOUN[value] }))} onValue={(value) => void setCount(value)} />
        </div>
        {!shown.channel && <Part height={280}><ByChannel {...part} field={field} /></Part>}
        <Part><ByTouchpoint {...part} field={field} /></Part>
        <Part><ContactRate {...part} /></Part>
        <Part height={120}><Growth {...part} /></Part>
        <Part height={120}><CostToServe {...part} /></Part>
      </div>
    </>
  )
}

function Nothing({ org }: { org: string }) {
  return (
    <>
      <PageHeader title="Interactions" lead="Nothing has been recorded yet." />
      <div className="border-t py-6">
        <EmptyState title="Bring in contacts, look-ups and messages" action={<ButtonLink look="primary" href={`/${org}/data/import`}>Import a file</ButtonLink>}>
          <p>One line per thing that happened is enough: who, when, on which channel. From that this page shows how often customers and you meet, whether digital replaces calls, and what it costs.</p>
        </EmptyState>
      </div>
    </>
  )
}
