'use client'
import { useState } from 'react'
import type { RowOf } from '@/server/reports/answer'
import { Badge } from '../ui/badge'
import { formatInterval } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Table, type Sort } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { Standing } from './standing'
import { sayMoney, wanted } from './words'

type Row = RowOf<'plan-portfolio'>
const BY: Record<string, (row: Row) => string | number> = { label: (r) => r.label.toLowerCase(), review_on: (r) => r.review_on ?? '9', late: (r) => r.late_or_stuck, cost_spent: (r) => r.cost_spent ?? -1 }

/** Plans as a table, with money and lateness. */
export function PlanTable({ rows }: { rows: readonly Row[] }) {
  const { slug, currency, today } = useWorkspace()
  const [sort, setSort] = useState<Sort>({ key: 'review_on', direction: 'asc' })
  const money = (value: number | null) => (value === null ? '–' : sayMoney(value, currency))
  const by = BY[sort.key] ?? BY.label
  const sorted = by ? rows.toSorted((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (sort.direction === 'asc' ? 1 : -1)) : rows
  return (
    <div className="border-t pt-2">
      <Table
        label="Plans" rows={sorted} rowKey={(r) => r.plan} rowHref={(r) => `/${slug}/plans/${r.plan}`} sort={sort} onSort={setSort}
        columns={[
          { key: 'label', header: 'Plan', cell: (r) => <Named row={r} />, sortable: true },
          { key: 'status', header: 'Stands', cell: (r) => <span className="flex flex-wrap gap-1"><Standing plan={r} />{wanted(r, today) && <Badge tone="warning">{wanted(r, today)}</Badge>}</span> },
          { key: 'owner', header: 'Owner', cell: (r) => r.owner, wideOnly: true },
          { key: 'review_on', header: 'Review', cell: (r) => (r.review_on ? formatDay(r.review_on) : '–'), sortable: true, className: 'whitespace-nowrap' },
          { key: 'actions', header: 'Actions done', numeric: true, cell: (r) => `${r.done} of ${r.actions}` },
          { key: 'late', header: 'Late or stuck', numeric: true, cell: (r) => r.late_or_stuck, sortable: true },
          { key: 'cost_spent', header: 'Spent, of planned', numeric: true, wideOnly: true, cell: (r) => (r.cost_planned === null && r.cost_spent === null ? '–' : `${money(r.cost_spent ?? 0)} of ${money(r.cost_planned)}`), sortable: true },
          { key: 'return', header: 'Expected return', numeric: true, wideOnly: true, cell: (r) => (r.return_low === null || r.return_high === null ? money(r.return_high ?? r.return_low) : formatInterval(r.return_low, r.return_high, money)) },
        ]}
      />
    </div>
  )
}

/** A plan’s name, and what must be known of it. */
function Named({ row: { label, entered_late: late, settings_changed: changed, measure_unknown: unknown } }: { row: Row }) {
  const said = [late ? `entered ${late} ${late === 1 ? 'day' : 'days'} after it began` : '', changed ? 'nothing can be told: settings have changed' : '', unknown ? 'by which figure nobody knows yet' : ''].filter(Boolean).join('; ')
  return said ? <span className="grid py-1">{label}<span className="text-12 text-muted">{said}</span></span> : label
}
