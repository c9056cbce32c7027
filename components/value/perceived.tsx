'use client'
import { useQueryStates } from 'nuqs'
import { Suspense, type ReactNode } from 'react'
import type { ParametersOf, RowOf } from '@/server/reports/answer'
import { ErrorBoundary } from '../data/error-boundary'
import { useReport } from '../data/use-report'
import { BarChart, type Bar } from '../charts/bar-chart'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { PageHeader, Section } from '../shell/page'
import { formatCount, SMALL_N } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { EmptyState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { cutParsers, cutsOf } from './cuts'
import { QuadrantList } from './quadrant-list'
import { Quadrants } from './quadrants'

export type PerceivedRow = RowOf<'value-perception'>
export type PerceivedTarget = { report: string; parameters: Record<string, string> }

/** What customers say we are worth to them, what they are worth to us, and the care that came before. */
export function Perceived() {
  const { newest, today, segments } = useWorkspace()
  const [{ from, to, segment }] = useFilters()
  const [cuts] = useQueryStates(cutParsers)
  const asked = { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(segment ? { segment } : {}), ...cutsOf(cuts) }
  const options = segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))
  return (
    <>
      <PageHeader title="Valued by us, valued by them" lead="What a customer is worth to us comes from what we are worth to them, and that more from care than from anything else: is it so here?" filters={<FilterBar show={['period', 'segment']} lastDay={newest ?? today} defaultPeriod="All records" segments={options} />} />
      <Part><Answers asked={asked} tiers={segments.some((s) => s.segmentation === 'value')} /></Part>
    </>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <ErrorBoundary><Suspense fallback={<div className="border-t py-6"><SkeletonLines lines={8} /></div>}>{children}</Suspense></ErrorBoundary>
}

/** As the page asks: by tier where there are tiers. */
export const perceivedQuestion = (asked: Record<string, string>, tiers: boolean): ParametersOf<'value-perception'> => ({ ...asked, ...(tiers ? { by: 'segment' } : {}) })

function Answers({ asked, tiers }: { asked: Record<string, string>; tiers: boolean }) {
  const { slug } = useWorkspace()
  const parameters = perceivedQuestion(asked, tiers)
  const answer = useReport('value-perception', parameters)
  const { rows, notes, statistics } = answer
  const target = { report: 'value-perception', parameters: { ...parameters } as Record<string, string> }
  const window = formatWindow(String(answer.parameters.from), String(answer.parameters.to))
  const of = (section: PerceivedRow['section']) => rows.filter((row) => row.section === section)
  const whole = of('whole')[0]
  if (!whole) {
    return (
      <Section title="Nobody has been asked yet" note={notes.join(' ')}>
        <EmptyState title="This needs answers to one question">
          <p>“What is the relationship with us worth to you?”, from 0 to 10, or an amount: send each answer as a response with survey <code>perceived_value</code>, score, scale_min and scale_max (<a className="text-accent underline" href={`/${slug}/data/fields`}>what my data can show</a>).</p>
        </EmptyState>
      </Section>
    )
  }
  const scale = statistics.scale_min === null ? 'in the unit of the answers' : `on a scale from ${statistics.scale_min} to ${statistics.scale_max}`
  return (
    <>
      <Quadrants rows={rows} statistics={statistics} target={target} window={window} notes={notes} />
      <QuadrantList asked={asked} />
      <Driver worst={of('worst_care')} best={of('best_care')} target={target} scale={scale} max={typeof statistics.scale_max === 'number' ? statistics.scale_max : undefined} />
      {of('group').length > 1 && (
        <Section title="Do the valuable value us?" subtitle={`Mean perceived value by value tier as of the answer, ${scale}, ${window}`} inspect={{ ...target, cell: null }}>
          <Means label="Perceived value by value tier" what="Tier" rows={of('group')} target={target} max={typeof statistics.scale_max === 'number' ? statistics.scale_max : undefined} />
        </Section>
      )}
    </>
  )
}

/** Perceived value by the worst and by the best contact before the answer. */
function Driver({ worst, best, target, scale, max }: { worst: PerceivedRow[]; best: PerceivedRow[]; target: PerceivedTarget; scale: string; max: number | undefined }) {
  return (
    <Section
      title={finding(worst)} subtitle={`Mean perceived value ${scale}, with 95 % intervals, by contacts in the 180 days before the answer`}
      note="A contact counts by its impression, or else by its result. Care and answers going together is association: whoever feels valued may also be easier to please. Means of fewer than 30 answers are drawn as outlines." inspect={{ ...target, cell: null }}
    >
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-2">
        <div><h3 className="pb-2 text-13 font-medium">By their worst contact</h3><Means label="Perceived value by the worst contact before the answer" what="Worst contact" rows={worst} target={target} max={max} /></div>
        <div><h3 className="pb-2 text-13 font-medium">By their best contact</h3><Means label="Perceived value by the best contact before the answer" what="Best contact" rows={best} target={target} max={max} /></div>
      </div>
    </Section>
  )
}

/** Said as a difference only where the intervals are apart. */
function finding(rows: readonly PerceivedRow[]): string {
  const bad = rows.find((row) => row.key === 'strong_negative' && row.customers >= SMALL_N) ?? rows.find((row) => row.key === 'bad' && row.customers >= SMALL_N)
  const fine = rows.find((row) => row.key === 'neutral' && row.customers >= SMALL_N) ?? rows.find((row) => row.key === 'no_contact' && row.customers >= SMALL_N)
  if (!bad || !fine || bad.perceived === null || fine.perceived === null || bad.high === null || fine.low === null || bad.low === null || fine.high === null) return 'Does care make the difference?'
  const after = `${one(bad.perceived)} after a ${bad.key === 'bad' ? 'failed or negative' : 'strongly negative'} contact, ${one(fine.perceived)} ${fine.key === 'neutral' ? 'when all contacts were at least as expected' : 'without a contact'}`
  return bad.high < fine.low ? `One bad contact goes with less: ${after}` : bad.low > fine.high ? `No sign that bad care is resented: ${after}` : `Not clearly different: ${after}`
}

const one = (x: number) => String(Math.round(x * 10) / 10)

function Means({ label, what, rows, target, max }: { label: string; what: string; rows: readonly PerceivedRow[]; target: PerceivedTarget; max: number | undefined }) {
  const bars = rows.map((row): Bar => {
    const small = row.customers < SMALL_N
    return { key: row.key, label: row.label, value: row.perceived, low: small ? null : row.low, high: small ? null : row.high, quiet: small, detail: `(${formatCount(row.customers)})`, cell: { section: row.section, key: row.key, field: 'customers' } }
  })
  return <BarChart label={label} what={what} bars={bars} unit={{ kind: 'number', digits: 1 }} inspect={target} max={max} />
}
