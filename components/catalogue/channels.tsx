'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import type { ChannelView } from '@/server/schemas/catalogue'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatCount, formatMoney } from '../ui/format'
import { EmptyState, ErrorState } from '../ui/states'
import { ButtonLink } from '../ui/link'
import { Table, type Column } from '../ui/table'
import { channelColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { ChannelSheet } from './channel-sheet'
import { EntryName } from './entry-name'
import { DIRECTION_WORDS, KIND_WORDS } from './words'

/** The channels records came by, and what is said about each. */
export function Channels() {
  const { slug: org, can, currency } = useWorkspace()
  const trpc = useTRPC()
  const channels = useQuery(trpc.catalogue.channels.queryOptions())
  const volumes = useQuery(trpc.catalogue.volumes.queryOptions())
  const [edited, setEdited] = useQueryState('channel', parseAsString.withOptions({ history: 'push' }))
  const admin = can.includes('admin')
  const rows = channels.data ?? []
  const open = rows.find((row) => row.slug === edited)
  const columns: Column<ChannelView>[] = [
    { key: 'name', header: 'Channel', cell: (row) => <EntryName name={row.name} isNew={!row.confirmed} mark={channelColour(row.kind)} onOpen={admin ? () => void setEdited(row.slug) : undefined} /> },
    { key: 'kind', header: 'Kind', cell: (row) => KIND_WORDS[row.kind] },
    { key: 'who', header: 'Who answers', wideOnly: true, cell: (row) => (row.human_answers ? 'A person' : 'A machine, or nobody') },
    { key: 'direction', header: 'Unless said otherwise', wideOnly: true, cell: (row) => DIRECTION_WORDS[row.default_direction].label },
    { key: 'cost', header: 'Cost per contact', numeric: true, wideOnly: true, cell: (row) => (row.cost_per_contact === null ? <span className="text-muted">unknown</span> : formatMoney(row.cost_per_contact, currency, { cents: true })) },
    { key: 'volume', header: 'Last 365 days', numeric: true, cell: (row) => (volumes.data ? formatCount(volumes.data.channels[row.slug] ?? 0) : '') },
  ]
  const fresh = rows.filter((row) => !row.confirmed).length
  return (
    <>
      <PageHeader title="Channels" lead="The ways customers reach you and you reach them. Input creates them; here you say what they are and what a contact costs." freshness={fresh > 0 ? <Badge tone="accent">{fresh === 1 ? 'one is new' : `${fresh} are new`}</Badge> : undefined} />
      {channels.isError ? <ErrorState title="The channels could not be listed" action={<Button onClick={() => void channels.refetch()}>Try again</Button>}>{failureOf(channels.error)}</ErrorState> : (
        <Table
          label="Channels" columns={columns} rows={rows} rowKey={(row) => row.slug} loading={channels.isPending} expected={6}
          empty={<EmptyState title="No channels yet" action={<ButtonLink href={`/${org}/data`}>Bring in data</ButtonLink>}><p>The first interaction that names a channel creates it.</p></EmptyState>}
        />
      )}
      {admin && open && <ChannelSheet key={open.slug} channel={open} currency={currency} onClose={() => void setEdited(null)} />}
    </>
  )
}
