import type { Picture, TrendPoint } from '@/server/domain/screens/frame'
import type { TargetMark } from '@/server/domain/targets/target'
import { clearSpot } from '../../charts/clear-spot'
import { linePath, niceScale, project, splitPartial, targetLeft, targetPath, textWidth, type Xy } from '../../charts/prepare'
import { formatCount, formatInterval, formatShareInterval } from '../../ui/format'
import { formatDay, formatPeriod, type Interval } from '../../ui/format-date'
import { formatFigure } from '../../workspace/figure'
import { BigFigure, Chart, type Box, isCounted, rate, say, besides, useWall } from '../wall-context'
import { Mark } from '../mark'
import { BarList } from './bars'
import { FewMarks, sayFew } from './few'

type Big = Extract<Picture, { kind: 'big_number' }>
const RUNNING: Record<string, string> = { day: 'today so far', week: 'this week so far', month: 'this month so far' }

/** One number, of what, its trend, and whether it reaches its target. Nought of what fails is good news, if all of it has come. */
export function BigNumberSlide({ picture, title, whole }: { picture: Big; title: string; whole: boolean }) {
  const { currency } = useWall()
  const { shown, target, trend, interval, period, partial, beside, parts } = picture
  // From thirty on a share is the number and its counts stand below; under thirty the counts are all there is.
  const counted = isCounted(shown)
  const text = rate(shown, currency)
  const none = picture.none && whole
  const what = besides(picture.what, title)
  const tone = target?.met === false ? 'alarm' : target?.met === true || none ? 'good' : undefined
  const named = (at: string, running: boolean) => (running ? (RUNNING[interval ?? ''] ?? 'so far') : formatPeriod(at, interval as Interval).replaceAll(' ', '\u00a0'))
  const when = period && interval ? named(period, partial) : null
  const over = parts.reduce((sum, part) => sum + (part.shown.value ?? 0), 0) - (shown.value ?? 0)
  const filled = trend.length > 2 || parts.length > 1
  if (shown.value === null && !shown.few && trend.length === 0) return <p className="wall-say wall-quiet" style={{ margin: 'auto 0' }}>No figure yet in this window.</p>
  return (
    <>
      <div className="wall-row" style={{ flex: filled ? '0 0 auto' : 1, alignItems: 'center', alignContent: 'center' }}>
        <BigFigure text={text} tone={tone} most={parts.length > 1 ? 20 : filled ? 28 : 36} />
        <div className="wall-say" style={{ flex: '1 1 0', minWidth: '11em', maxWidth: '22em' }}>
          {(what || when) && <p className="wall-quiet">{[what, when].filter(Boolean).join(', ')}</p>}
          {shown.few && trend.length <= 2 && <p className="wall-quiet">So few are not told exactly</p>}
          {none && <p className="wall-good"><Mark of="yes" /> None</p>}
          {picture.of && <p>of <strong>{formatCount(picture.of.n)}</strong> {picture.of.what}</p>}
          <p>{counted && <>{formatCount(shown.numerator ?? 0)} of {formatCount(shown.denominator ?? 0)} </>}<Spread shown={shown} /></p>
          {beside && interval && <p className="wall-quiet">{named(beside.period, beside.partial)}: <strong style={{ color: 'var(--w-ink)' }}>{rate(beside.shown, currency)}</strong></p>}
          {target && <TargetLine target={target} unit={shown.unit} running={partial} />}
        </div>
      </div>
      {trend.length <= 2 && parts.length > 1 && <>{over !== 0 && <p className="wall-quiet">{over > 0 ? 'Some are in several of these' : 'The largest of them'}</p>}<BarList bars={parts} /></>}
      {trend.length > 2 && <Trend points={trend} interval={(interval ?? 'month') as Interval} unit={shown.unit} target={target?.since ? null : target} label={picture.what} />}
    </>
  )
}

function Spread({ shown }: { shown: Big['shown'] }) {
  const { currency } = useWall()
  if (typeof shown.low !== 'number' || typeof shown.high !== 'number' || (shown.denominator ?? 30) < 30) return null
  return <span className="wall-quiet wall-part">({shown.unit === 'share' ? formatShareInterval(shown.low, shown.high) : formatInterval(shown.low, shown.high, (v) => say({ ...shown, value: v }, currency))} likely)</span>
}

