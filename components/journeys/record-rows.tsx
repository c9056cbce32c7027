'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isPassing, passingInShort } from '@/server/domain/settling'
import { useReportQuery } from '../data/use-report'
import { failureOf, useTRPC } from '../data/trpc'
import { Inspectable } from '../shell/inspector-context'
import { cx } from '../ui/cx'
import { formatCount, formatDuration, formatRate } from '../ui/format'
import { useWorkspace } from '../workspace/workspace'
import type { Column } from './grid'
import type { RecordParameters } from './record-parameters'
import { RuleCost } from './rule-cost'
import { StepFigures, wasBefore, type StepRow } from './step-figures'
import { onwardWords, twinOf, waysToldAt } from './step-words'
import { comparedWith, isOfComparison, tooFew } from './too-few'
import { WAY_WORDS } from './way-words'
import { moved, ofPaths, ofThoseHere, taken, type Compare, type Way } from './ways'

type Props = { columns: readonly Column[]; parameters: RecordParameters; compare: Compare }

/** What the record says of every step, under its name: counts, results, what became of them, and where they left the map. */
export function RecordRows({ columns, parameters, compare }: Props) {
  const steps = useReportQuery('journey-steps', { ...parameters, ...(compare ? { compare } : {}) })
  const trend = useReportQuery('interactions-over-time', { ...parameters, by: 'touchpoint', interval: 'week' })
  const away = useReportQuery('journey-deviations', { ...parameters, ...(compare ? { compare } : {}) })
  const { journey: _journey, channel, ...window } = parameters
  const kept = useReportQuery('channel-rules', { ...window, ...(compare ? { compare } : {}) })
  const trpc = useTRPC()
  const { channels } = useWorkspace()
  const { data: rules = [] } = useQuery(trpc.journeys.rules.queryOptions())
  const nameOf = (slug: string) => channels.find((channel) => channel.slug === slug)?.name ?? slug
  const ruleOf = (touchpoint: string) => [...new Set(rules.filter((rule) => rule.touchpoint === touchpoint && rule.required.length > 0).map((rule) => `offer ${rule.required.map(nameOf).join(' or ')}${rule.segmentName ? ` to ${rule.segmentName}` : ''}`))].join('; ') || undefined
  const of = new Map<string, StepRow>(steps.data?.rows.map((row) => [row.step, row]))
  const weeks = new Map<string, { period: string; value: number }[]>()
  for (const { key, period, interactions, partial } of trend.data?.rows ?? []) if (!partial) weeks.set(key, [...(weeks.get(key) ?? []), { period, value: interactions }])
  const target = { report: 'journey-steps', parameters: { ...parameters } }
  const late = (steps.data?.incomplete ?? []).filter((said) => !isOfComparison(said))
  const uncompared = [...(steps.data?.notes ?? []), ...(steps.data?.incomplete ?? [])].filter(isOfComparison)
  const few = away.data ? tooFew(away.data, compare) : ''
  const onMap = new Set(steps.data?.rows.flatMap(({ touchpoint }) => touchpoint ?? []))
  return (
    <>
      <Line head="What happened" hint={steps.isError ? failureOf(steps.error) : late.length > 0 ? (late.every(isPassing) && passingInShort(late[0] ?? '')) || `Incomplete: ${late.length === 1 ? 'one source is' : 'sources are'} late` : uncompared.length > 0 ? uncompared.join(' ') : (compare && comparedWith(steps.data?.notes ?? [])) || 'Of the period above'} columns={columns}>
        {(column) => {
          const row = column.step ? of.get(column.step.id) : undefined
          if (!column.step) return null
          if (steps.isPending) return <span aria-busy className="text-12 text-faint">…</span>
          // Just bound: the record has not been asked yet.
          if (column.step.touchpoint && (!row || row.touchpoint === null)) return <span className="text-12 text-faint">…</span>
          if (!row || row.touchpoint === null) return <span className="text-12 text-faint">{column.step.child ? 'Seen on its own map' : 'Not bound to the record'}</span>
          if (row.interactions === 0) return <span className="text-12 text-faint">{channel === undefined ? 'Nothing recorded in this period' : 'Nothing on this channel in this period'}</span>
          return <div aria-busy={kept.isPending || undefined}><StepFigures row={row} trend={weeks.get(row.touchpoint) ?? []} target={target} compare={compare} rule={ruleOf(row.touchpoint)} twin={twinOf(steps.data?.rows ?? [], row)} /><RuleCost rules={(kept.data?.rows ?? []).filter((rule) => rule.touchpoint === row.touchpoint)} parameters={window} ofChannel={channel !== undefined} compare={compare} /></div>
        }}
      </Line>
      <Line head="Where they went" hint={`Of customers on the map, at least once in the period; beside it of those who came here, and of the paths${few && `. ${few}`}`} columns={columns}>
        {(column) => {
          const row = column.step ? of.get(column.step.id) : undefined
          if (!column.step || !row?.touchpoint) return null
          if (!away.data) return <span aria-busy={away.isPending || undefined} className="text-12 text-faint">{away.isPending ? '…' : ''}</span>
          return <Ways rows={away.data.rows.filter((one) => one.step === column.step?.id)} onMap={onMap} row={row} steps={steps.data?.rows ?? []} parameters={parameters} compare={compare} />
        }}
      </Line>
    </>
  )
}

