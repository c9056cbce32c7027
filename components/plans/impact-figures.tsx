'use client'
import { capital } from '@/server/domain/capital'
import type { ImpactLine } from '@/server/reports/plans/impact'
import type { Lot } from '@/server/domain/plans/lot'
import type { Plan } from '@/server/queries/plans/plan'
import { LineChart } from '../charts/line-chart'
import type { Unit } from '../charts/unit'
import { periodStart } from '@/server/domain/time/local-day'
import { formatPeriod } from '../ui/format-date'
import { Badge } from '../ui/badge'
import { DefinitionList } from '../ui/definition-list'
import { SERIES } from '../ui/tokens'
import { formatCount } from '../ui/format'
import { Table } from '../ui/table'
import { findable, sayCounted, sayDifference, sayEnds, sayFigure, sayLift, sayLiftEnds, sayLot, sayPower, sayRelative, saySmallest, sayTest } from './words'

type Props = { plan: Pick<Plan, 'impact' | 'baseline' | 'startedAt' | 'interval' | 'startOn' | 'reviewOn' | 'comparisonLabel' | 'comparisonWhy' | 'design' | 'status' | 'periodsAfter' | 'enteredLate' | 'lot'>; currency: string }

/** Before, after and the difference with its interval; the series behind them; what to know before believing them. */
export function FiguresOf({ plan, currency }: Props) {
  const { impact } = plan
  const { unit, lines, caveats, series, detectable, smallest } = impact
  const as: Unit = unit === 'share' ? { kind: 'share' } : unit === 'money' ? { kind: 'money', currency } : { kind: 'number', digits: 2 }
  const sides = [{ key: 'plan' as const, label: 'The plan’s group', colour: SERIES[0] ?? 'var(--accent)' }, { key: 'comparison' as const, label: capital(plan.comparisonLabel || 'Comparison'), colour: SERIES[1] ?? 'var(--muted)' }]
    .map((side) => ({ ...side, points: series.filter((s) => s.side === side.key).map(({ period, value }) => ({ period, value })) })).filter((side) => side.points.length > 0)
  const last = series.at(-1)?.period ?? ''
  const mark = (day: string | null, label: string) => (day && periodStart(day, plan.interval) <= last ? [{ period: periodStart(day, plan.interval), label }] : [])
  // Of counts and amounts nothing but their periods; those of two groups are the same ones.
  const ofPeriods = impact.kind !== 'share' && plan.design !== 'randomised' && lines[0]?.nBefore === series.filter((s) => s.side === 'plan' && !s.after).length
  const byLot = plan.design === 'randomised'
  const markers = [...mark(plan.startOn, 'start'), ...mark(plan.reviewOn, 'review')]
  return (
    <div className="grid gap-5">
      {plan.design === 'comparison' && plan.comparisonWhy && <p className="max-w-prose text-13 text-muted">Comparison: {plan.comparisonLabel}. {plan.startedAt ? 'As it stood when it was chosen: ' : ''}{plan.comparisonWhy}</p>}
      {lines.length > 0 && (
        <Table
          label="Before and after" rows={lines} rowKey={(l) => l.group}
          columns={[
            { key: 'group', header: 'Group', cell: (l) => <span className={l.group === 'difference' ? 'font-medium' : undefined}>{capital(l.label)}</span> },
            ...(byLot ? [] : [{ key: 'before', header: 'Before', numeric: true, cell: (l: ImpactLine) => sayFigure(l.before, unit, currency) }]),
            { key: 'after', header: byLot ? 'Counted' : 'After', numeric: true, cell: (l) => (byLot ? sayCounted : sayFigure)(l.after, unit, currency) },
            { key: 'difference', header: 'Difference', numeric: true, cell: (l) => (byLot ? sayLift : sayDifference)(l.difference, unit, currency) },
            { key: 'ends', header: '95 % interval', numeric: true, cell: (l) => (byLot ? sayLiftEnds : sayEnds)(l.low, l.high, unit, currency) },
            { key: 'n', header: byLot ? 'Rests on' : 'Rests on, before and after', numeric: true, wideOnly: !byLot, cell: (l) => restsOn(l, ofPeriods ? plan.interval : null) },
          ]}
        />
      )}
      {impact.kind === 'share' && plan.design !== 'randomised' && lines.some((l) => l.after !== null) && <p className="max-w-prose text-12 text-muted">Means of the {plan.interval}s below: one with more cases counts for more{plan.design === 'comparison' ? ', by its cases in both groups, n₁n₂/(n₁+n₂): both groups are judged by the same ' + plan.interval + 's' : ''}.</p>}
      {impact.z !== null && <p className="text-13">{impact.relative ? `Lift, relative: ${sayRelative(impact.relative)}. ` : ''}{sayTest(impact)}</p>}
      {sides.length > 0 && <LineChart label={`${impact.measure} by ${plan.interval}, before and after the start`} series={sides} interval={plan.interval} unit={as} additive={false} zero={false} markers={markers} />}
      {plan.startedAt && plan.baseline.length > 0 && (
        <details className="text-13 print:hidden">
          <summary className="cursor-pointer text-muted hover:text-ink">The baseline, {plan.interval} by {plan.interval}, as it was frozen at the start</summary>
          <Table
            label="The frozen baseline" rows={plan.baseline} rowKey={(b) => `${b.side} ${b.period}`}
            columns={[
              { key: 'period', header: capital(plan.interval), cell: (b) => formatPeriod(b.period, plan.interval) },
              { key: 'side', header: 'Group', cell: (b) => (b.side === 'plan' ? 'The plan’s group' : capital(plan.comparisonLabel || 'Comparison')) },
              { key: 'value', header: impact.measure || 'Figure', numeric: true, cell: (b) => sayFigure(b.value, unit, currency) },
              { key: 'of', header: 'Counted', numeric: true, cell: (b) => (b.numerator === null || b.denominator === null ? '–' : `${formatCount(b.numerator)} of ${formatCount(b.denominator)}`) },
            ]}
          />
        </details>
      )}
      {plan.lot && <SaidBeforehand lot={plan.lot} />}
      <dl className="grid gap-x-10 gap-y-2 text-13 sm:grid-cols-2">
        {detectable !== null && <div><dt className="text-muted">{findable(plan.enteredLate)}</dt><dd>{sayDifference(detectable, unit, currency).replace('+', '')} {sayPower(plan)}</dd></div>}
        {smallest !== null && <div><dt className="text-muted">Smallest change that matters</dt><dd>{saySmallest(impact, plan, currency)}</dd></div>}
      </dl>
      {caveats.length > 0 && <ul aria-label="Before you believe it" className="grid max-w-prose list-disc gap-1 pl-5 text-13 text-muted">{caveats.map((c) => <li key={c}>{c}</li>)}</ul>}
    </div>
  )
}

/** What the figures rest on: customers, moments or whatever they divide by, else their periods. */
function restsOn({ group, nBefore, n }: ImpactLine, period: string | null): string {
  if (period && group === 'difference') return '–'
  const said = (of: number) => (of > 0 ? formatCount(of) : '–')
  return `${nBefore === undefined || nBefore === null ? '' : `${said(nBefore)} → `}${said(n)}${period ? ` ${period}s` : ''}`
}

/** What was said of two groups by lot before they were counted; what nobody knew stays visible. */
function SaidBeforehand({ lot }: { lot: Lot }) {
  const { what, groups, expected } = sayLot(lot)
  const or = (text: string | null) => text ?? <Badge tone="warning">Don’t know yet</Badge>
  return <div className="max-w-prose"><h3 className="pb-1 text-13 font-semibold">Said beforehand</h3><DefinitionList items={[{ term: 'What is counted', value: or(what) }, { term: 'Planned groups', value: or(groups) }, { term: 'Expected', value: or(expected) }]} /></div>
}
