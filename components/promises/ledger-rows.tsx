'use client'
import { Ellipsis } from 'lucide-react'
import type { PromiseRow } from '@/server/queries/promises'
import { Badge, type Tone } from '../ui/badge'
import { Button, IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { formatCount, formatMoney } from '../ui/format'
import { formatDay, formatInstant } from '../ui/format-date'
import { Link } from '../ui/link'
import { Menu } from '../ui/menu'
import type { Column } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { DOING_LABEL, isOwed, keyOf, type Doing } from './doing'
import type { Done } from './use-promise-work'
import { STATE_LABEL } from './words'

/** What can be done with a row, and how it stands. */
export type RowVerbs = {
  done: ReadonlyMap<string, Done>
  chosen: ReadonlySet<string>
  choose: (row: PromiseRow, on: boolean) => void
  act: (row: PromiseRow, doing: Doing | 'reopened') => void
  change: (row: PromiseRow) => void
}

const TONE: Partial<Record<PromiseRow['state'], Tone>> = { overdue: 'danger', due_today: 'warning', kept: 'good' }
const BASIS = { predicted: 'Predicted for a year', historic: 'Of the last twelve months' }
/** What the keys come to is never hidden behind the bar at the foot. */
const BOX = 'block size-4 scroll-mb-24 accent-(--accent) pointer-coarse:size-6'

export function ledgerColumns({ slug, currency, mayWrite, rows, verbs, chooseAll }: { slug: string; currency: string; mayWrite: boolean; rows: readonly PromiseRow[]; verbs: RowVerbs; chooseAll: (on: boolean) => void }): Column<PromiseRow>[] {
  const owed = rows.filter(isOwed)
  const dim = (row: PromiseRow) => verbs.done.has(keyOf(row)) && !isOwed(row) && 'text-muted'
  return [
    ...(mayWrite ? [{
      key: 'choose', className: 'w-6',
      header: <input type="checkbox" className={BOX} aria-label="Choose all on this page" disabled={owed.length === 0} checked={owed.length > 0 && owed.every((row) => verbs.chosen.has(keyOf(row)))} onChange={(event) => chooseAll(event.target.checked)} />,
      cell: (row: PromiseRow) => <input type="checkbox" className={BOX} data-row={rows.indexOf(row)} aria-label={`Choose: ${row.text ?? 'a promise'}, ${row.customer_name ?? row.customer}`} checked={verbs.chosen.has(keyOf(row))} onChange={(event) => verbs.choose(row, event.target.checked)} />,
    }] : []),
    { key: 'due', header: 'Due', cell: (row) => <Due row={row} /> },
    { key: 'customer', header: 'Customer', cell: (row) => <span className="inline-flex flex-wrap items-center gap-x-2"><Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.customer_name ?? row.customer}</Link><Left row={row} /></span> },
    { key: 'text', header: 'What we promised', cell: (row) => <span className={cx('line-clamp-2 min-w-40', dim(row))}>{row.text ?? <span className="text-faint">nothing written down</span>}</span> },
    { key: 'tier', header: 'Tier', wideOnly: true, cell: (row) => row.tier ?? '–' },
    { key: 'value', header: 'At stake', numeric: true, wideOnly: true, cell: (row) => <span title={BASIS[row.value_basis]}>{formatMoney(row.value, currency, { cents: false })}</span> },
    { key: 'owner', header: 'Owner', wideOnly: true, cell: (row) => <Whose row={row} /> },
    ...(mayWrite ? [{ key: 'act', header: <span className="sr-only">What to do</span>, numeric: true, cell: (row: PromiseRow) => <Acts row={row} verbs={verbs} /> }] : []),
  ]
}

