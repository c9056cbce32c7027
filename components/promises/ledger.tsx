'use client'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { PromiseRow } from '@/server/queries/promises'
import { PROMISE_ORDERS, PROMISE_VIEWS } from '@/server/schemas/promises'
import { failureOf, useTRPC } from '../data/trpc'
import { Badge, type Tone } from '../ui/badge'
import { Button, IconButton } from '../ui/button'
import { Select } from '../ui/field'
import { formatMoney } from '../ui/format'
import { formatInstant } from '../ui/format-date'
import { Link } from '../ui/link'
import { Menu } from '../ui/menu'
import { Pagination } from '../ui/pagination'
import { EmptyState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { SegmentedControl } from '../ui/tabs'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { STATE_LABEL, VIEW_LABEL } from './words'

const ChangePromise = dynamic(() => import('./change-promise').then((module) => module.ChangePromise), { ssr: false })

const PAGE = 25
const OWNERS = ['all', 'mine', 'nobody'] as const
const OWNER_LABEL = { all: 'Everybody’s', mine: 'Mine', nobody: 'Nobody’s yet' }
const ORDER_LABEL = { clock: 'Most pressing first', value: 'Most at stake first' }
const parsers = { view: parseAsStringLiteral(PROMISE_VIEWS).withDefault('open'), owner: parseAsStringLiteral(OWNERS).withDefault('all'), order: parseAsStringLiteral(PROMISE_ORDERS).withDefault('clock'), offset: parseAsInteger.withDefault(0) }
const TONE: Partial<Record<PromiseRow['state'], Tone>> = { overdue: 'danger', due_today: 'warning', kept: 'good' }

/** The promises themselves, the most pressing first, each with what can be done about it. */
export function Ledger() {
  const trpc = useTRPC()
  const { slug, currency, can } = useWorkspace()
  const [{ view, owner, order, offset }, set] = useQueryStates(parsers, { history: 'push', scroll: false })
  const list = useQuery(trpc.promises.list.queryOptions({ view, owner, order, offset, limit: PAGE }, { placeholderData: keepPreviousData }))
  const rows = list.data?.rows ?? []
  return (
    <div className="grid gap-2 border-t pt-4 pb-8">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl label="Which" options={PROMISE_VIEWS.map((value) => ({ value, label: VIEW_LABEL[value] }))} value={view} onValue={(value) => void set({ view: value, offset: null })} className="max-w-full overflow-x-auto" />
        <Select quiet aria-label="Whose" className="w-auto!" value={owner} options={OWNERS.map((value) => ({ value, label: OWNER_LABEL[value] }))} onValue={(value) => void set({ owner: value, offset: null })} />
        <Select quiet aria-label="Order" className="w-auto!" value={order} options={PROMISE_ORDERS.map((value) => ({ value, label: ORDER_LABEL[value] }))} onValue={(value) => void set({ order: value, offset: null })} />
      </div>
      <Stacked rows={rows} />
      <Table
        className={rows.length > 0 ? 'max-sm:hidden' : undefined} label="Promises" rows={rows} rowKey={(row) => `${row.source} ${row.id}`} loading={list.isPlaceholderData || list.isPending} columns={columns(slug, currency, can.includes('edit'))}
        empty={<EmptyState title={view === 'overdue' ? 'Nothing is overdue' : 'No promises here'}><p>On a customer’s page the key P notes what was promised; your systems can send promises too.</p></EmptyState>}
      />
      {list.data && list.data.total > PAGE && (
        <Pagination
          unit="promises" offset={offset} shown={rows.length} total={list.data.total}
          onPrevious={offset > 0 ? () => void set({ offset: Math.max(0, offset - PAGE) }) : undefined} onNext={offset + PAGE < list.data.total ? () => void set({ offset: offset + PAGE }) : undefined}
        />
      )}
    </div>
  )
}

const BASIS = { predicted: 'Predicted for a year', historic: 'Of the last twelve months' }

/** The same on a phone: nothing is left out, nothing runs over the edge. */
function Stacked({ rows }: { rows: readonly PromiseRow[] }) {
  const { slug, currency, can } = useWorkspace()
  if (rows.length === 0) return null
  return (
    <ul aria-label="Promises" className="divide-y border-y sm:hidden">
      {rows.map((row) => (
        <li key={`${row.source} ${row.id}`} className="grid gap-1 py-3 text-13">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-14"><Link className="font-medium" href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.customer_name ?? row.customer}</Link><span className="tabular-nums">{formatMoney(row.value, currency, { cents: false })} <span className="text-12 text-muted">at stake</span></span></p>
          <p className="break-words">{row.text ?? <span className="text-faint">nothing written down</span>}</p>
          <Due row={row} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="text-muted">{row.tier && `${row.tier} · `}{row.owner ?? row.team ?? <span className="text-warning">nobody’s</span>}</span>
            {can.includes('edit') && <Acts row={row} />}
          </div>
        </li>
      ))}
    </ul>
  )
}

const columns = (slug: string, currency: string, mayWrite: boolean): Column<PromiseRow>[] => [
  { key: 'due', header: 'Due', cell: (row) => <Due row={row} /> },
  { key: 'customer', header: 'Customer', cell: (row) => <Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.customer_name ?? row.customer}</Link> },
  { key: 'text', header: 'What we promised', cell: (row) => <span className="line-clamp-2 min-w-40">{row.text ?? <span className="text-faint">nothing written down</span>}</span> },
  { key: 'tier', header: 'Tier', wideOnly: true, cell: (row) => row.tier ?? '–' },
  { key: 'value', header: 'At stake', numeric: true, wideOnly: true, cell: (row) => <span title={BASIS[row.value_basis]}>{formatMoney(row.value, currency, { cents: false })}</span> },
  { key: 'owner', header: 'Owner', wideOnly: true, cell: (row) => row.owner ?? row.team ?? <span className="text-warning">nobody</span> },
  ...(mayWrite ? [{ key: 'act', header: <span className="sr-only">What to do</span>, numeric: true, cell: (row: PromiseRow) => <Acts row={row} /> }] : []),
]

