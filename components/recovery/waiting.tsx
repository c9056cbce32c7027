'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useDeferredValue } from 'react'
import type { Unhappy } from '@/server/queries/recovery'
import { failureOf, useTRPC } from '../data/trpc'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatCount, formatMoney } from '../ui/format'
import { Link } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { EmptyState } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { recoveryParsers, waitingQuestion } from './parameters'
import { Reasons } from './reasons'
import { howLong, reasonText } from './words'

const ORDERS = [{ value: 'value', label: 'Most at stake' }, { value: 'waiting', label: 'Waiting longest' }] as const

const NOW = { report: 'unhappy-now', parameters: {} }
const figure = (field: 'customers' | 'unowned' | 'at_stake', text: string) => <Inspectable target={{ ...NOW, cell: { reason: 'total', field } }}>{text}</Inspectable>

/** Those nobody has got back to, the most at stake or the longest waiting first. */
export function Waiting() {
  const { currency } = useWorkspace()
  const trpc = useTRPC()
  const [address, set] = useQueryStates(recoveryParsers, { history: 'push', scroll: false })
  const asked = waitingQuestion(useDeferredValue(address))
  const { data: list } = useSuspenseQuery(trpc.recovery.unhappy.queryOptions(asked))
  if (list.waiting === 0) {
    return (
      <Section title="Nobody is waiting">
        <EmptyState title={`No customer was failed in the last ${list.days} days without somebody acting since`}>
          <p>Here stand failed moments, very bad impressions and broken promises that nobody has done anything about. An act is a contact on our initiative about the same matter, a gesture of goodwill, a promise kept, or the issue’s resolution. A promise we did not keep waits on although its issue was closed.</p>
        </EmptyState>
      </Section>
    )
  }
  return (
    <Section
      title={<>{figure('customers', formatCount(list.waiting))} {list.waiting === 1 ? 'customer is' : 'customers are'} waiting for us; {figure('at_stake', formatMoney(list.at_stake, currency, { cents: false }))} at stake</>}
      subtitle={list.unowned === 0 ? 'Somebody has taken each of them on.' : list.unowned === list.waiting ? 'Nobody has taken any of them on.' : <>{figure('unowned', formatCount(list.unowned))} nobody has taken on.</>}
      note={`Failed moments, very bad impressions and broken promises of the last ${list.days} days that nobody has acted on. A promise we did not keep waits on although its issue was closed. At stake is what a customer is predicted to bring, or what they brought in twelve months where there is no prediction.`}
      inspect={{ ...NOW, cell: null }}
    >
      <Reasons waiting={list.waiting} by={list.by_reason} />
      <div><SegmentedControl label="Order" options={ORDERS} value={address.order} onValue={(order) => void set({ order, offset: null })} /></div>
      <ul className="divide-y border-y">{list.rows.map((row) => <Row key={row.customer} row={row} />)}</ul>
      {list.waiting > asked.limit && (
        <Pagination
          offset={asked.offset} shown={list.rows.length} total={list.waiting} unit="customers"
          onPrevious={asked.offset > 0 ? () => void set({ offset: Math.max(0, asked.offset - asked.limit) }) : undefined}
          onNext={asked.offset + asked.limit < list.waiting ? () => void set({ offset: asked.offset + asked.limit }) : undefined}
        />
      )}
    </Section>
  )
}

function Row({ row }: { row: Unhappy }) {
  const workspace = useWorkspace()
  const { slug, currency, can } = workspace
  const now = new Date(workspace.now)
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const take = useMutation(trpc.recovery.take.mutationOptions({
    onSuccess: async () => { toast({ title: `${row.name ?? row.customer} is yours`, description: 'The case stands at the top of this page.' }); await client.invalidateQueries() },
    onError: async (error) => { toast({ title: 'Not taken', description: failureOf(error), tone: 'danger' }); await client.invalidateQueries() },
  }))
  return (
    <li className="grid grid-cols-[1fr_auto] items-start gap-x-6 gap-y-1 py-3 lg:grid-cols-[14rem_1fr_7rem_6rem_8rem]">
      <div className="min-w-0">
        <p className="truncate text-14 font-medium"><Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.name ?? row.customer}</Link></p>
        <p className="flex items-center gap-2 text-12 text-muted">{[row.name ? row.customer : null, row.tier].filter(Boolean).join(' · ')}{row.left && <Badge tone="danger">has left</Badge>}</p>
        <p className="text-12 text-muted lg:hidden">waiting {howLong(row.since, now)}</p>
      </div>
      <ul className="min-w-0 text-13 max-lg:order-last max-lg:col-span-2">
        {row.reasons.map((reason) => <li key={`${reason.at} ${reason.kind}`}>{reasonText(reason, { ...workspace, now })}</li>)}
        {row.times > row.reasons.length && <li className="text-muted">and {formatCount(row.times - row.reasons.length)} more</li>}
      </ul>
      <p className="text-right text-14 font-medium tabular-nums max-lg:order-3" title={row.value_basis === 'predicted' ? 'Predicted' : 'Of the last twelve months'}>{formatMoney(row.value, currency, { cents: false })}<span className="block text-12 font-normal text-muted">at stake</span></p>
      <p className="text-right text-14 tabular-nums max-lg:hidden">{howLong(row.since, now)}<span className="block text-12 text-muted">waiting</span></p>
      <div className="text-right max-lg:order-last max-lg:col-span-2 max-lg:text-left">
        {row.taken ? <p className="text-13 text-muted">{row.taken.mine ? 'Yours' : `Taken by ${row.taken.by}`}</p> : can.includes('edit') && <Button busy={take.isPending} onClick={() => take.mutate({ customer: row.customer })}>Take on</Button>}
      </div>
    </li>
  )
}
