'use client'
import { Component, Fragment, lazy, Suspense, type ComponentType, type ReactNode } from 'react'
import type { Frame, Picture, Program, Takeover } from '@/server/domain/screens/frame'
import { passingInShort } from '@/server/domain/settling'
import { cx } from '../ui/cx'
import { formatWindow, type Interval } from '../ui/format-date'
import { BarsSlide } from './slides/bars'
import { BigNumberSlide } from './slides/big-number'
import { AtRiskSlide, PromisesSlide, StorySlide } from './slides/care'
import { ExpectedSlide } from './slides/expected'
import { TakeoverSlide } from './slides/takeover'
import { MessageSlide, SentenceSlide } from './slides/words'
import { during, say, besides, useWall, WallContext } from './wall-context'
import './wall.css'

type Drawing<K extends Picture['kind']> = ComponentType<{ picture: Extract<Picture, { kind: K }> }>
const AGAIN_MS = 5000
/** Not part of the composer's first load; asked for again until it is there, so that a break in the line costs no slide for good. A wall has all of them in its one script. */
const again = <K extends Picture['kind']>(load: () => Promise<Drawing<K>>): Promise<{ default: Drawing<K> }> =>
  load().then((drawing) => ({ default: drawing }), () => new Promise<void>((resolve) => { setTimeout(resolve, AGAIN_MS) }).then(() => again(load)))
const FlowSlide = lazy(() => again<'flow'>(() => import('./slides/flow').then((slide) => slide.FlowSlide)))
const LinesSlide = lazy(() => again<'line' | 'stream'>(() => import('./slides/lines').then((slide) => slide.LinesSlide)))
const RetentionSlide = lazy(() => again<'retention'>(() => import('./slides/retention').then((slide) => slide.RetentionSlide)))

type StageProps = {
  program: Program
  theme: 'dark' | 'light'
  frame: Frame | null
  takeover?: Takeover | null
  /** Said large above everything: since when the figures have been old. */
  stale?: string | null
  /** Said where no slide is on. */
  none?: string
  /** Said small, always: from when the figures are. */
  foot: ReactNode
  /** Against burn-in: a part of the wall, in each direction. */
  shift?: readonly [number, number]
  cursor?: boolean
  onFailed?: (frame: Frame, message: string) => void
}

/** A wall with one slide on it: the same on a television, in the composer and in a meeting. */
export function Stage({ program, theme, frame, takeover, stale, none, foot, shift = [0, 0], cursor = true, onFailed }: StageProps) {
  return (
    <WallContext value={program}>
      <section className={cx('wall', !cursor && 'wall-cursor')} data-theme={theme} aria-label={program.name}>
        {takeover ? (
          <div className="wall-in wall-take" role="alert">
            <div />
            <TakeoverSlide takeover={takeover} />
            <div className="wall-foot" style={{ color: '#ffffff' }}>{foot}</div>
          </div>
        ) : (
          <div className="wall-in" style={{ transform: `translate(calc(var(--u) * ${shift[0]}), calc(var(--u) * ${shift[1]}))` }}>
            <div>
              {stale && <p className="wall-stale" role="status">{stale}</p>}
              {frame?.title && <h1 style={{ ...(stale ? { marginTop: 'calc(var(--u) * 2.5)' } : {}), ...(isLong(frame.title) ? { fontSize: 'calc(var(--u) * 5.8)' } : {}) }}>{frame.title}</h1>}
              {frame && <Below frame={frame} />}
            </div>
            <div className="wall-body wall-enter" key={frame?.id ?? 'none'}>
              {!frame && none && <p className="wall-say wall-quiet" style={{ margin: 'auto 0' }}>{none}</p>}
              {frame?.picture && <SlideBoundary key={JSON.stringify(frame.picture)} onFailed={(message) => onFailed?.(frame, message)}><Suspense>{drawn(frame.picture, frame.title, frame.incomplete !== null, frame.late !== null)}</Suspense></SlideBoundary>}
            </div>
            <footer className="wall-foot">{foot}</footer>
          </div>
        )}
      </section>
    </WallContext>
  )
}

export function Below({ frame: { title, picture, window, incomplete, known, late, hidden } }: { frame: Frame }) {
  const today = picture?.kind === 'expected' ? picture : null
  const named = today ?? (picture?.kind === 'line' || picture?.kind === 'stream' ? picture : null)
  const { currency } = useWall()
  const line = picture?.kind === 'line' ? picture : null
  const what = named && besides(named.what, title)
  const said = [what, line?.latest && `${say(line.latest.shown, currency)} ${during(line.latest.period, line.interval as Interval)}`, today?.away, window && window.from < window.to ? formatWindow(window.from, window.to) : null, hidden > 0 ? `${hidden} ${hidden === 1 ? 'group' : 'groups'} under five not shown` : null, known && incomplete ? short(incomplete) : null].filter((part) => part)
  const warning = known ? null : incomplete ? passingInShort(incomplete) ?? `${today?.rest ? '' : 'Incomplete: '}${short(incomplete)}` : late ? short(late) : null
  if (said.length === 0 && !warning) return null
  return <p className="wall-sub">{said.length > 0 && <span>{said.map((part, i) => <Fragment key={part}><span className="wall-part">{part}{i < said.length - 1 && ' ·'}</span>{' '}</Fragment>)}</span>}{warning && <span className="wall-warn">▲ {warning}</span>}</p>
}

/** A title that takes two lines is written smaller: what it is of needs the room. */
export const isLong = (title: string) => title.length > 42

const short = (text: string) => (text.length <= 90 ? text : `${text.slice(0, 88).trimEnd()}…`)

function drawn(picture: Picture, title: string, incomplete: boolean, late: boolean): ReactNode {
  switch (picture.kind) {
    case 'expected': return <ExpectedSlide picture={picture} incomplete={incomplete} />
    case 'big_number': return <BigNumberSlide picture={picture} title={title} whole={!incomplete && !late} />
    case 'line': case 'stream': return <LinesSlide picture={picture} />
    case 'bars': return <BarsSlide picture={picture} title={title} />
    case 'retention': return <RetentionSlide picture={picture} />
    case 'flow': return <FlowSlide picture={picture} />
    case 'at_risk': return <AtRiskSlide picture={picture} />
    case 'promises': return <PromisesSlide picture={picture} />
    case 'story': return <StorySlide picture={picture} />
    case 'sentence': return <SentenceSlide picture={picture} />
    case 'message': return <MessageSlide picture={picture} />
  }
}

/** A slide that cannot be drawn shows nothing and says so to whoever turns the slides. */
class SlideBoundary extends Component<{ children: ReactNode; onFailed: (message: string) => void }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override componentDidCatch(error: unknown) {
    this.props.onFailed(error instanceof Error ? error.message : String(error))
  }
  override render() {
    return this.state.failed ? null : this.props.children
  }
}
