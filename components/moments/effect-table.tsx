import { Inspectable, type InspectTarget } from '../shell/inspector-context'
import { Dot } from '../ui/badge'
import { formatCount, formatRate, formatShareInterval, SMALL_N } from '../ui/format'
import { Table, type Column } from '../ui/table'
import { meaningColour } from '../ui/tokens'
import { RESULT_NAMES, rowOf, type Outcome, type Touchpoint } from './outcomes'

type Line = { touchpoint: Touchpoint; first: boolean; name: string; row: Outcome }

/** Every touchpoint by result: rates over each customer's first such moment with their intervals, and what is not known yet. */
export function EffectTable({ touchpoints, target }: { touchpoints: readonly Touchpoint[]; target: Omit<InspectTarget, 'cell'> }) {
  const lines = touchpoints.flatMap((touchpoint) => {
    const rows = RESULT_NAMES.flatMap(([result, name]) => { const row = rowOf(touchpoint, result); return row && row.moments > 0 ? [{ name, row }] : [] })
    return rows.map(({ name, row }, index): Line => ({ touchpoint, first: index === 0, name, row }))
  })
  return <Table label="Effects by touchpoint and result" columns={columns(target)} rows={lines} rowKey={({ row }) => `${row.touchpoint} ${row.result}`} />
}

function columns(target: Omit<InspectTarget, 'cell'>): Column<Line>[] {
  const inspect = (row: Outcome, field: keyof Outcome, text: string) => <Inspectable target={{ ...target, cell: { touchpoint: row.touchpoint, result: row.result, field } }}>{text}</Inspectable>
  const count = (field: 'moments' | 'pending' | 'not_measurable' | 'advocated') => ({ row }: Line) => (row[field] === 0 && field !== 'moments' ? <span className="text-faint">0</span> : inspect(row, field, formatCount(row[field])))
  const rate = (k: 'index_left' | 'index_spent_less', n: 'closed' | 'comparable', field: 'left_rate' | 'spent_less_rate', low: number | null, high: number | null, row: Outcome) => (
    row[n] === 0 ? <span className="text-faint">no data</span> : (
      <span className="whitespace-nowrap">
        {inspect(row, field, formatRate(row[k], row[n]))}
        {row[n] >= SMALL_N && low !== null && high !== null && <span className="text-12 text-muted max-sm:hidden"> {formatShareInterval(low, high)}, n = {formatCount(row[n])}</span>}
      </span>
    )
  )
  return [
    { key: 'touchpoint', header: 'Touchpoint', className: 'min-w-32', cell: ({ touchpoint, first }) => (first ? <span className="font-medium">{touchpoint.key === 'total' ? 'All moments' : touchpoint.label}</span> : <span className="sr-only">{touchpoint.label}</span>) },
    { key: 'known', header: 'Results known', numeric: true, wideOnly: true, cell: ({ touchpoint, first, row }) => (first ? inspect(row, 'coverage', formatRate(touchpoint.known, touchpoint.moments)) : null) },
    { key: 'result', header: 'Result', cell: ({ row, name }) => <span className="flex items-center gap-2 whitespace-nowrap"><Dot colour={meaningColour(row.result)} />{name}</span> },
    { key: 'moments', header: 'Moments', numeric: true, cell: count('moments') },
    { key: 'left', header: 'Left afterwards', numeric: true, cell: ({ row }) => rate('index_left', 'closed', 'left_rate', row.left_low, row.left_high, row) },
    { key: 'less', header: 'Spent less', numeric: true, wideOnly: true, cell: ({ row }) => rate('index_spent_less', 'comparable', 'spent_less_rate', row.spent_less_low, row.spent_less_high, row) },
    { key: 'advocated', header: 'Advocated', numeric: true, wideOnly: true, cell: count('advocated') },
    { key: 'pending', header: 'Window open', numeric: true, wideOnly: true, cell: count('pending') },
    { key: 'not_measurable', header: 'Not measurable', numeric: true, wideOnly: true, cell: count('not_measurable') },
  ]
}
