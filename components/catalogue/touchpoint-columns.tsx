import type { TouchpointView } from '@/server/schemas/catalogue'
import { Badge } from '../ui/badge'
import { formatCount } from '../ui/format'
import type { Column } from '../ui/table'
import { EntryName } from './entry-name'
import { resultWords, ruleWords } from './words'

export type TouchpointColumnsInput = {
  admin: boolean
  currency: string
  /** Interactions of the last year by slug; undefined while they are counted. */
  volumes: Record<string, number> | undefined
  rows: readonly TouchpointView[]
  chosen: readonly string[]
  onChosen: (slugs: readonly string[]) => void
  onOpen: (slug: string) => void
}

export function touchpointColumns({ admin, currency, volumes, rows, chosen, onChosen, onOpen }: TouchpointColumnsInput): Column<TouchpointView>[] {
  const all = rows.length > 0 && rows.every((row) => chosen.includes(row.slug))
  const choose: Column<TouchpointView> = {
    key: 'choose', className: 'w-8',
    header: <Tick label="Choose all on this page" checked={all} some={chosen.length > 0} onChecked={(on) => onChosen(on ? rows.map((row) => row.slug) : [])} />,
    cell: (row) => <Tick label={`Choose ${row.name}`} checked={chosen.includes(row.slug)} onChecked={(on) => onChosen(on ? [...chosen, row.slug] : chosen.filter((slug) => slug !== row.slug))} />,
  }
  return [
    ...(admin ? [choose] : []),
    { key: 'name', header: 'Touchpoint', className: 'py-1', cell: (row) => <EntryName name={row.name} isNew={!row.confirmed} onOpen={admin ? () => onOpen(row.slug) : undefined} /> },
    {
      key: 'class', header: 'Class', className: 'whitespace-nowrap py-1',
      cell: (row) => <span className="flex items-center gap-2">{row.class === 'moment_that_matters' ? <span className="font-medium">Moment</span> : <span className="text-muted">Efficient</span>}{row.critical && <Badge tone="warning">Critical</Badge>}</span>,
    },
    { key: 'rule', header: 'Is a moment', wideOnly: true, className: 'py-1', cell: (row) => ruleWords(row, currency) ?? <span className="text-muted">–</span> },
    { key: 'result', header: 'Result, where none is recorded', wideOnly: true, className: 'max-w-64 py-1', cell: (row) => <span className="line-clamp-2 text-muted">{resultWords(row)}</span> },
    { key: 'stakes', header: 'Stakes', wideOnly: true, className: 'max-w-56 py-1 max-lg:hidden', cell: (row) => <span className="line-clamp-2 text-muted" title={row.stakes || undefined}>{row.stakes}</span> },
    { key: 'target', header: 'Target', numeric: true, wideOnly: true, className: 'whitespace-nowrap', cell: (row) => (row.target_minutes === null ? '' : `${formatCount(row.target_minutes)} min`) },
    { key: 'volume', header: '365 days', numeric: true, cell: (row) => (volumes ? formatCount(volumes[row.slug] ?? 0) : '') },
  ]
}

function Tick({ label, checked, some, onChecked }: { label: string; checked: boolean; some?: boolean; onChecked: (on: boolean) => void }) {
  return (
    <label className="grid size-6 place-items-center pointer-coarse:size-11">
      <input
        type="checkbox" aria-label={label} checked={checked} className="size-4 accent-(--accent)"
        ref={(box) => { if (box) box.indeterminate = !checked && some === true }} onChange={(event) => onChecked(event.target.checked)}
      />
    </label>
  )
}
