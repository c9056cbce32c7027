'use client'
import type { ReactNode } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { Sparkline } from '../charts/sparkline'
import { Inspectable } from '../shell/inspector-context'
import { formatChange, formatCount, formatDuration, formatNumber, formatPoints, formatRate, formatShareOf } from '../ui/format'
import { meaningColour } from '../ui/tokens'
import { failedWords, ofThem, shareWords } from './step-words'

type Compared = { [F in 'interactions' | 'failed_rate' | 'with_result' | 'exceeded' | 'left_rate' | 'spent_less' | 'advocated' | 'moments' | 'breaches' | 'mean_minutes' | 'timed' | 'effort' | 'efforts' | 'median_hours_to_next' | 'onward' | 'unhappy' | 'acted' | 'action_hours' as `compared_${F}`]?: number | null }
export type StepRow = RowOf<'journey-steps'> & Compared
type Target = { report: string; parameters: Record<string, string> }
type Props = { row: StepRow; trend: { period: string; value: number }[]; target: Target; compare: 'previous' | 'year' | null; /** What the rule of this touchpoint asks for. */ rule: string | undefined; /** The step before with the same touchpoint. */ twin: number | null }

/** Fewer than this say nothing about a rate (METRICS §2). */
const FEW = 30

/** One step of the record. An efficient touchpoint is held to time, errors and effort; a moment to its results, what came of them, and how soon somebody acted. */
export function StepFigures({ row, trend, target, compare, rule, twin }: Props) {
  const figure = (field: string, said: ReactNode) => <Inspectable target={{ ...target, cell: { journey: row.journey, step: row.step, field } }}>{said}</Inspectable>
  const before = compare ? row.compared_interactions : undefined
  const moment = row.class === 'moment_that_matters'
  return (
    <div className="grid gap-1 text-muted">
      <div className="flex items-center justify-between gap-2 text-ink">
        <span className="text-16 font-semibold">{figure('interactions', formatCount(row.interactions))}</span>
        {before !== undefined && before !== null && <span className="text-muted" title={`against ${formatCount(before)} in the period compared with`}>{formatChange(row.interactions - before)}</span>}
        {trend.length > 3 && before === undefined && <Sparkline points={trend} interval="week" width={64} label={`${row.label} per week`} />}
      </div>
      <p>
        {row.messages > 0 ? figure('messages', shareWords(row, twin)) : shareWords(row, twin)}
      </p>
      {row.customers !== null && <p>{figure('customers', `${formatCount(row.customers)} ${row.customers === 1 ? 'customer' : 'customers'}`)}</p>}
      <Results row={row} figure={figure} compare={compare} />
      {!moment && row.mean_minutes !== null && <Held n={row.timed} missed={row.target_minutes !== null && row.mean_minutes > row.target_minutes} target={row.target_minutes === null ? null : formatDuration(row.target_minutes * 60)}>{formatDuration(row.mean_minutes * 60)} on average, n {formatCount(row.timed)}{wasBefore(compare, row.compared_mean_minutes, row.compared_timed, (minutes) => formatDuration(minutes * 60))}</Held>}
      {!moment && row.effort !== null && <Held n={row.efforts} missed={row.target_effort !== null && row.effort < row.target_effort} target={row.target_effort === null ? null : formatNumber(row.target_effort, 1)}>{figure('effort', `CES ${formatNumber(row.effort, 1)}`)}{row.effort_scale && row.effort_scale !== 'unstated' && ` on ${row.effort_scale}`}, more is easier, n {formatCount(row.efforts)}{wasBefore(compare, row.compared_effort, row.compared_efforts, (effort) => formatNumber(effort, 1))}</Held>}
      {row.moments > 0 && (
        <div>
          {moment && <p>{row.moments < FEW ? 'long enough ago to tell:' : `of the ${formatCount(row.moments)} long enough ago to tell:`}</p>}
          <p>{figure('left_rate', `${moment ? formatRate(row.left, row.moments) : ofThem(row.left, row.moments)} left afterwards`)}{change(row.left_rate, row.moments, row.compared_left_rate, row.compared_moments, compare)}
          <Aim n={row.moments} missed={row.target_left !== null && (row.left_low ?? 0) > row.target_left} target={row.target_left === null ? null : formatShareOf(row.target_left)} /></p>
          {moment && row.spent_less > 0 && <p>{figure('spent_less_rate', `${formatRate(row.spent_less, row.moments)} spent less`)}{change(rate(row.spent_less, row.moments), row.moments, rate(row.compared_spent_less, row.compared_moments), row.compared_moments, compare)}</p>}
          {moment && row.advocated > 0 && <p>{figure('advocated_rate', `${formatRate(row.advocated, row.moments)} recommended us`)}{change(rate(row.advocated, row.moments), row.moments, rate(row.compared_advocated, row.compared_moments), row.compared_moments, compare)}</p>}
        </div>
      )}
      {moment && row.unhappy !== null && row.unhappy > 0 && (
        <Held n={row.unhappy} missed={row.target_action_hours !== null && (row.action_hours ?? Infinity) > row.target_action_hours} target={row.target_action_hours === null ? null : formatDuration(row.target_action_hours * 3600)}>
          {figure('unhappy', row.action_hours === null ? `we acted for ${formatCount(row.acted ?? 0)} of ${formatCount(row.unhappy)} unhappy` : `unhappy, then ${row.action_hours === 0 ? 'an act within the hour' : `${formatDuration(row.action_hours * 3600)} until we acted`}, the median of ${formatCount(row.unhappy)}`)}{row.action_hours === null
            ? wasBefore(compare, row.compared_acted, row.compared_unhappy, (acted) => `${formatCount(acted)} of ${formatCount(row.compared_unhappy ?? 0)}`)
            : wasBefore(compare, row.compared_action_hours, row.compared_unhappy, (hours) => (hours === 0 ? 'within the hour' : formatDuration(hours * 3600)))}
        </Held>
      )}
      {row.breaches !== null && <p className={row.breaches > 0 ? 'text-danger' : ''} title={rule}>{row.breaches === 0 ? 'channel rule kept' : figure('breaches', `${formatCount(row.breaches)} ${row.breaches === 1 ? 'breach' : 'breaches'}`)}{compare && typeof row.compared_breaches === 'number' && ` (before: ${formatCount(row.compared_breaches)})`}{rule && `: ${rule}`}</p>}
    </div>
  )
}

