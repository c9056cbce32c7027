'use client'
import type { RowOf } from '@/server/reports/answer'
import { daysBetween } from '@/server/domain/time/local-day'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'
import { standing, wanted } from './words'

type Row = RowOf<'plan-portfolio'>

/** Plans from start to review on one line of time; those without dates below. */
export function Timeline({ rows }: { rows: readonly Row[] }) {
  const { slug, today } = useWorkspace()
  const dated = rows.flatMap((r) => (r.start_on && r.review_on ? [{ ...r, from: r.start_on, to: r.review_on }] : [])).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const undated = rows.filter((r) => !r.start_on || !r.review_on)
  const first = [today, ...dated.map((r) => r.from)].toSorted()[0] ?? today
  const last = [today, ...dated.map((r) => r.to)].toSorted().at(-1) ?? today
  const span = Math.max(1, daysBetween(first, last))
  const at = (day: string) => `${(100 * daysBetween(first, day)) / span}%`
  return (
    <div className="border-t pt-5">
      {dated.length > 0 && (
        <figure aria-label={`Plans from ${formatDay(first)} to ${formatDay(last)}`} className="relative">
          <div aria-hidden className="relative mb-2 flex justify-between text-12 text-muted"><span>{formatDay(first)}</span><span>{formatDay(last)}</span></div>
          <ul className="relative grid gap-3">
            <li aria-hidden className="absolute inset-y-0 w-px bg-accent" style={{ left: at(today) }} />
            {dated.map((r) => (
              <li key={r.plan} className="relative grid gap-1">
                <span className="flex flex-wrap items-baseline gap-x-3 text-13"><Link href={`/${slug}/plans/${r.plan}`} className="bg-paper font-medium text-ink">{r.label}</Link><span className="bg-paper text-12 text-muted">{formatDay(r.from)} to {formatDay(r.to)} · {wanted(r, today) ?? standing(r).label}{r.measure_unknown && ', by which figure nobody knows yet'}</span></span>
                <span aria-hidden className="h-2 rounded-full bg-sunken"><span className={r.status === 'running' ? 'block h-2 rounded-full bg-accent' : 'block h-2 rounded-full bg-current opacity-30'} style={{ marginLeft: at(r.from), width: `${Math.max(1, (100 * daysBetween(r.from, r.to)) / span)}%` }} /></span>
              </li>
            ))}
          </ul>
          <figcaption className="pt-2 text-12 text-muted">Each bar runs from a plan’s start to its review. The line is today.</figcaption>
        </figure>
      )}
      {undated.length > 0 && <p className="pt-4 text-13 text-muted">Without dates yet: {undated.map((r, i) => <span key={r.plan}>{i > 0 && ', '}<Link href={`/${slug}/plans/${r.plan}`}>{r.label}</Link></span>)}.</p>}
    </div>
  )
}
