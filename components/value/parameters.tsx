'use client'
import type { ReportAnswer, RowOf } from '@/server/reports/answer'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatNumber } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { Table } from '../ui/table'
import { MODEL_WORDS, PARAMETER_WORDS } from './words'

type Row = RowOf<'value-model'>

/** For whoever knows the models: parameters, their errors and the likelihood, out of everybody else's way. */
export function Parameters({ answer, contract }: { answer: ReportAnswer<Row>; contract: boolean }) {
  const { rows, notes } = answer
  const [first] = rows
  if (!first) return null
  const inspect = (row: Row, field: keyof Row, text: string) => <Inspectable target={{ report: 'value-model', parameters: {}, cell: { model: row.model, parameter: row.parameter, field } }}>{text}</Inspectable>
  return (
    <Section title="How this is computed" inspect={{ report: 'value-model', parameters: {}, cell: null }}>
      <p className="max-w-prose text-13 text-muted">{contract ? 'Each customer has a risk of leaving of their own, the same in every month. What one brings a month is expected from their own record, the more the longer it is, and from everybody’s, for as long as they stay.' : 'Everybody buys at a pace of their own and may stop for good at any time without saying so. From how often, how recently and for how much customers have bought, the likeliest paces, risks and spends are found, and from them what each one will do.'} The check above fits the same models to the records before {formatDay(first.calibration_end)} only; these are its parameters, and the forecasts come from the same fit to all records.</p>
      <details className="text-13">
        <summary className="cursor-pointer text-accent">The models and their parameters</summary>
        <div className="mt-3 grid gap-4">
          <Table
            label="Parameters of the models" rows={rows} rowKey={(row) => `${row.model} ${row.parameter}`}
            columns={[
              { key: 'model', header: 'Model', wideOnly: true, cell: (row) => MODEL_WORDS[row.model] ?? row.model },
              { key: 'parameter', header: 'Parameter', cell: (row) => row.parameter },
              { key: 'estimate', header: 'Estimate', numeric: true, cell: (row) => inspect(row, 'estimate', formatNumber(row.estimate, 4)) },
              { key: 'std_err', header: 'Standard error', numeric: true, cell: (row) => (row.std_err === null ? '' : inspect(row, 'std_err', formatNumber(row.std_err, 4))) },
              { key: 'log_likelihood', header: 'Log-likelihood', numeric: true, wideOnly: true, cell: (row) => (row.log_likelihood === null ? '' : inspect(row, 'log_likelihood', formatNumber(row.log_likelihood, 2))) },
              { key: 'customers', header: 'Customers', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'customers', formatCount(row.customers)) },
              { key: 'says', header: 'Says', wideOnly: true, cell: (row) => <span className="text-muted">{PARAMETER_WORDS[`${row.model} ${row.parameter}`] ?? ''}</span> },
            ]}
          />
          {notes.length > 0 && <p className="max-w-prose text-12 text-muted">{notes.join(' ')}</p>}
        </div>
      </details>
    </Section>
  )
}
