import type { Picture } from '@/server/domain/screens/frame'
import { verdictOf } from '@/server/domain/screens/verdict'
import { formatCount } from '../../ui/format'
import { BigFigure, Chart, sayCount, useWall } from '../wall-context'

type Expected = Extract<Picture, { kind: 'expected' }>
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Today against what was expected by this hour: the count, a word, and where it lies in the usual range. */
export function ExpectedSlide({ picture, incomplete }: { picture: Expected; /** Not all of it has come: too few is no finding then, but where the rest can be told by itself. */ incomplete: boolean }) {
  const { until, days, without, rest } = picture
  const { soFar, expected, low, high } = rest ?? picture
  const weekday = DAYS[new Date(`${picture.day}T00:00:00Z`).getUTCDay()] ?? 'day'
  const { days: place } = useWall()
  const by = until ? `by ${until}${place ? ` in ${place}` : ''}` : 'in the whole day'
  const of = `for a ${weekday} ${by}${rest && without ? `, without ${without}` : ''}`
  const verdict = verdictOf(picture, incomplete)
  return (
    <>
      <div className="wall-row wall-today">
        <BigFigure text={sayCount(soFar)} />
        <p className="wall-say">
          {verdict === 'unsure' && <span className="wall-warn">▲ Cannot be told: {without ? `${without} has not come` : 'not all of it has come'}.</span>}
          {verdict === 'usual' && <><span className="wall-good">● As usual</span> {of}.</>}
          {verdict === 'nought' && <>None: not unusual {of}.</>}
          {verdict === 'more' && <><span className="wall-warn">▲ More than usual</span> {of}.</>}
          {verdict === 'fewer' && <><span className="wall-warn">▼ Fewer than usual</span> {of}.</>}
          {verdict === 'silent' && <><span className="wall-warn">▲ Nothing has been received today</span>, of whatever kind: {by} at least {formatCount(picture.silent ?? 0)} {picture.silent === 1 ? 'record is' : 'records are'} usual.</>}
          {verdict === 'quiet' && <>Nothing recorded yet today.</>}
          {verdict === 'untold' && <span className="wall-quiet">So few are not told exactly.</span>}
          {verdict === 'unknown' && <span className="wall-quiet">What is usual for a {weekday} is not known yet: {days} of at least 4 earlier {weekday}s have records.</span>}
        </p>
      </div>
      {expected !== null && low !== null && high !== null && (
        <>
          <p className="wall-say">Expected {by}: <strong>{formatCount(Math.round(expected))}</strong> <span className="wall-quiet wall-whole">({formatCount(low)} to {formatCount(high)})</span></p>
          {soFar !== null && <div className="wall-range"><RangeBar {...{ soFar, expected, low, high }} /></div>}
        </>
      )}
    </>
  )
}

function RangeBar({ soFar, expected, low, high }: { soFar: number; expected: number; low: number; high: number }) {
  const end = Math.max(high, soFar, 1) * 1.08
  return (
    <Chart label={`${soFar} so far, usually ${low} to ${high}`}>
      {({ w, h, em }) => {
        const x = (value: number) => (value / end) * w
        const [top, tall] = [h * 0.12, h * 0.42]
        return (
          <>
            <rect x={0} y={top} width={w} height={tall} fill="var(--w-line)" opacity={0.5} />
            <rect x={x(low)} y={top} width={Math.max(2, x(high) - x(low))} height={tall} fill="var(--w-band)" stroke="var(--w-accent)" strokeWidth={em * 0.04} />
            <line x1={x(expected)} x2={x(expected)} y1={top} y2={top + tall} stroke="var(--w-accent)" strokeWidth={em * 0.12} />
            <text className="q" x={Math.min(w - em * 5, Math.max(0, x(low)))} y={h * 0.92}>usual range</text>
            <path d={`M${x(soFar)} ${top - h * 0.1}V${top + tall + h * 0.1}`} stroke="var(--w-ink)" strokeWidth={em * 0.28} />
            <circle cx={x(soFar)} cy={top + tall / 2} r={tall * 0.36} fill="var(--w-ink)" />
          </>
        )
      }}
    </Chart>
  )
}
