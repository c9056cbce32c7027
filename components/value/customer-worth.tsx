'use client'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { formatInterval, formatMoney, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { purchases, rangeWords } from './words'

/** What one customer is expected to bring, as a sentence; nothing where nothing is predicted. */
export function CustomerWorth({ id }: { id: string }) {
  const { currency } = useWorkspace()
  const parameters = { customer: id }
  const { data } = useReportQuery('most-valuable', parameters)
  const row = data?.rows[0]
  if (!row) return null
  const figure = (field: string, text: string) => <Inspectable target={{ report: 'most-valuable', parameters, cell: { customer: row.customer, field } }} className="font-medium">{text}</Inspectable>
  const gone = row.p_alive === 0
  return (
    <p className="border-t py-3 text-14">
      {gone ? 'Nothing more is expected: this customer has left.' : (
        <>
          Expected over the year after {formatDay(row.as_of)}: worth {figure('clv', formatMoney(row.clv, currency, { cents: false }))}
          {row.expected_transactions !== null && row.expected_transactions > 0 && <> from {figure('expected_transactions', purchases(row.expected_transactions))}</>}
          {row.p_alive !== null && row.p_alive < 1 && <>, {figure('p_alive', formatShareOf(row.p_alive))} likely to still be a customer</>}.
          {row.range_low !== null && row.range_high !== null && <> {rangeWords(row.range_low, row.range_high, row.clv ?? 0, (value) => formatMoney(value, currency, { cents: false }))}</>}
          {row.clv_low !== null && row.clv_high !== null && <span className="text-muted"> If the model is right, the average of all such customers lies within {formatInterval(row.clv_low, row.clv_high, (value) => formatMoney(value, currency, { cents: false }))} (95&#8239;% interval).</span>}
        </>
      )}
    </p>
  )
}
