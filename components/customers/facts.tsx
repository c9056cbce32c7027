'use client'
import type { CustomerHead } from '@/server/queries/customer-page'
import { localDayOf } from '@/server/domain/time/local-day'
import { DefinitionList } from '../ui/definition-list'
import { EN_DASH, formatNumber } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { LikelySame } from './likely-same'
import { Remember } from './remember'
import { words } from './words'

/** The small facts: what must be known about this customer before one speaks to them. */
export function Facts({ head }: { head: CustomerHead }) {
  const { timezone } = useWorkspace()
  const day = (iso: string | null) => (iso ? formatDay(localDayOf(Date.parse(iso), timezone)) : null)
  const others = head.ids.filter((known) => known.id !== head.id)
  const items = [
    { term: 'Id', value: head.id },
    ...(head.email ? [{ term: 'E-mail', value: head.email }] : []),
    ...(head.acquired_at ? [{ term: 'Acquired', value: day(head.acquired_at) }] : []),
    ...(head.first_at ? [{ term: 'First record', value: day(head.first_at) }] : []),
    ...(head.perceived ? [{ term: 'Worth to them', value: `${formatNumber(head.perceived.score, 1)}${head.perceived.least === null || head.perceived.most === null ? ' (on no stated scale)' : ` on ${formatNumber(head.perceived.least)}${EN_DASH}${formatNumber(head.perceived.most)}`}, ${formatDay(head.perceived.day)}` }] : []),
    ...head.segments.filter((segment) => segment.segmentation !== 'value').map((segment) => ({ term: words(segment.segmentation), value: segment.name })),
    ...(head.leave_reason ? [{ term: 'Reason for leaving', value: head.leave_reason }] : []),
    ...Object.entries(head.attributes).toSorted(([a], [b]) => a.localeCompare(b)).map(([name, value]) => ({ term: words(name), value: <Remember customer={head.id} attribute={name} text={typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value)} /> })),
    ...(others.length > 0 ? [{ term: 'Also known as', value: others.map((known) => (known.anonymous ? `${known.id} (before signing in)` : known.id)).join(', ') }] : []),
  ]
  return (
    <section aria-label="About this customer" className="min-w-0 border-t pt-5 pb-8 lg:sticky lg:top-0">
      <h2 className="text-16 font-semibold">About</h2>
      <DefinitionList items={items} className="mt-2 [&_dt]:w-24" />
      <LikelySame id={head.id} />
    </section>
  )
}
