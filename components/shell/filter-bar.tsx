'use client'
import { X } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useContext, useState, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { Input, Select, type Option } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { COMPARISONS, filterParsers, INTERVALS, periodInUse, periods, type Filters } from './filters'
import { notJudgedBefore, SegmentsContext, segmentNamed } from './segments-context'

/** The page's filters from the URL, and how to change them. A change is a step that Back undoes. */
export function useFilters() {
  return useQueryStates(filterParsers, { history: 'push', scroll: false })
}

export type FilterName = 'period' | 'interval' | 'segment' | 'channel' | 'compare'

export type FilterBarProps = {
  /** Which filters this page's reports take; in this order. */
  show: readonly FilterName[]
  /** Last local day with data, YYYY-MM-DD. */
  lastDay: string
  /** What the report does when no period is asked for: "All records", `lastYear(lastDay)`. */
  defaultPeriod?: string
  defaultInterval?: (typeof INTERVALS)[number]
  channels?: readonly Option[]
  /** Those offered; the workspace knows their full names. */
  segments?: readonly Option[]
  /** Further controls of this page. */
  children?: ReactNode
}

const ALL = ''
const INTERVAL_LABEL = { day: 'by day', week: 'by week', month: 'by month' }
const COMPARE_LABEL = { previous: 'against the period before', year: 'against a year earlier' }

export function FilterBar({ show, lastDay, defaultPeriod = 'Usual period', defaultInterval = 'month', channels = [], segments = [], children }: FilterBarProps) {
  const [filters, setFilters] = useFilters()
  const known = useContext(SegmentsContext)
  const early = show.includes('segment') ? notJudgedBefore(known, filters.segment, show.includes('period') ? filters.from : null) : null
  const set = (change: Partial<Filters>) => void setFilters(change)
  const draw: Record<FilterName, ReactNode> = {
    period: <PeriodFilter key="period" filters={filters} set={set} lastDay={lastDay} defaultLabel={defaultPeriod} />,
    interval: (
      <Choice
        key="interval"
        label="Interval"
        value={filters.interval ?? defaultInterval}
        options={INTERVALS.map((value) => ({ value, label: INTERVAL_LABEL[value] }))}
        onValue={(value) => set({ interval: INTERVALS.find((interval) => interval === value) ?? null })}
      />
    ),
    segment: <Choice key="segment" label="Segment" value={filters.segment ?? ALL} options={[{ value: ALL, label: 'All customers' }, ...segments.map((one) => ({ ...one, label: segmentNamed(known, one.value)?.label ?? one.label }))]} onValue={(value) => set({ segment: value || null })} />,
    channel: <Choice key="channel" label="Channel" value={filters.channel ?? ALL} options={[{ value: ALL, label: 'All channels' }, ...channels]} onValue={(value) => set({ channel: value || null })} />,
    compare: (
      <Choice
        key="compare"
        label="Compare"
        value={filters.compare ?? ALL}
        options={[{ value: ALL, label: 'no comparison' }, ...COMPARISONS.map((value) => ({ value, label: COMPARE_LABEL[value] }))]}
        onValue={(value) => set({ compare: COMPARISONS.find((comparison) => comparison === value) ?? null })}
      />
    ),
  }
  const used = Object.values(filters).some((value) => value !== null)
  return (
    <>
      <search aria-label="Filters" className="relative -mx-4 flex items-center gap-1 overflow-x-auto border-t px-4 pt-2 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0">
        {show.map((name) => draw[name])}
        {children}
        {used && (
          <Button look="quiet" onClick={() => void setFilters(null)}>
            <X /> Clear
          </Button>
        )}
      </search>
      {early && (
        <p className="max-w-prose py-2 text-13 text-muted" role="note">
          {`“${early.label}” goes by predictions, which are kept from ${formatDay(early.begins)} on: who belonged to it on an earlier day is not known. Figures that go by the segment of such a day, as those of leaving and staying do, count nobody.`}
        </p>
      )}
    </>
  )
}

function Choice({ label, value, options, onValue }: { label: string; value: string; options: readonly Option[]; onValue: (value: string) => void }) {
  return <Select quiet aria-label={label} value={value} options={options} onValue={onValue} className="w-auto! max-w-64 shrink-0" />
}

type PeriodFilterProps = { filters: Filters; set: (change: Partial<Filters>) => void; lastDay: string; defaultLabel: string }

function PeriodFilter({ filters, set, lastDay, defaultLabel }: PeriodFilterProps) {
  const offered = periods(lastDay)
  const inUse = periodInUse(filters, offered)
  const [custom, setCustom] = useState(false)
  const choose = (key: string) => {
    setCustom(key === 'custom')
    if (key === 'default') return set({ from: null, to: null })
    const period = offered.find((candidate) => candidate.key === key)
    if (period) set({ from: period.from, to: period.to })
  }
  const shown = custom ? 'custom' : inUse
  return (
    <>
      <Choice
        label="Period"
        value={shown}
        options={[{ value: 'default', label: defaultLabel }, ...offered.filter(({ key, label }) => label !== defaultLabel || key === shown).map(({ key, label }) => ({ value: key, label })), { value: 'custom', label: 'From … to …' }]}
        onValue={choose}
      />
      {shown === 'custom' && (
        <span className="flex shrink-0 items-center gap-1.5 text-13 text-muted">
          <Input type="date" aria-label="From" className="w-36!" value={filters.from ?? ''} onChange={(event) => set({ from: event.target.value || null })} />
          to, not including
          <Input type="date" aria-label="To, not including" className="w-36!" value={filters.to ?? ''} onChange={(event) => set({ to: event.target.value || null })} />
        </span>
      )}
    </>
  )
}