function Line({ head, hint, columns, children }: { head: string; hint: string; columns: readonly Column[]; children: (column: Column) => ReactNode }) {
  return (
    <div role="row" className="journey-lane flex bg-sunken/40">
      <div role="rowheader" className="sticky left-0 z-10 w-(--head) shrink-0 border-r border-b bg-[color-mix(in_oklab,var(--sunken)_40%,var(--paper))] px-3 py-2 max-sm:px-2">
        <span className="block text-13 font-medium">{head}</span>
        <span className="block text-12 text-muted max-sm:hidden">{hint}</span>
      </div>
      {columns.map((column, index) => (
        <div key={column.key} role="gridcell" className={cx('w-(--col) shrink-0 border-b px-3 py-2 text-12', index > 0 && (column.first ? 'border-l border-l-edge' : 'border-l'))}>{children(column)}</div>
      ))}
    </div>
  )
}

function Ways({ rows, onMap, row, steps, parameters, compare }: { rows: readonly Way[]; onMap: ReadonlySet<string>; row: StepRow; steps: readonly StepRow[]; parameters: RecordParameters; compare: Props['compare'] }) {
  const { journey, step, median_hours_to_next: hours, onward } = row
  const said = (['entry', 'skipped', 'drop_off', 'loop'] as const).flatMap((kind) => rows.filter((one) => one.kind === kind && (taken(one) || moved(one, compare) !== '')))
  // Where the map knows nothing of, the most common one.
  const astray = rows.filter((one) => one.kind === 'next' && taken(one) && !onMap.has(one.to)).toSorted((a, b) => b.customers - a.customers)[0]
  const came = rows.find((one) => one.kind === 'reached')?.customers ?? 0
  const toldAt = waysToldAt(twinOf(steps, row))
  return (
    <div className="grid gap-1 text-muted">
      {hours !== null && onward !== null && onward > 0 && <p><Inspectable target={{ report: 'journey-steps', parameters: { ...parameters }, cell: { journey, step, field: 'median_hours_to_next' } }}>{onwardWords(steps, row, hours)}, the median of {formatCount(onward)}</Inspectable>{wasBefore(compare, row.compared_median_hours_to_next, row.compared_onward, (before) => formatDuration(before * 3600))}</p>}
      {astray && <WayLine way={astray} came={came} parameters={parameters} compare={compare}>went on to <i>{astray.to_label}</i>, not on the map</WayLine>}
      {said.map((way) => <WayLine key={way.kind} way={way} came={came} parameters={parameters} compare={compare}>{WAY_WORDS[way.kind]}</WayLine>)}
      {toldAt && <p className="text-faint">{toldAt}</p>}
    </div>
  )
}

/** One way they went: how many of the customers on the map, with its change; then of those who came here, and of the paths. */
function WayLine({ way, came, parameters, compare, children }: { way: Way; came: number; parameters: RecordParameters; compare: Compare; children: ReactNode }) {
  const target = { report: 'journey-deviations', parameters: { ...parameters }, cell: { kind: way.kind, touchpoint: way.touchpoint, to: way.to, field: 'share' } }
  const beside = [ofThoseHere(way, came), ofPaths(way)].filter((one) => one !== null)
  return <p><Inspectable target={target}>{formatRate(way.customers, way.all_customers)} {children}</Inspectable>{moved(way, compare)}{beside.length > 0 && <span className="block text-faint">{beside.join('; ')}</span>}</p>
}
