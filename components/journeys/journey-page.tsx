'use client'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useCallback, useRef, useState } from 'react'
import { useTRPC, failureOf, useTRPCClient } from '../data/trpc'
import { FilterBar, useFilters } from '../shell/filter-bar'
import { Button, IconButton } from '../ui/button'
import { useReportQuery } from '../data/use-report'
import { formatDay, formatWindow } from '../ui/format-date'
import { Link } from '../ui/link'
import { Menu } from '../ui/menu'
import { SegmentedControl } from '../ui/tabs'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { saveText } from './download'
import type { Grid } from './grid'
import { History } from './history'
import { MapEditor } from './map-editor'
import { MapSettings } from './map-settings'
import { Paths } from './paths'
import { posterOf, posterRecord, savePicture } from './poster'
import { recordParameters } from './record-parameters'
import { RecordRows } from './record-rows'
import { ReviewDue } from './review-due'
import { usePrintedPoster } from './use-printed-poster'
import './paths-print.css'

const VIEWS = ['map', 'paths'] as const
const LEVEL = { task: 'Task: one user experience', journey: 'Journey: a customer experience', relationship: 'Relationship: years' }

/** One map: what it is called and belongs to, and the sheet itself. */
export function JourneyPage({ journey }: { journey: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const toast = useToast()
  const router = useRouter()
  const { slug: org, name: organisation, can, today, newest, channels, segments, touchpoints } = useWorkspace()
  const [shown, setShown] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('map').withOptions({ history: 'push' }))
  const [{ from, to, segment, channel, compare }] = useFilters()
  const lastDay = newest ?? today
  const { data: view } = useSuspenseQuery(trpc.journeys.one.queryOptions({ journey }))
  const [open, setOpen] = useState<'history' | 'settings' | null>(null)
  const [restored, setRestored] = useState(0)
  const canEdit = can.includes('edit')
  const update = useMutation(trpc.journeys.update.mutationOptions({ onError: (error) => toast({ title: 'That was not saved', description: failureOf(error), tone: 'danger' }) }))
  const due = view.review_on !== null && view.review_on <= today && !view.archived
  const looked = (next: string | null) => update.mutate({ journey, review_on: next }, {
    onSuccess: () => toast({ title: next ? `To be looked at again on ${formatDay(next)}` : 'No day is set to look at it again', action: { label: 'Undo', onSelect: () => update.mutate({ journey, review_on: view.review_on }) } }),
  })
  const layer = useCallback((grid: Grid) => newest !== null && grid.columns.some((column) => column.step?.touchpoint) && (
    <RecordRows columns={grid.columns} parameters={recordParameters(journey, { from, to, segment, channel }, lastDay)} compare={compare} />
  ), [journey, from, to, segment, channel, compare, lastDay, newest])
  const drawn = useRef<Grid | null>(null)
  const onMap = useCallback((grid: Grid) => { drawn.current = grid }, [])
  const { data: happened, isPending, refetch } = useReportQuery('journey-steps', { ...recordParameters(journey, { from, to, segment, channel }, lastDay), ...(compare ? { compare } : {}) }, newest !== null)
  const poster = (answer = happened) => {
    const about = [organisation, LEVEL[view.level].split(':')[0], view.personas.length > 0 && `for ${view.personas.map(({ name }) => name).join(', ')}`, answer && `what happened ${formatWindow(String(answer.parameters.from), String(answer.parameters.to))}`, `as of ${formatDay(today)}`]
    return drawn.current && posterOf(view.name, about.filter(Boolean).join(' · '), drawn.current, posterRecord(answer?.rows ?? [], (slug) => touchpoints.find((one) => one.slug === slug)?.name ?? slug))
  }
  const print = usePrintedPoster((paper) => (shown === 'map' ? (poster()?.sheets(paper) ?? null) : null))
  const picture = async () => {
    const late = isPending && newest !== null ? (await refetch({ cancelRefetch: false })).data : undefined
    const made = poster((late as typeof happened) ?? happened)
    if (made) await savePicture(view.name, made.picture())
  }
  const exported = async (kind: 'json' | 'csv') => {
    const file = await client.journeys.file.query({ journey })
    if (kind === 'json') saveText(`${view.slug}.json`, 'application/json', `${JSON.stringify(file, null, 1)}\n`)
    else {
      const { csvOfMap } = await import('./map-csv')
      saveText(`${view.slug}.csv`, 'text/csv', csvOfMap(file.map, view.level))
    }
  }
  // On paper there are no filters to read it from.
  const narrowed = [segment && `Only ${segments.find((one) => segment === one.slug || segment === `${one.segmentation}:${one.slug}`)?.name ?? segment}`, channel && `only ${channels.find((one) => one.slug === channel)?.name ?? channel}`].filter(Boolean).join(', ')
  return (
    <>
      <header className="journey-wide flex flex-wrap items-start justify-between gap-x-8 gap-y-2 pb-3">
        <div className="min-w-0 grow basis-80">
          <p className="text-12 text-muted">
            <Link href={`/${org}/journeys`}>Journeys</Link>
            {view.parent && <> / <Link href={`/${org}/journeys/${view.parent.slug}`}>{view.parent.name}</Link></>}
          </p>
          <h1 className="text-28 font-semibold">{view.name}</h1>
          <p className="mt-0.5 text-13 text-muted">
            {[LEVEL[view.level], view.review_on && (!due || !canEdit) && (due ? `due for a look since ${formatDay(view.review_on)}` : `to be looked at on ${formatDay(view.review_on)}`)].filter(Boolean).join(' · ')}
            {view.personas.length > 0 && <> · for <Link href={`/${org}/journeys/personas`}>{view.personas.map(({ name }) => name).join(', ')}</Link></>}
            {view.parts.length > 0 && <> · holds {view.parts.map((part, i) => <span key={part.id}>{i > 0 && ', '}<Link href={`/${org}/journeys/${part.slug}`}>{part.name}</Link></span>)}</>}
          </p>
          {due && canEdit && <ReviewDue since={view.review_on ?? today} today={today} busy={update.isPending} onLooked={looked} onOther={() => setOpen('settings')} />}
        </div>
        <div className="flex flex-wrap gap-2 print:hidden">
          <Button onClick={() => setOpen('history')}>History</Button>
          <Button onClick={() => print('A3')}>{shown === 'map' ? 'Print poster' : 'Print'}</Button>
          <Menu
            align="end" label="More"
            trigger={<IconButton look="plain" label="More" icon={<Ellipsis />} />}
            items={[
              ...(canEdit ? [{ label: 'Name, level, personas, review …', onSelect: () => setOpen('settings') }, 'line' as const] : []),
              ...(shown === 'map' ? [{ label: 'Print on A4 sheets', onSelect: () => print('A4') }] : []),
              { label: 'Save as a picture (PNG)', onSelect: () => void picture().catch((error: unknown) => toast({ title: 'The picture could not be made', description: failureOf(error), tone: 'danger' })) },
              { label: 'Save as a table (CSV)', onSelect: () => void exported('csv') },
              { label: 'Save as a file to bring in elsewhere (JSON)', onSelect: () => void exported('json') },
              ...(canEdit ? ['line' as const, { label: view.archived ? 'Bring back' : 'Put away', onSelect: () => update.mutate({ journey, archived: !view.archived }, { onSuccess: () => { if (!view.archived) router.push(`/${org}/journeys`) } }) }] : []),
            ]}
          />
        </div>
      </header>
      {newest !== null && (
        <div className="journey-wide pb-2 print:hidden">
          <FilterBar
            show={['period', 'channel', 'segment', 'compare']} lastDay={lastDay} defaultPeriod="Last 3 months"
            channels={channels.map(({ slug: value, name }) => ({ value, label: name }))}
            segments={segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.name }))}
          >
            <SegmentedControl className="ml-auto shrink-0" label="View" options={[{ value: 'map', label: 'Map' }, { value: 'paths', label: 'Where they really went' }]} value={shown} onValue={(next) => void setShown(next)} />
          </FilterBar>
        </div>
      )}
      {shown === 'map' || newest === null
        ? <MapEditor key={view.id} view={view} restored={restored} layer={layer} onMap={onMap} />
        : <div className="paths-sheet pt-4">{narrowed && <p className="hidden pb-2 text-13 text-muted print:block">{narrowed}</p>}<Paths parameters={recordParameters(journey, { from, to, segment, channel }, lastDay)} compare={compare} onMap /></div>}
      {open === 'history' && <History view={view} canEdit={canEdit} onRestored={() => setRestored((times) => times + 1)} onClose={() => setOpen(null)} />}
      {open === 'settings' && <MapSettings view={view} onClose={() => setOpen(null)} />}
    </>
  )
}