function Due({ row }: { row: PromiseRow }) {
  const { timezone } = useWorkspace()
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap tabular-nums">
      {formatInstant(row.due_at, timezone)}
      {row.state !== 'due_later' && <Badge tone={TONE[row.state] ?? 'neutral'}>{STATE_LABEL[row.state]}</Badge>}
    </span>
  )
}

/** Kept with one press; the rest behind a menu. What was done can be taken back from the notice. */
function Acts({ row }: { row: PromiseRow }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const [changing, setChanging] = useState(false)
  const ref = { id: row.id, source: row.source }
  const after = () => void client.invalidateQueries()
  const failed = (error: unknown) => toast({ title: 'That did not work', description: failureOf(error), tone: 'danger' })
  const reopen = useMutation(trpc.promises.reopen.mutationOptions({ onSuccess: after, onError: failed }))
  const undo = { label: 'Undo', onSelect: () => reopen.mutate(ref) }
  const keep = useMutation(trpc.promises.keep.mutationOptions({ onError: failed, onSuccess: () => { after(); toast({ title: 'Kept', description: row.text ?? undefined, action: undo }) } }))
  const withdraw = useMutation(trpc.promises.withdraw.mutationOptions({ onError: failed, onSuccess: () => { after(); toast({ title: 'Withdrawn', description: row.text ?? undefined, action: undo }) } }))
  // An outcome dated later than now has not happened.
  const done = row.done_at !== null && row.state !== 'overdue' && row.state !== 'due_today' && row.state !== 'due_later'
  if (done) return <Button look="quiet" busy={reopen.isPending} onClick={() => reopen.mutate(ref)}>Still owed</Button>
  return (
    <span className="inline-flex items-center gap-1">
      <Button busy={keep.isPending} onClick={() => keep.mutate(ref)}>Kept</Button>
      <Menu
        label="More about this promise" align="end" trigger={<IconButton label="More" icon={<Ellipsis />} />}
        items={[
          { label: 'Change owner or time…', onSelect: () => setChanging(true) }, 'line',
          { label: 'The customer no longer needs it', onSelect: () => withdraw.mutate({ ...ref, by: 'customer' }) }, { label: 'We cannot keep it', danger: true, onSelect: () => withdraw.mutate({ ...ref, by: 'us' }) },
        ]}
      />
      {changing && <ChangePromise row={row} onClose={() => setChanging(false)} />}
    </span>
  )
}
