'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
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
const parsers = { ended: parseAsStringLiteral(RESULT_ROWS), which: parseAsString, moments: parseAsInteger.withDefault(0) }

/** Every moment by itself, newest first: how it began, how it ended, how soon we acted, what followed. */
export function Register({ parameters }: { parameters: MomentParameters }) {
  const trpc = useTRPC()
  const [{ ended, which, moments: offset }, set] = useQueryStates(parsers, { history: 'push', scroll: false })
  const list = useQuery(trpc.moments.register.queryOptions({ ...parameters, offset, ...(ended ? { result: ended } : {}), ...(which ? { touchpoint: which } : {}) }, { placeholderData: keepPreviousData }))
  const { rows = [], total = 0 } = list.data ?? {}
  const workspace = useWorkspace()
  if (list.isError) return <Section title="Every moment"><ErrorState title="The moments could not be read" detail={failureOf(list.error)} /></Section>
  return (
    <Section
      title="Every moment, the newest first" subtitle="The mood it began in, how it ended, how long the unhappy waited for us, and what followed within 30, 60 and 90 days"
      note="What followed is associated with the moment, not caused by it. “Open”: the days are not over."
      actions={
        <>
          <Select quiet aria-label="Which moment" className="w-auto! max-w-44" value={which ?? ''} options={[{ value: '', label: 'Any moment' }, ...workspace.touchpoints.filter((one) => one.class === 'moment_that_matters' || one.slug === which).map(({ slug, name }) => ({ value: slug, label: name }))]} onValue={(value) => void set({ which: value || null, moments: null })} />
          <Select quiet aria-label="How it ended" className="w-auto!" value={ended ?? ''} options={[{ value: '', label: 'However it ended' }, ...RESULT_ROWS.map((value) => ({ value, label: ENDED[value] }))]} onValue={(value) => void set({ ended: RESULT_ROWS.find((one) => one === value) ?? null, moments: null })} />
        </>
      }
    >
      <Stacked rows={rows} names={workspace} />
      <Table className={rows.length > 0 ? 'max-sm:hidden' : undefined} label="Moments" rows={rows} rowKey={keyOf} loading={list.isPlaceholderData || list.isPending} columns={momentColumns(workspace)} empty={<p className="text-13 text-muted">{ended || which ? 'No such moment in this period.' : 'No moment in this period.'}</p>} />
      {total > PAGE && <Pagination unit="moments" offset={offset} shown={rows.length} total={total} onPrevious={offset > 0 ? () => void set({ moments: Math.max(0, offset - PAGE) }) : undefined} onNext={offset + rows.length < total ? () => void set({ moments: offset + PAGE }) : undefined} />}
    </Section>
  )
}

type Names = Pick<ReturnType<typeof useWorkspace>, 'slug' | 'timezone' | 'now' | 'channels' | 'touchpoints'>
const keyOf = (row: MomentRow) => `${row.customer} ${row.id}`

export function momentColumns(names: Names): Column<MomentRow>[] {
  const after = (days: number): Column<MomentRow> => ({ key: `after${days}`, header: `${days} days`, cell: (row) => <Followed of={row.effects.find((one) => one.days === days)} /> })
  return [
    { key: 'at', header: 'When', cell: (row) => <span className="whitespace-nowrap tabular-nums">{formatInstant(row.at, names.timezone)}</span> },
    { key: 'customer', header: 'Customer', cell: (row) => <Who row={row} slug={names.slug} /> },
    { key: 'touchpoint', header: 'Moment', cell: (row) => <What row={row} names={names} /> },
    { key: 'mood', header: 'Mood', cell: (row) => (row.mood === null ? <span className="text-faint">–</span> : FEELING[String(row.mood)]) },
    { key: 'result', header: 'Ended', cell: (row) => <Ended row={row} /> },
    { key: 'acted', header: 'We acted after', numeric: true, cell: (row) => (row.unhappy ? <Acted row={row} now={names.now} /> : <span className="text-faint">–</span>) },
    after(30), after(60), after(90),
  ]
}

/** The same on a phone: nothing is left out, nothing runs over the edge. */
export function Stacked({ rows, names }: { rows: readonly MomentRow[]; names: Names }) {
  if (rows.length === 0) return null
  return (
    <ul aria-label="Moments" className="divide-y border-y sm:hidden">
      {rows.map((row) => (
        <li key={keyOf(row)} className="grid gap-1 py-3 text-13">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3"><span className="text-14 font-medium"><Who row={row} slug={names.slug} /></span><span className="text-muted tabular-nums">{formatInstant(row.at, names.timezone)}</span></p>
          <p className="flex flex-wrap items-center gap-2"><span><What row={row} names={names} /></span><Ended row={row} /></p>
          {(row.mood !== null || row.unhappy) && (
            <p className="first-letter:uppercase">
              {row.mood !== null && <>Came in a {FEELING[String(row.mood)]} mood. </>}
              {row.unhappy && <>{row.acted_at && 'We acted after '}<Acted row={row} now={names.now} />.</>}
            </p>
          )}
          {row.effects.length > 0 && <ul className="flex flex-wrap gap-x-4">{row.effects.map((one) => <li key={one.days}><span className="text-muted">{one.days} days:</span> <Followed of={one} /></li>)}</ul>}
        </li>
      ))}
    </ul>
  )
}

const Who = ({ row, slug }: { row: MomentRow; slug: string }) => <Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.name ?? row.customer}</Link>

function What({ row, names: { channels, touchpoints } }: { row: MomentRow; names: Names }) {
  const channel = channels.find((one) => one.slug === row.channel)?.name ?? row.channel
  const touchpoint = touchpoints.find((one) => one.slug === row.touchpoint)?.name ?? row.touchpoint ?? 'A strong impression'
  return <>{touchpoint}{channel && <span className="text-muted">, {channel}</span>}</>
}

const Ended = ({ row }: { row: MomentRow }) => (row.result ? <Badge mark={meaningColour(row.result)}>{row.result}</Badge> : <span className="text-faint">not recorded</span>)

/** How soon we acted on somebody unhappy, or how long they have waited by now. */
function Acted({ row, now }: { row: MomentRow; now: string }) {
  const seconds = (Date.parse(row.acted_at ?? now) - Date.parse(row.at)) / 1000
  return row.acted_at ? <span className="whitespace-nowrap">{formatDuration(seconds)}</span> : <span className="whitespace-nowrap text-danger">still waiting, {formatDuration(seconds)}</span>
}

function Followed({ of }: { of: FollowedBy | undefined }) {
  if (!of) return <span className="text-faint">–</span>
  if (of.effect === 'pending') return <span className="whitespace-nowrap text-faint">open to {formatDay(of.closes)}</span>
  return <span className={of.effect === 'left' || of.effect === 'spent_less' ? 'whitespace-nowrap font-medium' : 'whitespace-nowrap text-muted'}>{FOLLOWED[of.effect]}</span>
}
