'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Maximize, Pause, Play } from 'lucide-react'
import { useCallback, useState } from 'react'
import { isNight } from '@/server/domain/screens/schedule'
import { takeoverAt } from '@/server/domain/screens/takeover-turn'
import { failureOf, useTRPC } from '../../data/trpc'
import { readerNow } from '../../shell/clock'
import { Button } from '../../ui/button'
import { Callout, Skeleton } from '../../ui/states'
import { SegmentedControl } from '../../ui/tabs'
import { Foot } from '../foot'
import { Stage } from '../stage'
import { useWorkspace } from '../../workspace/workspace'
import { useRotation } from '../use-rotation'
import { AsItWas } from './as-it-was'
import { Interrupting } from './interrupting'
import { Presentation } from './presentation'
import { SHAPES, type Shape } from './words'

type Props = { id: string; selected: string | null; /** What stands there is not yet what was asked. */ waiting: boolean; /** Variables that only displays say, as one of them has them. */ examples: readonly (readonly [string, string])[]; /** When the chosen slide is on again, where it is not on now. */ next: string | null; onTurn: (slide: string) => void }

/** What takes long is shown as it was and asked for again after this. */
const AGAIN_MS = 2000
/** An interruption ends by itself, and nobody announces it. */
const STANDING_MS = 10_000

/** The wall as it will hang, with what it would show now; for a meeting all of the window. */
export function Preview({ id, selected, waiting, examples, next, onTurn }: Props) {
  const trpc = useTRPC()
  const { data, error, dataUpdatedAt } = useQuery(trpc.screens.shown.queryOptions({ id, variables: {} }, { refetchInterval: ({ state }) => (state.data?.renewing ? AGAIN_MS : state.data && state.data.takeovers.length > 0 ? STANDING_MS : false) }))
  const cache = useQueryClient()
  const { can } = useWorkspace()
  const ending = useMutation(trpc.screens.endTakeover.mutationOptions({ onSuccess: () => cache.invalidateQueries({ queryKey: trpc.screens.shown.queryKey() }) }))
  const [shape, setShape] = useState<Shape>('16 / 9')
  const [playing, setPlaying] = useState(false)
  const [full, setFull] = useState(false)
  const now = useCallback(() => readerNow(), [])
  const rotation = useRotation(data?.frames ?? [], data?.program.zone ?? 'UTC', now, !playing)
  const turning = playing || full
  const frame = turning ? rotation.frame : (data?.frames.find((one) => one.id === selected) ?? (waiting ? null : data?.frames[0]) ?? null)
  const end = useCallback(() => setFull(false), [])
  // Both go on from the slide that is looked at, and leave the one that is on.
  const begin = (set: (on: boolean) => void) => {
    if (!turning && frame) rotation.show(frame.id)
    set(true)
  }
  const leave = (set: () => void) => {
    set()
    if (rotation.frame) onTurn(rotation.frame.id)
  }
  if (error) return <Callout tone="danger">{failureOf(error)}</Callout>
  if (!data) return <Skeleton className="h-96 w-full" />
  const { program } = data
  const theme = program.theme === 'by_night' ? (isNight(readerNow(), program.zone) ? 'dark' : 'light') : program.theme
  const asking = waiting && !turning
  const failed = frame ? data.failed[frame.id] : undefined
  // Whoever composes sees the slide, a meeting what the displays show. While something stands it is asked for again every ten seconds, and its turn comes with that.
  const taken = takeoverAt(full ? data.takeovers : [], dataUpdatedAt)
  const stage = <Stage program={program} theme={theme} frame={failed ? null : frame} takeover={taken.takeover} foot={<Foot name={program.organisation} zone={program.zone} now={now} at={null} state="live" position={(taken.takeover ? taken : rotation).position} of={taken.takeover ? taken.of : full ? rotation.of : 0} standing={program.standing} late={program.late} />} />
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl label="Proportions" value={shape} options={SHAPES} onValue={setShape} />
        <span className="flex gap-2">
          <Button onClick={() => (playing ? leave(() => setPlaying(false)) : begin(setPlaying))}>{playing ? <Pause /> : <Play />} {playing ? 'Pause' : 'Play'}</Button>
          <Button onClick={() => begin(setFull)}><Maximize /> Present</Button>
        </span>
      </div>
      <div className="grid place-items-center rounded-md bg-sunken p-4">
        <div data-preview={full ? undefined : ''} aria-busy={asking} className="relative" style={{ aspectRatio: shape, width: shape === '9 / 16' ? 'min(100%, 22rem)' : '100%' }}>
          {full ? <Presentation onTurn={rotation.turn} onEnd={() => leave(end)}>{stage}</Presentation> : <AsItWas on={asking}>{stage}</AsItWas>}
        </div>
      </div>
      <Interrupting takeovers={data.takeovers} ending={ending.isPending ? ending.variables.id : null} failure={ending.isError ? failureOf(ending.error) : null} {...(can.includes('admin') ? { onEnd: (one: string) => ending.mutate({ id: one }) } : {})} />
      {next && !turning && frame?.id === selected && <p className="text-13">Not on the wall now: this slide is shown next {next}.</p>}
      {examples.length > 0 && <p className="text-12 text-muted">Shown as on a display where {examples.map(([name, value]) => `${name} = ${value}`).join(', ')}.</p>}
      {failed && !asking && <Callout tone="warning" title="This slide is passed over">{failed}</Callout>}
    </div>
  )
}
