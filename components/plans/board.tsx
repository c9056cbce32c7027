'use client'
import type { RowOf } from '@/server/reports/answer'
import { PLAN_STATUSES } from '@/db/vocabulary'
import { Badge } from '../ui/badge'
import { formatDay } from '../ui/format-date'
import { Link } from '../ui/link'
import { useWorkspace } from '../workspace/workspace'
import { Standing } from './standing'
import { sayMoney, sayTrouble, STATUS, wanted } from './words'

type Row = RowOf<'plan-portfolio'>

/** Plans in columns by how they stand. */
export function Board({ rows }: { rows: readonly Row[] }) {
  return (
    <div className="grid gap-6 border-t pt-5 sm:grid-cols-2 lg:grid-cols-4">
      {PLAN_STATUSES.map((status) => {
        const here = rows.filter((r) => r.status === status)
        return (
          <section key={status} aria-label={STATUS[status].label} className="grid min-w-0 content-start gap-2">
            <h2 className="text-13 font-semibold">{STATUS[status].label} <span className="font-normal text-muted">{here.length}</span></h2>
            {here.length === 0 ? <p className="text-13 text-faint">None</p> : <ul className="grid gap-2">{here.map((row) => <Card key={row.plan} row={row} />)}</ul>}
          </section>
        )
      })}
    </div>
  )
}

function Card({ row }: { row: Row }) {
  const { slug, currency, today } = useWorkspace()
  const due = wanted(row, today)
  const trouble = sayTrouble(row)
  return (
    <li className="grid gap-1 rounded-md border p-3 text-12 text-muted">
      <Link href={`/${slug}/plans/${row.plan}`} className="text-14 font-medium text-ink">{row.label}</Link>
      <span>{row.owner}{row.judged_on ? ` · judged ${formatDay(row.judged_on)}` : row.review_on ? ` · review ${formatDay(row.review_on)}` : ''}</span>
      {/* One mark: what it came to, else what is wanted of somebody. The rest stands in words. */}
      {row.verdict ? <span><Standing plan={row} /></span> : due ? <span><Badge tone="warning">{due}</Badge></span> : trouble && <span><Badge tone={row.stuck > 0 ? 'danger' : 'warning'}>{trouble}</Badge></span>}
      <span>{row.status === 'draft' ? `${row.answered} of ${row.questions} questions answered${row.unknown > 0 ? `, ${row.unknown} not known yet` : ''}${row.measure_unknown ? ' · by which figure nobody knows yet' : ''}` : row.actions > 0 ? `${row.done} of ${row.actions} actions done${trouble && (row.verdict || due) ? `, ${trouble}` : ''}` : 'no actions'}{row.cost_planned !== null && ` · ${sayMoney(row.cost_spent ?? 0, currency)} of ${sayMoney(row.cost_planned, currency)} spent`}</span>
    </li>
  )
}
