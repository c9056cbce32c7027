'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates, type inferParserType, type Nullable } from 'nuqs'
import { PROMISE_ORDERS, PROMISE_TO, PROMISE_VIEWS } from '@/server/schemas/promises'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Select } from '../ui/field'
import { formatCount } from '../ui/format'
import { Pagination } from '../ui/pagination'
import { Callout, ErrorState } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { LedgerPage } from './ledger-page'
import { VIEW_LABEL } from './words'

/** As many as one works through in a sitting. */
const PAGE = 50
const OWNERS = ['all', 'mine', 'nobody'] as const
const OWNER_LABEL = { all: 'Everybody’s', mine: 'Mine', nobody: 'Nobody’s yet' }
const ORDER_LABEL = { clock: 'Most pressing first', value: 'Most at stake first' }
/** What presses first, said beside the list. */
const RULE: Partial<Record<(typeof PROMISE_VIEWS)[number], string>> = { open: 'What is due today first; then what is overdue, the newest before the oldest, as it can best be mended; then what is due later.', overdue: 'The newest first: it can best be mended.' }
const parsers = {
  view: parseAsStringLiteral(PROMISE_VIEWS).withDefault('open'), owner: parseAsStringLiteral(OWNERS).withDefault('all'), team: parseAsString, to: parseAsStringLiteral(PROMISE_TO).withDefault('all'),
  order: parseAsStringLiteral(PROMISE_ORDERS).withDefault('clock'), offset: parseAsInteger.withDefault(0),
}
type Address = inferParserType<typeof parsers>

/** The promises themselves, the most pressing first, each with what can be done about it. */
export function Ledger() {
  const trpc = useTRPC()
  const [{ view, owner, team, to, order, offset }, setAddress] = useQueryStates(parsers, { history: 'push', scroll: false })
  const set = (change: Partial<Nullable<Address>>) => void setAddress({ offset: null, ...change })
  const list = useQuery(trpc.promises.list.queryOptions({ view, owner, to, order, offset, limit: PAGE, ...(team ? { team } : {}) }, { placeholderData: keepPreviousData }))
  const { rows = [], total = 0, teams = [], to_left: toLeft = 0 } = list.data ?? {}
  const gone = (value: (typeof PROMISE_TO)[number]) => ({ all: 'All customers', with_us: 'Still customers', left: `Left meanwhile (${formatCount(toLeft)})` })[value]
  return (
    <div className="grid gap-2 border-t pt-4 pb-8">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl label="Which" options={PROMISE_VIEWS.map((value) => ({ value, label: VIEW_LABEL[value] }))} value={view} onValue={(value) => set({ view: value })} className="max-w-full overflow-x-auto" />
        <Select quiet aria-label="Whose" className="w-auto!" value={owner} options={OWNERS.map((value) => ({ value, label: OWNER_LABEL[value] }))} onValue={(value) => set({ owner: value })} />
        {(teams.length > 0 || team) && <Select quiet aria-label="Team" className="w-auto!" value={team ?? ''} options={[{ value: '', label: 'All teams' }, ...[...new Set([...teams, ...(team ? [team] : [])])].map((value) => ({ value, label: value }))]} onValue={(value) => set({ team: value || null })} />}
        {(toLeft > 0 || to !== 'all') && <Select quiet aria-label="To whom" className="w-auto!" value={to} options={PROMISE_TO.map((value) => ({ value, label: gone(value) }))} onValue={(value) => set({ to: value })} />}
        <Select quiet aria-label="Order" className="w-auto!" value={order} options={PROMISE_ORDERS.map((value) => ({ value, label: ORDER_LABEL[value] }))} onValue={(value) => set({ order: value })} />
      </div>
      {order === 'clock' && RULE[view] && <p className="text-12 text-muted">{RULE[view]}</p>}
      {to === 'left' && view !== 'done' && <Callout title="They left before we did what we said">Past due these are broken promises and stay so. “We cannot keep it” takes one off the list and leaves the follow-through as it is.</Callout>}
      {/* A list that could not be read is not an empty one: nobody may think that nothing is owed. */}
      {list.isError ? <ErrorState title="The promises could not be read" detail={failureOf(list.error)} action={<Button onClick={() => void list.refetch()}>Try again</Button>} /> : <LedgerPage key={`${view} ${owner} ${team} ${to} ${order} ${offset}`} rows={rows} view={view} loading={list.isPlaceholderData || list.isPending} fetching={list.isFetching} />}
      {total > PAGE && (
        <Pagination
          unit="promises" offset={offset} shown={rows.length} total={total}
          onPrevious={offset > 0 ? () => set({ offset: Math.max(0, offset - PAGE) }) : undefined} onNext={offset + PAGE < total ? () => set({ offset: offset + PAGE }) : undefined}
        />
      )}
    </div>
  )
}
