'use client'
import { ConcentrationCurve } from '../charts/concentration-curve'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatMoney, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import type { Asked } from './value'

/** How much of what is to come the best customers hold, and how much they brought so far. */
export function Concentration({ asked, contract }: { asked: Asked; contract: boolean }) {
  const { rows, statistics } = useReport('value-concentration', asked)
  const target = { report: 'value-concentration', parameters: { ...asked } }
  const at = (basis: string, percent: string) => rows.find((row) => row.basis === basis && row.percent === percent)
  const [top, before, whole] = [at('predicted', '10') ?? at('predicted', '20'), at('historic', '10') ?? at('historic', '20'), at('predicted', '100')]
  const { currency } = useWorkspace()
  const points = rows.filter((row) => row.basis === 'predicted' && row.share_of_value !== null).map((row) => ({
    share_of_customers: row.share_of_customers ?? 0, share_of_value: row.share_of_value ?? 0, cell: { basis: row.basis, percent: row.percent, field: 'customers' },
    ...(['1', '10', '30'].includes(row.percent) ? { label: `Top ${row.percent}\u202f%` } : {}),
  }))
  if (!top || top.share_of_value === null || points.length < 2) return null
  return (
    <Section
      title={`The top ${formatShareOf(top.share_of_customers)} of ${asked.segment ? 'these customers' : 'our customers'} are expected to bring ${formatShareOf(top.share_of_value)} of ${asked.segment ? 'what all of them will' : 'next year’s value'}`}
      subtitle={`Expected value of the ${'as_of' in statistics && typeof statistics.as_of === 'string' ? `year after ${formatDay(statistics.as_of)}` : 'next year'} by share of ${whole ? `the ${formatCount(whole.customers)} ${asked.segment ? 'here' : 'customers'} ${contract ? 'who are with us' : 'who ever bought'}` : 'customers'}, the most valuable first`}
      note={<>{whole && <>All {formatCount(whole.customers)} together are expected to bring <Inspectable target={{ ...target, cell: { basis: 'predicted', percent: '100', field: 'value' } }}>{formatMoney(whole.value, currency, { cents: false })}</Inspectable>; how near such a forecast came before is told below. </>}{before && before.share_of_value !== null && <>Of the same customers, the {before.percent}&#8239;% who have brought most so far hold <Inspectable target={{ ...target, cell: { basis: 'historic', percent: before.percent, field: 'share_of_value' } }}>{formatShareOf(before.share_of_value)}</Inspectable> of all they have brought. The straight line would be everybody alike.</>}</>}
      inspect={{ ...target, cell: null }}
    >
      <ConcentrationCurve label="Share of expected value by share of customers, the most valuable first" points={points} inspect={target} height={280} />
    </Section>
  )
}