function Results({ row, figure, compare }: { row: StepRow; figure: (field: string, said: ReactNode) => ReactNode; compare: Props['compare'] }) {
  const parts = [['failed', row.failed], ['met', row.met], ['exceeded', row.exceeded]] as const
  if (row.with_result === 0) return <p className="text-faint">No results recorded</p>
  return (
    <>
      {!row.failures_only && <div aria-hidden className="flex h-1.5 gap-px">{parts.filter(([, n]) => n > 0).map(([key, n]) => <i key={key} style={{ flexGrow: n, background: meaningColour(key) }} />)}</div>}
      <p>
        {figure(row.failures_only ? 'failed' : 'failed_rate', <span className={row.failed > 0 ? 'text-ink' : ''}>{failedWords(row)}</span>)}{change(row.failed_rate, row.with_result, row.compared_failed_rate, row.compared_with_result, compare)}
        <Aim n={row.with_result} missed={row.target_failed !== null && (row.failed_low ?? 0) > row.target_failed} target={row.target_failed === null || row.failures_only ? null : formatShareOf(row.target_failed)} />
      </p>
      {row.exceeded > 0 && <p>{figure('exceeded_rate', `${formatRate(row.exceeded, row.with_result)} exceeded`)}{change(rate(row.exceeded, row.with_result), row.with_result, rate(row.compared_exceeded, row.compared_with_result), row.compared_with_result, compare)}</p>}
    </>
  )
}

/** A figure with what it is held to; missed targets are told apart by word and colour. */
function Held({ children, ...aim }: AimProps & { children: ReactNode }) {
  return <p>{children}<Aim {...aim} /></p>
}

type AimProps = { missed: boolean; target: string | null; /** What the figure rests on: of too few, nothing is missed or reached. */ n: number }
const Aim = ({ missed, target, n }: AimProps) => target !== null && <span className={missed && n >= FEW ? 'text-danger' : 'text-faint'}> ({missed && n >= FEW ? 'target missed: ' : 'target '}{target}{n < FEW && ', too few to judge'})</span>

const rate = (part: number | null | undefined, of: number | null | undefined) => (typeof part === 'number' && of ? part / of : null)

/** What a mean or median was, where enough stands behind it to say so. */
export function wasBefore(compare: Props['compare'], value: number | null | undefined, n: number | null | undefined, say: (value: number) => string): string {
  return compare && typeof value === 'number' && (n ?? 0) >= FEW ? ` (before: ${say(value)})` : ''
}

/** How a rate moved, in points, where both sides rest on enough. */
export function change(now: number | null, n: number, before: number | null | undefined, m: number | null | undefined, compare: Props['compare']): string {
  if (!compare || now === null || n < FEW || before === null || before === undefined || (m ?? 0) < FEW) return ''
  return ` (${formatPoints(now - before)})`
}