/** A tick and "Target: at most 2 %, met": the mark and the word, not only the colour. */
export function TargetLine({ target, unit, running = false, split = false, when }: { target: TargetMark; unit: string; running?: boolean; /** What is drawn are parts, and it is their whole’s. */ split?: boolean; /** During which period it was: "in Mar 2026". */ when?: string }) {
  const { currency } = useWall()
  const words = `${target.direction === 'at_least' ? 'at least' : 'at most'} ${formatFigure(target.value, unit, currency)}`
  const name = split ? 'Target for all together' : 'Target'
  if (target.since) return <p className="wall-quiet">{name} {words} from {formatDay(target.since)}</p>
  if (target.met === null) return <p className="wall-quiet">{name} {words}{running ? `: ${target.direction === 'at_least' ? 'not reached yet' : 'not passed so far'}` : ''}</p>
  return <p className={target.met ? 'wall-good' : 'wall-alarm'}><Mark of={target.met ? 'yes' : 'no'} /> {name} {words}: {target.met ? 'met' : 'missed'}{when ? ` ${when}` : ''}</p>
}

/** Lower than this, in the size of its text, a trend is not read. */
const LEAST_HIGH = 4

type TrendProps = { points: TrendPoint[]; interval: Interval; unit: string; target: TargetMark | null }

function Trend({ label, ...trend }: TrendProps & { label: string }) {
  const few = sayFew(trend.points, trend.interval)
  return (
    <>
      {few && <p className="wall-quiet">{few}</p>}
      <Chart label={`${label} over time`}>{(box) => <TrendLine {...box} {...trend} />}</Chart>
    </>
  )
}

export function TrendLine({ w, h, em, points, interval, unit, target }: TrendProps & Box) {
  const { currency } = useWall()
  // Where words take the room a line between its own dates would be none.
  if (h < em * LEAST_HIGH) return null
  const scale = niceScale([...points.map((p) => p.value), ...(target?.steps.map((step) => step.value) ?? [])], { whole: unit === 'count' })
  const [right, bottom] = [w - em * 0.8, h - em * 1.6]
  const x = (index: number) => em * 0.5 + (index / Math.max(1, points.length - 1)) * (right - em * 0.5)
  const y = project(scale, bottom, em * 0.7)
  const at = (index: number): Xy => [x(index), y(points[index]?.value ?? 0)]
  const { whole } = splitPartial(points)
  const last = points.length - 1
  const aim = target && `target ${formatFigure(target.value, unit, currency)}`
  const [aimX, aimY] = target && aim ? clearSpot([points.map((point, index) => (point.value === null ? null : at(index)))], { at: y(target.value), width: textWidth(aim, em), em, left: targetLeft(target, points.map((p) => p.period), x, { left: 0, right, width: textWidth(aim, em) }), right, top: 0, bottom }) : []
  return (
    <>
      <line x1={0} x2={w} y1={bottom} y2={bottom} stroke="var(--w-line)" strokeWidth={em * 0.06} />
      <FewMarks points={points} x={x} bottom={bottom} em={em} />
      {target && <path d={targetPath(target, points.map((p) => p.period), x, y)} fill="none" stroke="var(--w-accent)" strokeWidth={em * 0.1} strokeDasharray={`${em * 0.5} ${em * 0.35}`} />}
      {whole.map((run) => run.length === 1 ? <Lone key={run[0]} at={at(run[0] ?? 0)} text={run[0] === last ? '' : formatFigure(points[run[0] ?? 0]?.value, unit, currency)} w={w} em={em} /> : <path key={run[0]} d={linePath(run.map(at))} fill="none" stroke="var(--w-ink)" strokeWidth={em * 0.2} strokeLinejoin="round" />)}
      {typeof points[last]?.value === 'number' && <circle cx={x(last)} cy={y(points[last].value)} r={em * 0.34} fill={points[last].partial ? 'var(--w-paper)' : 'var(--w-ink)'} stroke="var(--w-ink)" strokeWidth={em * 0.14} />}
      <text className="q" x={0} y={h - em * 0.25}>{formatPeriod(points[0]?.period ?? '', interval)}</text>
      <text className="q" x={w} y={h - em * 0.25} textAnchor="end">{formatPeriod(points[last]?.period ?? '', interval)}</text>
      {aim && <text className="t" x={aimX} y={aimY}>{aim}</text>}
    </>
  )
}

/** A period alone between others that are left out: a dot that says how many. The newest one is the slide’s own number. */
function Lone({ at: [x, y], text, w, em }: { at: Xy; text: string; w: number; em: number }) {
  const half = textWidth(text, em) / 2
  return (
    <>
      <circle cx={x} cy={y} r={em * 0.2} fill="var(--w-ink)" />
      {text && <text x={Math.min(w - half, Math.max(half, x))} y={y < em * 1.4 ? y + em * 1.2 : y - em * 0.45} textAnchor="middle">{text}</text>}
    </>
  )
}
