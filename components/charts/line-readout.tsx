'use client'
import { Dot } from '../ui/badge'
import { cx } from '../ui/cx'
import { formatPeriod } from '../ui/format-date'
import type { Interval, Point, Series } from './prepare'
import { sayPoint, type Unit } from './unit'

type LineReadoutProps = {
  at: { period: number; series: number }
  /** Pixel of the period. */
  x: number
  width: number
  interval: Interval
  unit: Unit
  period: string
  series: readonly Series[]
  rows: readonly (Point | null)[][]
  canOpen: boolean
}

/** The values of one period, beside the pointer and on the side with room; spoken politely for a screen reader. */
export function LineReadout({ at, x, width, interval, unit, period, series, rows, canOpen }: LineReadoutProps) {
  const partial = rows.some((points) => points[at.period]?.partial)
  const chosen = series[at.series]
  const value = rows[at.series]?.[at.period]
  const flip = x > width / 2
  return (
    <>
      <div aria-live="polite" className="sr-only">
        {chosen && `${formatPeriod(period, interval)}, ${chosen.label}: ${sayPoint(value, unit)}`}
      </div>
      <div
        aria-hidden
        className="pointer-events-none absolute top-0 z-10 grid min-w-32 gap-0.5 rounded-md border bg-raised px-2.5 py-1.5 text-12 whitespace-nowrap shadow-float"
        style={flip ? { right: width - x + 10 } : { left: x + 10 }}
      >
        <p className="text-muted">
          {formatPeriod(period, interval)}
          {partial && ', partial'}
        </p>
        {series.map((one, index) => {
          const point = rows[index]?.[at.period]
          return (
            <p key={one.key} className={cx('flex items-center gap-2', index === at.series && 'font-semibold')}>
              <Dot colour={one.colour} />
              <span className="flex-1">{one.label}</span>
              <span className="pl-3">{sayPoint(point, unit)}</span>
            </p>
          )
        })}
        {canOpen && value?.cell && <p className="text-faint">Press to see what is behind it</p>}
      </div>
    </>
  )
}
