'use client'
import { isPassing } from '@/server/domain/settling'
import type { RowOf } from '@/server/reports/answer'
import { RangeDot } from '../charts/range-dot'
import { COUNT, SHARE } from '../charts/unit'
import { useReport } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { formatCount, formatMoney } from '../ui/format'
import { useWorkspace } from '../workspace/workspace'

/** What changed: up to five sentences that earned the word news, the dearest first. */
export function Changes() {
  const { currency } = useWorkspace()
  const { rows, statistics, incomplete, notes } = useReport('findings', {})
  const checks = Number(statistics.checks ?? 0)
  if (checks === 0) return <Section title="What changed" inspect={{ report: 'findings', parameters: {}, cell: null }}><p className="max-w-prose text-14 text-muted">{notes[0] ?? 'There is not enough history yet to say what is usual.'}</p></Section>
  return (
    <Section
      title={rows.length === 0 ? `${formatCount(checks)} checks, nothing unusual` : 'What changed'}
      note={<>{rows.length > 0 && 'Grey: the usual range; dot: what came. '}{formatCount(checks)} checks against their own history{rows.length > 0 ? `; ${rows.length === 1 ? 'one is' : `${rows.length} are`} outside the usual range` : ''}.{incomplete.some((reason) => !isPassing(reason)) ? ' Late sources are left out.' : ''}</>}
      inspect={{ report: 'findings', parameters: {}, cell: null }}
    >
      {rows.length > 0 && (
        <ol className="grid max-w-4xl">
          {rows.map((row) => <Sentence key={row.text} row={row} currency={currency} />)}
        </ol>
      )}
    </Section>
  )
}

/** What the difference from the usual is in money, and over which time. */
function moneyText({ report, money }: RowOf<'findings'>, sum: string): string {
  if (report === 'churn-rate') return `about ${sum} a year of purchases ${(money ?? 0) > 0 ? 'lost' : 'kept'} beyond the usual`
  return `about ${sum} ${(money ?? 0) > 0 ? 'more' : 'less'} than usual to answer them that week`
}

function Sentence({ row, currency }: { row: RowOf<'findings'>; currency: string }) {
  const { by: _by, ...parameters } = row.parameters
  const unit = row.observed <= 1 && row.expected_high <= 1 ? SHARE : COUNT
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-hairline py-3 first:border-t-0 first:pt-0">
      <p className="max-w-prose min-w-0 flex-1 basis-96 text-16">
        <Inspectable target={{ report: row.report, parameters, cell: { key: 'total' } }}>{row.text}</Inspectable>
      </p>
      <p className="flex items-center gap-4 text-13 text-muted">
        <RangeDot label="Observed against usual" observed={row.observed} low={row.expected_low} high={row.expected_high} unit={unit} width={120} />
        <span className="w-60">{row.money !== null && <Inspectable target={{ report: 'findings', parameters: {}, cell: { text: row.text, field: 'money' } }}>{moneyText(row, formatMoney(Math.abs(row.money), currency, { cents: false }))}</Inspectable>}</span>
      </p>
    </li>
  )
}
