'use client'
import { Suspense, type ReactNode } from 'react'
import { parseAsString, useQueryState } from 'nuqs'
import { SurvivalChart } from '../charts/survival-chart'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { PageHeader, Section } from '../shell/page'
import { formatCount, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { Callout, SkeletonLines } from '../ui/states'
import { Select } from '../ui/field'
import { meaningColour, SERIES } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { hazardInWords, hazardOf } from './hazard'
import { undrawnInWords } from './undrawn'

const COLOURS: Record<string, string> = {
  failed: meaningColour('failed'), met: meaningColour('met'), exceeded: meaningColour('exceeded'), not_recorded: meaningColour('not_recorded'), none: meaningColour('not_recorded'),
  one_failure: SERIES[3] ?? '', several_failures: SERIES[2] ?? '', failure_and_broken_promise: meaningColour('failed'),
}

/** Does one bad interaction ruin it all? Retention after a failed moment, after one met or exceeded, and after none; then by dose. */
export function OneBad() {
  const { slug, segments } = useWorkspace()
  const [segment, setSegment] = useQueryState('segment', parseAsString)
  const tiers = segments.filter((s) => s.segmentation === 'value')
  const parameters = segment ? { segment } : {}
  return (
    <>
      <p className="pb-2 text-13"><Link href={`/${slug}/moments`}>Moments</Link></p>
      <PageHeader
        title="One bad interaction" lead="Who stays after a moment that failed, after one that went well, and after none at all. What is associated with leaving, not what causes it."
        actions={tiers.length > 0 ? <Select aria-label="Value tier" className="w-auto!" value={segment ?? ''} options={[{ value: '', label: 'All customers' }, ...tiers.map((tier) => ({ value: tier.slug, label: tier.name }))]} onValue={(value) => void setSegment(value || null)} /> : undefined}
      />
      <Part><Curves parameters={parameters} by="result" /></Part>
      <Part><Curves parameters={parameters} by="dose" /></Part>
    </>
  )
}

function Curves({ parameters, by }: { parameters: { segment?: string }; by: 'result' | 'dose' }) {
  const asked = { ...parameters, compare_by: by, unit: 'week' as const }
  const { rows, statistics, notes } = useReport('retention-after-moment', asked)
  const inspect = { report: 'retention-after-moment', parameters: { ...asked } as Record<string, string> }
  const groups = [...new Map(rows.map((row) => [row.group, row.label])).entries()].filter(([key]) => key !== 'not_recorded')
  const undrawn = undrawnInWords(rows.filter((row) => row.key === 'total'), groups.map(([key]) => key), Number(statistics.customers ?? 0))
  const sentence = by === 'result'
    ? [['failed_against_met', 'failed', 'met', 'a failed moment', 'one that was met'] as const, ['failed', 'failed', 'none', 'a failed moment', 'no moment'] as const]
    : [['several_failures', 'several_failures', 'one_failure', 'two failures or more', 'one'] as const, ['failure_and_broken_promise', 'failure_and_broken_promise', 'one_failure', 'a failure with a broken promise on top', 'one failure alone'] as const]
  const said = sentence.flatMap(([name, group, against, who, than]) => { const hazard = hazardOf(statistics, name, group, against); return hazard ? [{ hazard, group, against, text: hazardInWords(hazard, who, than) }] : [] })
  const ends = groups.map(([key, label]) => ({ key, label, last: rows.findLast((row) => row.group === key) }))
  const [worst, other] = by === 'result' ? [ends.find((e) => e.key === 'failed'), ends.find((e) => e.key === 'met')] : [ends.find((e) => e.key === 'failure_and_broken_promise') ?? ends.find((e) => e.key === 'several_failures'), ends.find((e) => e.key === 'one_failure')]
  // What the title sets side by side must differ by more than chance, or the title says that it does not.
  const untold = !said.find(({ group, against }) => group === worst?.key && against === other?.key)?.hazard.certain
  return (
    <Section
      title={worst?.last && other?.last ? `${untold ? 'No difference can be told: after' : 'After'} ${bare(worst.label)} ${formatShareOf(worst.last.survival)} stayed, after ${bare(other.label)} ${formatShareOf(other.last.survival)}` : by === 'result' ? 'Who stays, by the moments they had' : 'Does a second failure weigh more, or a broken promise on top?'}
      subtitle={`Share still with us by whole weeks after ${typeof statistics.landmark === 'string' ? formatDay(statistics.landmark) : 'the landmark'}, of ${formatCount(Number(statistics.customers ?? 0))} customers; 95 % interval`}
      note={<>{rows.length > 0 && undrawn} {notes.join(' ')} Hazard ratios by Cox’s model, ties by Efron.</>} inspect={{ ...inspect, cell: null }}
    >
      {rows.length === 0 ? <Callout>No curve yet: it is drawn while at least 30 customers of a group are watched.</Callout> : (
        <SurvivalChart
          label={by === 'result' ? 'Retention by result of earlier moments' : 'Retention by how much went wrong'} unit="weeks" inspect={inspect}
          groups={groups.map(([key, label]) => ({ key, label, colour: COLOURS[key] ?? '', steps: rows.filter((row) => row.group === key && row.key === 'total').map((row) => ({ t: row.t, at_risk: row.at_risk, events: row.events, survival: row.survival, low: row.low ?? row.survival, high: row.high ?? row.survival, cell: { key: row.key, group: row.group, t: row.t, field: 'survival' } })) }))}
        />
      )}
      {by === 'result' && rows.length > 0 && <WhyNotMoments statistics={statistics} />}
      {said.length > 0
        ? <ul className="grid max-w-prose gap-1 text-14">{said.map(({ text }) => <li key={text}>{text}</li>)}</ul>
        : <p className="max-w-prose text-14 text-muted">Too few customers, or too few who left, to compare how fast they leave.</p>}
    </Section>
  )
}

/** “After a failed moment” and “One failure” as they stand after an “after”. */
const bare = (label: string) => label.replace(/^After /u, '').replace(/^./u, (letter) => letter.toLowerCase())

/** Two pages, two questions: a reader who has seen the other must be told why its shares lie further apart, or nearer. */
function WhyNotMoments({ statistics }: { statistics: Record<string, number | string | null> }) {
  const { slug } = useWorkspace()
  const of = (group: string) => `${formatCount(Number(statistics[`n_${group}`] ?? 0))}, of whom ${formatCount(Number(statistics[`left_${group}`] ?? 0))} have left since`
  return (
    <p className="max-w-prose text-14">
      The page <Link href={`/${slug}/moments`}>Moments</Link> tells other shares: it counts from each moment on, so whoever left in the weeks right after it is in them. Here everybody is watched from one day on, {typeof statistics.landmark === 'string' ? formatDay(statistics.landmark) : 'the landmark'}: whoever had left by then is in neither group, so that nobody had longer to meet with something. With a failed moment before that day: {of('failed')}. With one that was met: {of('met')}.
    </p>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={6} /></div>}>{children}</Suspense></ErrorBoundary>
}
