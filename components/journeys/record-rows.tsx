'use client'
import { Fragment, type ReactNode } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { useReportQuery } from '../data/use-report'
import { failureOf } from '../data/trpc'
import { Sparkline } from '../charts/sparkline'
import { Inspectable } from '../shell/inspector-context'
import { cx } from '../ui/cx'
import { formatChange, formatCount, formatDuration, formatRate } from '../ui/format'
import { meaningColour } from '../ui/tokens'
import type { Column } from './grid'
import type { RecordParameters } from './record-parameters'

type StepRow = RowOf<'journey-steps'> & { compared_interactions?: number | null }
type Deviation = RowOf<'journey-deviations'>
type Props = { columns: readonly Column[]; parameters: RecordParameters; compare: 'previous' | 'year' | null }

/** What the record says of every step, under its name: counts, results, what became of them, and where they left the map. */
export function RecordRows({ columns, parameters, compare }: Props) {
  const steps = useReportQuery('journey-steps', { ...parameters, ...(compare ? { compare } : {}) })
  const trend = useReportQuery('interactions-over-time', { ...parameters, by: 'touchpoint', interval: 'week' })
  const away = useReportQuery('journey-deviations', parameters)
  const of = new Map<string, StepRow>(steps.data?.rows.map((row) => [row.step, row]))
  const weeks = new Map<string, { period: string; value: number }[]>()
  for (const { key, period, interactions, partial } of trend.data?.rows ?? []) if (!partial) weeks.set(key, [...(weeks.get(key) ?? []), { period, value: interactions }])
  const target = { report: 'journey-steps', parameters: { ...parameters } }
  const late = steps.data?.incomplete ?? []
  return (
    <>
      <Line head="What happened" hint={steps.isError ? failureOf(steps.error) : late.length > 0 ? `Incomplete: ${late.length === 1 ? 'one source is' : 'sources are'} late or being settled` : 'Of the period above'} columns={columns}>
        {(column) => {
          const row = column.step ? of.get(column.step.id) : undefined
          if (!column.step) return null
          if (steps.isPending) return <span className="text-12 text-faint">…</span>
          // Just bound: the record has not been asked yet.
          if (column.step.touchpoint && (!row || row.touchpoint === null)) return <span className="text-12 text-faint">…</span>
          if (!row || row.touchpoint === null) return <span className="text-12 text-faint">Not bound to the record</span>
          if (row.interactions === 0) return <span className="text-12 text-faint">Nothing recorded in this period</span>
          return <StepFigures row={row} trend={weeks.get(row.touchpoint) ?? []} target={target} compare={compare} />
        }}
      </Line>
      <Line head="Where they went" hint="Share of customers on the map" columns={columns}>
        {(column) => {
          const row = column.step ? of.get(column.step.id) : undefined
          if (!column.step || !row?.touchpoint || !away.data) return null
          return <Ways rows={away.data.rows.filter((one) => one.step === column.step?.id)} hours={row.median_hours_to_next} onward={row.onward} parameters={parameters} />
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

type Target = { report: string; parameters: Record<string, string> }

function StepFigures({ row, trend, target, compare }: { row: StepRow; trend: { period: string; value: number }[]; target: Target; compare: 'previous' | 'year' | null }) {
  const cell = (field: string) => ({ ...target, cell: { journey: row.journey, step: row.step, field } })
  const parts = [['failed', row.failed], ['met', row.met], ['exceeded', row.exceeded]] as const
  const before = compare ? row.compared_interactions : undefined
  return (
    <div className="grid gap-1">
      <div className="flex items-center justify-between gap-2">
        <span className="text-16 font-semibold"><Inspectable target={cell('interactions')}>{formatCount(row.interactions)}</Inspectable></span>
        {before !== undefined && before !== null && <span className="text-muted" title={`against ${formatCount(before)} in the period compared with`}>{formatChange(row.interactions - before)}</span>}
        {trend.length > 3 && before === undefined && <Sparkline points={trend} interval="week" width={64} label={`${row.label} per week`} />}
      </div>
      <p className="text-muted">
        {formatRate(row.interactions, row.all_interactions)} of the map
        {row.customers !== null && <> · <Inspectable target={cell('customers')}>{formatCount(row.customers)} {row.customers === 1 ? 'customer' : 'customers'}</Inspectable></>}
      </p>
      {row.with_result > 0 ? (
        <>
          <div aria-hidden className="flex h-1.5 gap-px">{parts.filter(([, n]) => n > 0).map(([key, n]) => <i key={key} style={{ flexGrow: n, background: meaningColour(key) }} />)}</div>
          <p className="text-muted"><Inspectable target={cell('failed_rate')}><span className={row.failed > 0 ? 'text-ink' : ''}>{formatRate(row.failed, row.with_result)} failed</span></Inspectable>{row.exceeded > 0 && <> · <Inspectable target={cell('exceeded')}>{formatRate(row.exceeded, row.with_result)} exceeded</Inspectable></>}</p>
        </>
      ) : <p className="text-faint">No results recorded</p>}
      {row.moments > 0 && <p className="text-muted"><Inspectable target={cell('left_rate')}>{formatRate(row.left, row.moments)} left afterwards</Inspectable></p>}
      {row.mean_minutes !== null && <p className="text-muted">{formatDuration(row.mean_minutes * 60)} on average</p>}
      {row.breaches !== null && <p className={row.breaches > 0 ? 'text-danger' : 'text-muted'}>{row.breaches === 0 ? 'No channel rule broken' : `${formatCount(row.breaches)} ${row.breaches === 1 ? 'breach' : 'breaches'} of the channel rule`}</p>}
    </div>
  )
}

const WAY: Partial<Record<Deviation['kind'], string>> = { drop_off: 'went no further', skipped: 'never came here', loop: 'came back', entry: 'began here' }

function Ways({ rows, hours, onward, parameters }: { rows: readonly Deviation[]; hours: number | null; onward: number | null; parameters: RecordParameters }) {
  const said = (['entry', 'skipped', 'drop_off', 'loop'] as const).flatMap((kind) => rows.filter((row) => row.kind === kind))
  return (
    <div className="grid gap-0.5 text-muted">
      {hours !== null && onward !== null && onward > 0 && <p>then {formatDuration(hours * 3600)} to the next step</p>}
      {said.map((row) => (
        <Fragment key={row.kind}>
          <p><Inspectable target={{ report: 'journey-deviations', parameters: { ...parameters }, cell: { kind: row.kind, touchpoint: row.touchpoint, to: row.to, field: 'share' } }}>{formatRate(row.customers, row.all_customers)} {WAY[row.kind]}</Inspectable></p>
        </Fragment>
      ))}
    </div>
  )
}
