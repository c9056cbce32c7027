'use client'
import { useMutation } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Fragment, useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { useReportQuery } from '../data/use-report'
import { Inspectable } from '../shell/inspector-context'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { formatCount, formatDuration, formatRate, formatShare } from '../ui/format'
import { formatWindow } from '../ui/format-date'
import { EmptyState, SkeletonLines } from '../ui/states'
import { SegmentedControl } from '../ui/tabs'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { remarks } from './too-few'
import { FlowChart } from './flow-chart'
import { mapOfPath } from './map-of-path'
import type { RecordParameters } from './record-parameters'
import { most, moved, ofPaths, ofThoseHere, taken, type Compare, type PathRow, type Way } from './ways'

const SHOWN = 12

/** The paths customers really took, and, on a map, where they left it. */
export function Paths({ parameters, compare, onMap }: { parameters: Omit<RecordParameters, 'journey'> & { journey?: string }; compare: Compare; /** There is a map to hold them against. */ onMap: boolean }) {
  const [per, setPer] = useState<'window' | 'issue'>('window')
  const [steps, setSteps] = useState<'map' | 'all'>(onMap ? 'map' : 'all')
  const [least, setLeast] = useState<'1' | '2'>('2')
  const { slug: org } = useWorkspace()
  const asked = { ...parameters, per, ...(compare ? { compare } : {}) }
  const walked = { ...asked, steps, ...(least === '2' ? { least } : {}) }
  const paths = useReportQuery('journey-paths', walked)
  const away = useReportQuery('journey-deviations', asked, onMap)
  const rows: readonly PathRow[] = (paths.data?.rows ?? []).filter(taken)
  const gone = (paths.data?.rows ?? []).filter((row: PathRow) => !taken(row) && moved(row, compare) !== '').toSorted((a: PathRow, b: PathRow) => most(b) - most(a)).slice(0, 3)
  const { cases = 0, customers = 0, all_cases: every = 0, shorter = 0 } = paths.data?.statistics ?? {}
  const csv = (report: string, of: Record<string, string>) => <a className="text-accent print:hidden" download href={`/api/reports/${report}?${new URLSearchParams({ org, ...of })}`}>CSV</a>
  const first = rows[0]
  return (
    <>
      {onMap && away.isPending && <Section title="How customers moved over the map"><SkeletonLines lines={6} /></Section>}
      {onMap && away.data && away.data.rows.length > 0 && (
        <Section
          title={`How ${formatCount(Number(away.data.statistics.customers ?? 0))} customers moved over the map`}
          actions={csv('journey-deviations', asked)}
          subtitle="Arcs above the line go on, arcs below it go back; as wide as customers went that way. Names in italics are not on the map; where somebody went there and came back, the way has no direction on it and is grey. Shares are of customers, at least once in the period."
          wall={false} inspect={{ report: 'journey-deviations', parameters: asked, cell: null }}
          note={remarks(away.data, compare)}
        >
          <FlowChart rows={away.data.rows} parameters={{ ...asked, journey: parameters.journey ?? '' }} compare={compare} />
          <Deviations rows={away.data.rows} parameters={asked} compare={compare} />
        </Section>
      )}
      <Section
        title={first ? `${formatRate(first.customers, first.all_customers)} of ${least === '2' ? 'those who went on to another touchpoint' : 'customers'} took the most common path` : 'The paths customers really take'}
        subtitle={paths.data && (rows.length === 0 ? formatWindow(String(paths.data.parameters.from), String(paths.data.parameters.to)) : `${formatWindow(String(paths.data.parameters.from), String(paths.data.parameters.to))}: ${formatCount(Number(cases))} paths of ${formatCount(Number(customers))} customers, ${formatCount(Number(paths.data?.statistics.paths ?? 0))} different ones${Number(shorter) > 0 ? `; beside them ${formatShare(Number(shorter), Number(every))} of all paths were one touchpoint and no more` : ''}. Several contacts at one touchpoint in a row are one visit.`)}
        note={paths.data && remarks(paths.data, compare)}
        inspect={{ report: 'journey-paths', parameters: walked, cell: null }}
      >
        <div className="flex flex-wrap gap-2 print:hidden">
          {onMap && <SegmentedControl label="Which touchpoints" options={[{ value: 'map', label: 'Steps of the map' }, { value: 'all', label: 'All touchpoints' }]} value={steps} onValue={setSteps} />}
          <SegmentedControl label="How long" options={[{ value: '2', label: 'Two touchpoints or more' }, { value: '1', label: 'Of any length' }]} value={least} onValue={setLeast} />
          <SegmentedControl label="What belongs together" options={[{ value: 'window', label: 'Without a week’s pause' }, { value: 'issue', label: 'One issue' }]} value={per} onValue={setPer} />
        </div>
        {paths.isPending && <SkeletonLines lines={6} />}
        {paths.isError && <p role="alert" className="text-13 text-danger">{failureOf(paths.error)}</p>}
        {paths.data && rows.length === 0 && <EmptyState title={Number(shorter) > 0 ? 'Nobody went on from one touchpoint to another' : 'No path in this period'}><p>{Number(shorter) > 0 ? `All ${formatCount(Number(shorter))} paths of this period were one touchpoint and no more.` : onMap ? 'Bind steps to touchpoints that were met in this period.' : per === 'issue' ? 'No interaction of this period names its customer, an issue and a touchpoint.' : 'A path follows one customer from touchpoint to touchpoint, and no interaction of this period names both a customer and a touchpoint.'}</p></EmptyState>}
        {rows.length > 0 && <ol className="border-t">{rows.slice(0, SHOWN).map((row) => <PathLine key={row.path} row={row} parameters={walked} compare={compare} />)}</ol>}
        {gone.length > 0 && <p className="text-13 text-muted">Nobody took any more: {gone.map((row, index) => <Fragment key={row.path}>{index > 0 && '; '}<span className="text-ink">{row.label}</span>{moved(row, compare)}</Fragment>)}.</p>}
        {rows.length > 0 && <p className="text-12 text-muted print:hidden">{rows.length > SHOWN ? `The ${SHOWN} most common of ${formatCount(rows.length)}. All of them: ` : 'The same as a file: '}{csv('journey-paths', walked)}</p>}
      </Section>
    </>
  )
}

