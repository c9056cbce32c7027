'use client'
import { newcombe } from '@/server/domain/statistics/proportion'
import { StackedBars } from '../charts/stacked-bars'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatInterval, formatPoints, formatShareOf, SMALL_N } from '../ui/format'
import { Callout } from '../ui/states'
import { Link } from '../ui/link'
import { meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { EffectTable } from './effect-table'
import { effectFinding } from './effect-finding'
import { byTouchpoint, RESULT_NAMES, rowOf, type Outcome } from './outcomes'
import type { MomentParameters } from './parameters'

/** What became of customers after their first such moment, once its window has closed: together all of them, as in the title and the table. */
const followed = (row: Outcome) => [
  { key: 'left', label: 'left', value: row.index_left, colour: meaningColour('left'), field: 'index_left' }, { key: 'spent_less', label: 'spent less', value: row.index_spent_less, colour: meaningColour('spent_less'), field: 'index_spent_less' },
  { key: 'stayed', label: 'stayed', value: row.comparable - row.index_spent_less, colour: meaningColour('stayed'), field: null },
  { key: 'not_measurable', label: 'stayed, no spend to compare', value: row.closed - row.index_left - row.comparable, colour: meaningColour('not_recorded'), field: null },
]

/** What became of the customer after the moment, by how it ended; windows still open are said, not guessed. */
export function Effects({ parameters }: { parameters: MomentParameters }) {
  const { slug } = useWorkspace()
  const { rows, notes, statistics } = useReport('moment-outcomes', parameters)
  const { whole, parts } = byTouchpoint(rows)
  if (!whole) return null
  const target = { report: 'moment-outcomes', parameters: { ...parameters } as Record<string, string> }
  const sum = (field: 'pending' | 'not_measurable') => whole.rows.reduce((n, row) => n + row[field], 0)
  const measured = whole.rows.some((row) => row.closed > 0)
  return (
    <Section
      title={effectFinding(whole)}
      subtitle="What followed each customer’s first such moment whose window has closed, by how it ended"
      note={<>{everybody(statistics)} {beyondChance(rowOf(whole, 'failed'), rowOf(whole, 'met'))} Who stays in the long run, counted from one day on for everybody, is under <Link href={`/${slug}/moments/after`}>One bad interaction</Link>: whoever left right after a moment is in these shares, but not there. This is what is associated with a result, not what it caused. {notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      {measured && (
        <StackedBars
          label="What followed a moment, by its result" unit="customers" what="Result" inspect={target}
          rows={RESULT_NAMES.map(([result, name]) => ({ key: result, label: name[0]?.toUpperCase() + name.slice(1), colour: meaningColour(result), row: rowOf(whole, result) })).flatMap(({ row, ...head }) => (row && row.closed > 0 ? [{
            ...head, parts: followed(row).map(({ field, ...part }) => ({ ...part, ...(field ? { cell: { touchpoint: 'total', result: head.key, field } } : {}) })),
          }] : []))}
        />
      )}
      {(sum('pending') > 0 || sum('not_measurable') > 0) && (
        <Callout title={sum('pending') > 0 ? `${formatCount(sum('pending'))} windows are still open` : undefined}>
          {sum('pending') > 0 ? 'Who has left early waits with the others of that day. ' : ''}{sum('not_measurable') > 0 ? `${formatCount(sum('not_measurable'))} moments cannot be measured: their customers stayed, with no spend before to compare.` : ''}
        </Callout>
      )}
      <EffectTable touchpoints={[whole, ...parts.toSorted((a, b) => b.moments - a.moments)]} target={target} />
    </Section>
  )
}

/** The same among all customers over the same windows, so that a rate is not read alone. */
function everybody({ all_customers_left_rate: left, all_customers_spent_less_rate: less }: Record<string, number | string | null>): string {
  if (typeof left !== 'number') return ''
  return `Among all customers, over windows as long: ${formatShareOf(left)} left${typeof less === 'number' ? `, ${formatShareOf(less)} spent less` : ''}.`
}

/** Whether the two shares of the title differ by more than chance, in words. */
function beyondChance(failed: Outcome | undefined, met: Outcome | undefined): string {
  const difference = failed && met && failed.closed >= SMALL_N && met.closed >= SMALL_N ? newcombe(failed.index_left, failed.closed, met.index_left, met.closed) : null
  if (!difference) return ''
  const range = `95 % interval of the difference ${formatInterval(difference.low, difference.high, formatPoints)}`
  return difference.low <= 0 && difference.high >= 0 ? `The two shares of the title do not differ by more than chance (${range}).` : `The two shares of the title differ by more than chance (${range}).`
}
