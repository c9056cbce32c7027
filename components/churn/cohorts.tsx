'use client'
import { CohortGrid } from '../charts/cohort-grid'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatPeriod } from '../ui/format-date'

/** Which share of each month's first-time buyers bought again, month by month. Left out where nothing was bought. */
export function Cohorts({ parameters, filtered }: { parameters: { from?: string; to?: string }; /** A segment is chosen on the page. */ filtered: boolean }) {
  const { rows, notes } = useReport('cohort-retention', { ...parameters, interval: 'month' })
  if (rows.length === 0) return null
  const target = { report: 'cohort-retention', parameters: { ...(parameters.from ? { from: parameters.from } : {}), ...(parameters.to ? { to: parameters.to } : {}), interval: 'month' } }
  // The total of all cohorts is no cohort.
  const cohorts = [...new Set(rows.map((row) => row.cohort))].filter((cohort) => cohort !== 'total').slice(-24)
  return (
    <Section title="Who comes back to buy" subtitle="Share of each month’s first-time buyers who bought in the months after" note={[...(filtered ? ['All customers, whichever segment is chosen: a cohort begins with the first purchase, before which nobody stood in one.'] : []), ...notes].join(' ')} inspect={{ ...target, cell: null }}>
      <CohortGrid
        label="Share of each cohort that bought, by months since the first purchase" unit="month" inspect={target}
        cohorts={cohorts.map((cohort) => {
          const own = rows.filter((row) => row.cohort === cohort)
          return {
            key: cohort, label: formatPeriod(cohort, 'month'), customers: own[0]?.customers ?? 0, edge: own[0]?.edge ?? false,
            cells: own.map((row) => ({ period_index: row.period_index, active: row.active, share: row.share ?? 0, partial: row.partial, cell: { cohort, period_index: row.period_index, field: 'active' } })),
          }
        })}
      />
    </Section>
  )
}