type Asked = Record<string, string>

function PathLine({ row, parameters, compare }: { row: PathRow; parameters: Asked; compare: Compare }) {
  const { slug: org, can } = useWorkspace()
  const trpc = useTRPC()
  const router = useRouter()
  const toast = useToast()
  const create = useMutation(trpc.journeys.create.mutationOptions({
    onSuccess: ({ slug }) => router.push(`/${org}/journeys/${slug}`), onError: (error) => toast({ title: 'The map was not made', description: failureOf(error), tone: 'danger' }),
  }))
  const stops = row.label.split(' → ')
  const cell = { report: 'journey-paths', parameters, cell: { path: row.path, field: 'share' } }
  return (
    <li className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-b py-2 sm:grid-cols-[5.5rem_minmax(0,1fr)_auto]">
      <span className="relative text-right text-14 font-semibold">
        <Inspectable target={cell}>{formatRate(row.customers, row.all_customers)}</Inspectable>
        <span className="block text-12 font-normal text-muted empty:hidden">{moved(row, compare).trim()}</span>
        <span aria-hidden className="mt-1 flex h-1 justify-end"><i className="bg-accent" style={{ width: `${100 * (row.share ?? 0)}%` }} /></span>
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5 text-13">
        {stops.slice(0, 14).map((stop, index) => <Fragment key={`${index}${stop}`}>{index > 0 && <ArrowRight aria-hidden className="size-3 shrink-0 text-faint" />}<span>{stop}</span></Fragment>)}
        {stops.length > 14 && <span className="text-muted">and {stops.length - 14} more</span>}
        <span className="basis-full text-12 text-muted">{formatCount(row.cases)} {row.cases === 1 ? 'time' : 'times'}, {formatCount(row.interactions)} interactions{row.median_hours !== null && row.median_hours > 0 && `, half of them ${formatDuration(row.median_hours * 3600)} or less from first to last`}</span>
      </span>
      {can.includes('edit') && <Button look="quiet" className="max-sm:col-start-2 max-sm:justify-self-start print:hidden" busy={create.isPending || create.isSuccess} onClick={() => create.mutate({ name: `Path: ${stops.length > 3 ? `${stops[0]} … ${stops.at(-1)}` : stops.join(' → ')}`.slice(0, 200), level: 'journey', map: mapOfPath(row.path.split(' > '), stops) })}>Make this path a map</Button>}
    </li>
  )
}

const KIND = { drop_off: 'went no further after', skipped: 'at least once passed over', loop: 'came back to', foreign: 'went, though it is not on the map, to' } as const
const TOLD = Object.keys(KIND) as (keyof typeof KIND)[]

/** The deviations as sentences, the most common first. */
function Deviations({ rows, parameters, compare }: { rows: readonly Way[]; parameters: Asked; compare: Compare }) {
  const told = rows.flatMap((row) => { const kind = TOLD.find((one) => one === row.kind); return kind ? [{ row, kind }] : [] }).toSorted((a, b) => most(b.row) - most(a.row)).slice(0, 8)
  const came = (touchpoint: string) => rows.find((row) => row.kind === 'reached' && row.touchpoint === touchpoint)?.customers ?? 0
  return (
    <ul className="columns-1 gap-8 text-13 md:columns-2">
      {told.map(({ row, kind }) => <li key={`${kind}${row.touchpoint}`} className="break-inside-avoid border-b py-1.5"><Inspectable target={{ report: 'journey-deviations', parameters, cell: { kind, touchpoint: row.touchpoint, to: '', field: 'share' } }}><b className="font-semibold">{formatRate(row.customers, row.all_customers)}</b> {KIND[kind]} “{row.label}”</Inspectable>{moved(row, compare)} <span className="text-muted">({[ofThoseHere(row, came(row.touchpoint)), ofPaths(row)].filter((one) => one !== null).join('; ')})</span></li>)}
    </ul>
  )
}
