'use client'
import { LISTED_AT } from '@/server/domain/risk/weights'
import { signed } from '@/server/domain/risk/words'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { capital } from '@/server/domain/capital'
import { Points } from './points'

/** What speaks for this customer leaving, in one line; nothing when nothing does. Who has left keeps the last score. */
export function CustomerRisk({ id, left }: { id: string; left: boolean }) {
  const { today } = useWorkspace()
  const parameters = { customer: id, who: left ? 'left' as const : 'present' as const, limit: 1 }
  const [row] = useReportQuery('at-risk', parameters).data?.rows ?? []
  if (!row || row.score === 0) return null
  const target = { report: 'at-risk', parameters, cell: { customer: row.customer, field: 'score' } }
  return (
    <div role="note" aria-label="Risk of leaving" className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-t py-3 text-13">
      <span className="inline-flex items-center gap-2"><Inspectable target={target} className="font-semibold">{left ? `Left with ${row.score} points` : row.score >= LISTED_AT ? `At risk: ${row.score} points` : `${row.score} points, below the ${LISTED_AT} of the list of who may leave`}</Inspectable><Points parts={row} /></span>
      <span className="min-w-0">{capital(row.reasons)}.</span>
      <span className="text-muted">{left ? `As of ${formatDay(row.scored_on)}, the day they left.` : `${row.scored_on < today ? `As of ${formatDay(row.scored_on)}, the newest day scored: days since then are not in it. ` : ''}${row.change === null || row.change === 0 ? '' : `${signed(row.change)} in a week: ${row.moved}.`}`}</span>
    </div>
  )
}
