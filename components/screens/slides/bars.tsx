import type { Bar, Picture } from '@/server/domain/screens/frame'
import { formatCount, formatShareOf } from '../../ui/format'
import { formatPeriod, type Interval } from '../../ui/format-date'
import { TargetLine } from './big-number'
import { toneColour } from '../tones'
import { isFew, rate, besides, useWall } from '../wall-context'

type Bars = Extract<Picture, { kind: 'bars' }>

/** Parts of a whole, the largest first or in an order of their own. */
export function BarsSlide({ picture, title }: { picture: Bars; title: string }) {
  const { period } = picture
  const of = [besides(picture.what, title), period ? `${formatPeriod(period.first, period.interval as Interval)}${period.partial ? ' so far' : ''}` : null].filter(Boolean).join(', ') + (picture.more > 0 ? ` · ${picture.more} ${picture.byCases ? 'with fewer cases' : 'smaller'} not shown` : '')
  return (
    <>
      {of && <p className="wall-quiet">{of.replace(/^ · /, '')}</p>}
      {picture.target && <div className="wall-say"><TargetLine target={picture.target} unit={picture.unit} split /></div>}
      {picture.bars.length === 0 ? <p className="wall-say wall-quiet">Nothing to show in this window.</p> : <BarList bars={picture.bars} target={picture.target?.value ?? null} />}
    </>
  )
}

/** Longer names do not fit beside their bar in one line. */
const LONG = 26
/** So many lines have room; with more of them long names are cut. */
const LINES = 9

export function BarList({ bars, target = null }: { bars: readonly Bar[]; target?: number | null }) {
  const { currency } = useWall()
  const most = Math.max(1e-9, ...bars.map((bar) => (isFew(bar.shown) ? 0 : (bar.shown.value ?? 0))), target ?? 0)
  const texts = bars.map((bar) => `${bar.grown && (bar.shown.value ?? 0) > 0 ? '+' : ''}${rate(bar.shown, currency, most < 100)}`)
  const wraps = bars.some((bar) => bar.beside) || bars.length <= 4 || bars.length + bars.filter((bar) => bar.label.length > LONG).length <= LINES
  const percent = (value: number) => `${Math.max(0, (value / most) * 100)}%`
  return (
    <ul className="wall-bars" style={{ '--n': Math.max(...texts.map((text) => text.length)) } as React.CSSProperties}>
      {bars.map((bar, index) => (
        <li key={bar.key} className="wall-bar">
          <span className={wraps ? 'wall-name wall-name-2' : 'wall-name'}>{bar.label}{bar.grown && <span className="wall-quiet"> {formatCount(bar.grown.from)} to {formatCount(bar.grown.to)}</span>}{bar.beside && <span className="wall-quiet"> {formatShareOf(bar.beside.share)} {bar.beside.label}</span>}</span>
          <div className="wall-bar-track">
            {/* Of fewer than thirty the counts are all there is: no length that would be compared. */}
            <div style={{ width: percent(isFew(bar.shown) ? 0 : (bar.shown.value ?? 0)), background: toneColour(bar.tone) }} />
            {target !== null && <div style={{ left: percent(target), width: 'calc(var(--u) * 0.6)', background: 'var(--w-accent)' }} />}
          </div>
          <strong>{texts[index]}</strong>
        </li>
      ))}
    </ul>
  )
}
