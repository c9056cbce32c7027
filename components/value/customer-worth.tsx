'use client'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { formatInterval, formatMoney, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { purchases } from './words'

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
          {row.clv_low !== null && row.clv_high !== null && <span className="text-muted"> (95&#8239;% interval of the average of such customers {formatInterval(row.clv_low, row.clv_high, (value) => formatMoney(value, currency, { cents: false }))})</span>}
          {row.expected_transactions !== null && row.expected_transactions > 0 && <> from {figure('expected_transactions', purchases(row.expected_transactions))}</>}
          {row.p_alive !== null && row.p_alive < 1 && <>, {figure('p_alive', formatShareOf(row.p_alive))} likely to still be a customer</>}.
        </>
      )}
    </p>
  )
}
