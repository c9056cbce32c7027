'use client'
import type { ParametersOf } from '@/server/reports/answer'
import { SurvivalChart } from '../charts/survival-chart'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatNumber, formatShareOf } from '../ui/format'
import { Callout } from '../ui/states'
import { groupsOf } from './groups'

/** How long customers stay: Kaplan–Meier by months since acquisition, groups compared by log-rank. */
export function Retention({ parameters }: { parameters: ParametersOf<'retention-curve'> }) {
  const { rows, notes, statistics } = useReport('retention-curve', { ...parameters, unit: 'month' })
  const target = { report: 'retention-curve', parameters: { ...parameters, unit: 'month' } as Record<string, string> }
  const named = rows.map((row) => ({ ...row, key: row.group }))
  const groups = groupsOf(named)
  const whole = rows.filter((row) => row.group === 'total')
  const year = whole.find((row) => row.t === 12) ?? whole.at(-1)
  const p = typeof statistics.p === 'number' ? statistics.p : null
  return (
    <Section
      title={year ? `${formatShareOf(year.survival)} are still with us after ${year.t} months` : 'How long customers stay'}
      subtitle="Share still with us by whole months since acquisition; 95 % interval"
      note={<>{p !== null && groups.length > 1 ? `Log-rank over ${groups.length} groups: χ² = ${formatNumber(Number(statistics.chi_square), 1)}, p ${p < 0.001 ? '< .001' : `= ${formatNumber(p, 3)}`}. ` : ''}{notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      {rows.length === 0 ? <Callout>No curve yet: it is drawn while at least 30 customers with a known start are at risk.</Callout> : (
        <SurvivalChart
          label="Retention by months since acquisition" unit="months" inspect={target}
          groups={groups.map((group) => ({
            ...group,
            steps: named.filter((row) => row.key === group.key).map((row) => ({ t: row.t, at_risk: row.at_risk, events: row.events, survival: row.survival, low: row.low ?? row.survival, high: row.high ?? row.survival, cell: { group: row.group, t: row.t, field: 'survival' } })),
          }))}
        />
      )}
    </Section>
  )
}
