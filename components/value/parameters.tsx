'use client'
import { Suspense, useState } from 'react'
import { addDays, type LocalDay } from '@/server/domain/time/local-day'
import type { ReportAnswer, RowOf } from '@/server/reports/answer'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatNumber } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import { MODEL_WORDS, PARAMETER_WORDS } from './words'

type Row = RowOf<'value-model'>
type Props = { answer: ReportAnswer<Row>; contract: boolean; /** The last day that forecasts are made from; null while there are none. */ asOf: LocalDay | null }

/** For whoever knows the models: parameters, their errors and the likelihood, out of everybody else's way. */
export function Parameters({ answer, contract, asOf }: Props) {
  const [open, setOpen] = useState(false)
  const { rows, notes, statistics } = answer
  const [first] = rows
  if (!first) return null
  const before = formatDay(first.calibration_end)
  return (
    <Section title="How this is computed" wall={false} inspect={{ report: 'value-model', parameters: {}, cell: null }}>
      <p className="max-w-prose text-13 text-muted">{(statistics.model === 'historic_average' ? WITHOUT : FITTED)[contract ? 'contract' : 'free']} The check above uses the records before {before} only, the forecasts all of them.</p>
      <details className="text-13" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="cursor-pointer text-accent">The models and their parameters</summary>
        <div className="mt-3 grid gap-4">
          <h3 className="font-medium">Of the check, from the records before {before}</h3>
          <Models rows={rows} parameters={{}} />
          {open && asOf !== null && <Suspense fallback={<SkeletonLines lines={4} />}><Present end={addDays(asOf, 1)} /></Suspense>}
          {notes.length > 0 && <p className="max-w-prose text-12 text-muted">{notes.join(' ')}</p>}
        </div>
      </details>
    </Section>
  )
}

const FITTED = {
  contract: 'Each customer has a risk of leaving of their own, the same in every month. What one brings a month is expected from their own record, the more the longer it is, and from everybody’s, for as long as they stay.',
  free: 'Everybody buys at a pace of their own and may stop for good at any time without saying so. From how often, how recently and for how much customers have bought, the likeliest paces, risks and spends are found, and from them what each one will do.',
}
const WITHOUT = {
  contract: 'Too little is known of leaving, so everybody who is there is taken to stay. What one brings a month is expected from their own record, the more the longer it is, and from everybody’s.',
  free: 'The records bear no model of when customers stop, so everybody is taken to go on: at a pace between their own so far and everybody’s, the nearer to their own the longer their record, and for what they have spent each time.',
}

/** What the forecasts on the page come from. */
function Present({ end }: { end: LocalDay }) {
  const parameters = { calibration_end: end }
  const { rows } = useReport('value-model', parameters)
  return <><h3 className="font-medium">Of the forecasts, from all records</h3><Models rows={rows} parameters={parameters} /></>
}

function Models({ rows, parameters }: { rows: Row[]; parameters: Record<string, string> }) {
  const inspect = (row: Row, field: keyof Row, text: string) => <Inspectable target={{ report: 'value-model', parameters, cell: { model: row.model, parameter: row.parameter, field } }}>{text}</Inspectable>
  return (
    <Table
      label={'calibration_end' in parameters ? 'What the forecasts come from' : 'Parameters of the models'} rows={rows} rowKey={(row) => `${row.model} ${row.parameter}`}
      columns={[
        { key: 'model', header: 'Model', wideOnly: true, cell: (row) => MODEL_WORDS[row.model] ?? row.model },
        { key: 'parameter', header: 'Parameter', cell: (row) => row.parameter },
        { key: 'estimate', header: 'Estimate', numeric: true, cell: (row) => (row.estimate === null ? '–' : inspect(row, 'estimate', formatNumber(row.estimate, 4))) },
        { key: 'std_err', header: 'Standard error', numeric: true, cell: (row) => (row.std_err === null ? '' : inspect(row, 'std_err', formatNumber(row.std_err, 4))) },
        { key: 'log_likelihood', header: 'Log-likelihood', numeric: true, wideOnly: true, cell: (row) => (row.log_likelihood === null ? '' : inspect(row, 'log_likelihood', formatNumber(row.log_likelihood, 2))) },
        { key: 'customers', header: 'Customers', numeric: true, wideOnly: true, cell: (row) => inspect(row, 'customers', formatCount(row.customers)) },
        { key: 'says', header: 'Says', wideOnly: true, cell: (row) => <span className="text-muted">{PARAMETER_WORDS[`${row.model} ${row.parameter}`] ?? ''}</span> },
      ]}
    />
  )
}
