'use client'
import { capital } from '@/server/domain/capital'
import { InteractiveChart } from '../charts/interactive-chart'
import type { Series } from '../charts/prepare'
import { useReport, useReportQuery } from '../data/use-report'
import { usePlanMarkers } from '../plans/use-plan-markers'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { EN_DASH, formatCount, formatShareOf, SMALL_N } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { SERIES } from '../ui/tokens'
import { COUNT_LABEL, sumOf } from './figures'
import { COMPARED, earlier } from './parameters'
import type { PartProps } from './part'

const LINES = [
  { field: 'contacts', colour: SERIES[1] ?? '' },
  { field: 'lookups', colour: SERIES[0] ?? '' },
  { field: 'messages', colour: SERIES[2] ?? '' },
] as const

/** The total before its shares: all interactions over time, contacts apart from look-ups and messages. */
export function Volume({ parameters, interval, compare }: PartProps) {
  const asked = { ...parameters, interval }
  const markers = usePlanMarkers(asked.to)
  const { rows, notes, parameters: used } = useReport('interactions-over-time', asked)
  const before = compare && typeof used.from === 'string' && typeof used.to === 'string' ? earlier({ from: used.from, to: used.to }, compare) : null
  const then = useReportQuery('interactions-over-time', { ...asked, ...before }, before !== null)
  const sums = sumOf(rows)
  const share = (n: number) => (sums.interactions < SMALL_N ? formatCount(n) : formatShareOf(n / sums.interactions))
  const of = (field: keyof typeof COUNT_LABEL) => ({ report: 'interactions-over-time', parameters: asked, cell: { key: 'total', field } })
  const series: Series[] = [
    { key: 'interactions', label: 'All', colour: 'var(--ink)', points: rows.map((row) => ({ period: row.period, value: row.interactions, partial: row.partial, cell: { period: row.period, key: row.key, field: 'interactions' } })) },
    ...LINES.map(({ field, colour }) => ({ key: field, label: COUNT_LABEL[field], colour, points: rows.map((row) => ({ period: row.period, value: row[field], partial: row.partial, cell: { period: row.period, key: row.key, field } })) })),
  ]
  if (before && compare && then.data) {
    const own = rows.map((row) => row.period)
    const past = then.data.rows
    // Drawn under the period it is held against, counted from the window's start.
    series.push({ key: 'before', label: capital(COMPARED[compare]), colour: 'var(--faint)', points: past.slice(0, own.length).map((row, index) => ({ period: own[index] ?? row.period, value: row.interactions, partial: row.partial })) })
  }
  return (
    <Section
      title={sums.interactions === 0 ? 'No interactions in this window' : <>
        <Inspectable target={of('interactions')}>{formatCount(sums.interactions)} interactions:</Inspectable>{' '}
        <Inspectable target={of('contacts')}>{share(sums.contacts)} contacts,</Inspectable>{' '}
        <Inspectable target={of('lookups')}>{share(sums.lookups)} look-ups,</Inspectable>{' '}
        <Inspectable target={of('messages')}>{share(sums.messages)} messages</Inspectable>
      </>}
      subtitle={`Per ${interval}${typeof used.from === 'string' && typeof used.to === 'string' && used.from < used.to ? `, ${formatWindow(used.from, used.to)}` : ''}`}
      note={notes.find((note) => !note.startsWith('The newest record')) ?? 'Contacts: the customer came to us and was answered. Look-ups: they helped themselves. Messages: we sent them.'}
      inspect={{ report: 'interactions-over-time', parameters: asked, cell: null }}
    >
      <InteractiveChart markers={markers} label="Interactions over time: all, contacts, look-ups and messages" interval={interval} height={280} inspect={{ report: 'interactions-over-time', parameters: asked }} series={series} />
      {before && compare && then.data && <Beside now={sums} rows={then.data.rows} asked={asked} before={before} compared={COMPARED[compare]} />}
    </Section>
  )
}

type BesideProps = { now: ReturnType<typeof sumOf>; rows: Parameters<typeof sumOf>[0]; asked: Record<string, string>; before: { from: string; to: string }; compared: string }

/** The window's sums, those of the window before, and the change. */
function Beside({ now, rows, asked, before, compared }: BesideProps) {
  const then = sumOf(rows)
  const first = rows[0]?.period
  return (
    <dl className="grid max-w-3xl grid-cols-2 gap-x-6 gap-y-3 border-t border-hairline pt-3 sm:grid-cols-4">
      {(['interactions', 'contacts', 'lookups', 'messages'] as const).map((field) => (
        <div key={field}>
          <dt className="text-12 text-muted">{COUNT_LABEL[field]}</dt>
          <dd className="text-16 font-semibold">{then[field] < SMALL_N ? EN_DASH : change(now[field] / then[field] - 1)}</dd>
          <dd className="text-12 text-muted">
            {formatCount(now[field])} against <Inspectable target={{ report: 'interactions-over-time', parameters: { ...asked, ...before }, cell: { key: 'total', field } }}>{formatCount(then[field])}</Inspectable>
          </dd>
        </div>
      ))}
      <div className="col-span-full text-12 text-muted">
        {then.interactions === 0 ? `There are no records of ${formatWindow(before.from, before.to)}.` : `Against ${compared}, ${formatWindow(before.from, before.to)}: as many elapsed days.`}
        {first !== undefined && then.interactions > 0 && first > before.from && first.slice(0, 7) > before.from.slice(0, 7) && ' The records do not reach back over all of it: part of the change is that.'}
      </div>
    </dl>
  )
}

const change = (fraction: number) => `${fraction > 0 ? '+' : ''}${formatShareOf(fraction)}`
