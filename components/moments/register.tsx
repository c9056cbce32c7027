'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { RESULT_ROWS } from '@/db/vocabulary'
import type { FollowedBy, MomentRow } from '@/server/queries/moment-register'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Select } from '../ui/field'
import { formatDuration } from '../ui/format'
import { formatDay, formatInstant } from '../ui/format-date'
import { Link } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { ErrorState } from '../ui/states'
import { Table, type Column } from '../ui/table'
import { meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import type { MomentParameters } from './parameters'

const PAGE = 25
const FEELING: Record<string, string> = { '-2': 'very bad', '-1': 'bad', '0': 'neutral', '1': 'good', '2': 'very good' }
const ENDED: Record<(typeof RESULT_ROWS)[number], string> = { failed: 'Failed', met: 'Met', exceeded: 'Exceeded', not_recorded: 'No result recorded' }
const FOLLOWED: Record<FollowedBy['effect'], string> = { left: 'left', spent_less: 'spent less', stayed: 'stayed', pending: 'open', not_measurable: 'not measurable' }
const parsers = { ended: parseAsStringLiteral(RESULT_ROWS), moments: parseAsInteger.withDefault(0) }

/** Every moment by itself, newest first: how it began, how it ended, how soon we acted, what followed. */
export function Register({ parameters }: { parameters: MomentParameters }) {
  const trpc = useTRPC()
  const [{ ended, moments: offset }, set] = useQueryStates(parsers, { history: 'push', scroll: false })
  const list = useQuery(trpc.moments.register.queryOptions({ ...parameters, offset, ...(ended ? { result: ended } : {}) }, { placeholderData: keepPreviousData }))
  const { rows = [], total = 0 } = list.data ?? {}
  const workspace = useWorkspace()
  if (list.isError) return <Section title="Every moment"><ErrorState title="The moments could not be read" detail={failureOf(list.error)} /></Section>
  return (
    <Section
      title="Every moment, the newest first" subtitle="The mood it began in, how it ended, how long the unhappy waited for us, and what followed within 30, 60 and 90 days"
      note="What followed is associated with the moment, not caused by it. “Open”: the days are not over."
      actions={<Select quiet aria-label="How it ended" className="w-auto!" value={ended ?? ''} options={[{ value: '', label: 'However it ended' }, ...RESULT_ROWS.map((value) => ({ value, label: ENDED[value] }))]} onValue={(value) => void set({ ended: RESULT_ROWS.find((one) => one === value) ?? null, moments: null })} />}
    >
      <Table label="Moments" rows={rows} rowKey={(row) => `${row.customer} ${row.id}`} loading={list.isPlaceholderData || list.isPending} columns={momentColumns(workspace)} empty={<p className="text-13 text-muted">No moment ended so in this period.</p>} />
      {total > PAGE && <Pagination unit="moments" offset={offset} shown={rows.length} total={total} onPrevious={offset > 0 ? () => void set({ moments: Math.max(0, offset - PAGE) }) : undefined} onNext={offset + rows.length < total ? () => void set({ moments: offset + PAGE }) : undefined} />}
    </Section>
  )
}

type Names = Pick<ReturnType<typeof useWorkspace>, 'slug' | 'timezone' | 'channels' | 'touchpoints'>

export function momentColumns({ slug, timezone, channels, touchpoints }: Names): Column<MomentRow>[] {
  const channel = (row: MomentRow) => channels.find((one) => one.slug === row.channel)?.name ?? row.channel
  const touchpoint = (row: MomentRow) => touchpoints.find((one) => one.slug === row.touchpoint)?.name ?? row.touchpoint ?? 'A strong impression'
  const after = (days: number): Column<MomentRow> => ({ key: `after${days}`, header: `${days} days`, wideOnly: days !== 60, cell: (row) => <Followed of={row.effects.find((one) => one.days === days)} /> })
  return [
    { key: 'at', header: 'When', wideOnly: true, cell: (row) => <span className="whitespace-nowrap tabular-nums">{formatInstant(row.at, timezone)}</span> },
    { key: 'customer', header: 'Customer', cell: (row) => <Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.name ?? row.customer}</Link> },
    { key: 'touchpoint', header: 'Moment', cell: (row) => <>{touchpoint(row)}{channel(row) && <span className="text-muted">, {channel(row)}</span>}</> },
    { key: 'mood', header: 'Mood', wideOnly: true, cell: (row) => (row.mood === null ? <span className="text-faint">–</span> : FEELING[String(row.mood)]) },
    { key: 'result', header: 'Ended', cell: (row) => (row.result ? <Badge mark={meaningColour(row.result)}>{row.result}</Badge> : <span className="text-faint">not recorded</span>) },
    { key: 'acted', header: 'We acted after', numeric: true, wideOnly: true, cell: (row) => (!row.unhappy ? <span className="text-faint">–</span> : row.acted_at ? formatDuration((Date.parse(row.acted_at) - Date.parse(row.at)) / 1000) : <span className="text-danger">waits still</span>) },
    after(30), after(60), after(90),
  ]
}

function Followed({ of }: { of: FollowedBy | undefined }) {
  if (!of) return <span className="text-faint">–</span>
  if (of.effect === 'pending') return <span className="whitespace-nowrap text-faint">open to {formatDay(of.closes)}</span>
  return <span className={of.effect === 'left' || of.effect === 'spent_less' ? 'whitespace-nowrap font-medium' : 'whitespace-nowrap text-muted'}>{FOLLOWED[of.effect]}</span>
}