/** The same on a phone: nothing is left out, nothing runs over the edge. */
export function Stacked({ rows, verbs, chooseAll }: { rows: readonly PromiseRow[]; verbs: RowVerbs; chooseAll: (on: boolean) => void }) {
  const { slug, currency, can } = useWorkspace()
  const mayWrite = can.includes('edit')
  const owed = rows.filter(isOwed)
  const every = owed.length > 0 && owed.every((row) => verbs.chosen.has(keyOf(row)))
  if (rows.length === 0) return null
  return (
    <div className="sm:hidden">
      {mayWrite && owed.length > 1 && <label className={cx(TOUCHED, 'mb-1 w-fit text-13 text-muted')}><input type="checkbox" className={TICK} checked={every} onChange={(event) => chooseAll(event.target.checked)} /> Choose all {formatCount(owed.length)} on this page</label>}
      <ul aria-label="Promises" className="divide-y border-y">
        {rows.map((row) => (
          <li key={keyOf(row)} className="grid gap-1 py-3 text-13">
            <p className="flex flex-wrap items-center gap-x-3 text-14">
              {mayWrite && isOwed(row) && <label className={cx(TOUCHED, '-my-3')}><input type="checkbox" className={TICK} aria-label={`Choose: ${row.text ?? 'a promise'}, ${row.customer_name ?? row.customer}`} checked={verbs.chosen.has(keyOf(row))} onChange={(event) => verbs.choose(row, event.target.checked)} /></label>}
              <Link className="min-w-0 flex-1 font-medium" href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.customer_name ?? row.customer}</Link>
              <span className="tabular-nums">{formatMoney(row.value, currency, { cents: false })} <span className="text-12 text-muted">at stake</span></span>
            </p>
            <p className="break-words">{row.text ?? <span className="text-faint">nothing written down</span>}</p>
            <p className="flex flex-wrap items-center gap-2"><Due row={row} /><Left row={row} /></p>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="text-muted">{row.tier && `${row.tier} · `}<Whose row={row} /></span>
              {mayWrite && <Acts row={row} verbs={verbs} />}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** As large as a finger, though only the box is seen. */
const TOUCHED = '-ml-2 flex min-h-11 min-w-11 items-center gap-3 pl-2'
const TICK = 'block size-6 shrink-0 accent-(--accent)'

function Due({ row }: { row: PromiseRow }) {
  const { timezone } = useWorkspace()
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap tabular-nums">
      {formatInstant(row.due_at, timezone)}
      {row.state !== 'due_later' && <Badge tone={TONE[row.state] ?? 'neutral'}>{STATE_LABEL[row.state]}</Badge>}
    </span>
  )
}

const Left = ({ row }: { row: PromiseRow }) => row.left !== null && <Badge>left {formatDay(row.left)}</Badge>

/** A team that owes it is not yet somebody who does it. */
function Whose({ row: { owner, team } }: { row: PromiseRow }) {
  if (owner) return <>{owner}</>
  return <span className="whitespace-nowrap"><span className="text-warning">nobody yet</span>{team && <span className="text-muted">, team {team}</span>}</span>
}

/** Kept with one press; the rest behind a menu. What was done has its way back in the same place. */
function Acts({ row, verbs: { done, act, change } }: { row: PromiseRow; verbs: RowVerbs }) {
  const here = done.get(keyOf(row))
  if (here && !here.saved) return <span role="status" className="px-3 text-12 text-muted">Saving…</span>
  if (!isOwed(row)) return <Button look="quiet" onClick={() => act(row, 'reopened')}>{here ? 'Undo' : 'Still owed'}</Button>
  return (
    <span className="inline-flex items-center gap-1">
      <Button onClick={() => act(row, 'kept')}>Kept</Button>
      <Menu
        label="More about this promise" align="end" trigger={<IconButton label="More" icon={<Ellipsis />} />}
        items={[
          { label: 'Change owner or time…', onSelect: () => change(row) }, 'line',
          { label: DOING_LABEL.not_needed, onSelect: () => act(row, 'not_needed') }, { label: DOING_LABEL.cannot, danger: true, onSelect: () => act(row, 'cannot') },
        ]}
      />
    </span>
  )
}
