'use client'
import { cx } from './cx'
import { formatCount, formatShareOf } from './format'

export type ProgressProps = {
  label: string
  done: number
  /** Unknown while a stream is still being counted: the bar then only says that work goes on. */
  total?: number
  /** What is counted: "rows". */
  unit: string
  /** Units per second, when known. */
  rate?: number
  className?: string
}

/** Long work, in counts: "12,400 of 541,909 rows · 31,000 a second". */
export function Progress({ label, done, total, unit, rate, className }: ProgressProps) {
  const share = total ? Math.min(1, done / total) : undefined
  const words = [
    total === undefined ? `${formatCount(done)} ${unit}` : `${formatCount(done)} of ${formatCount(total)} ${unit}`,
    rate === undefined ? null : `${formatCount(Math.round(rate))} a second`,
  ].filter(Boolean)
  return (
    <div className={cx('grid gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-4 text-13">
        <span className="font-medium">{label}</span>
        {share !== undefined && <span className="text-muted">{formatShareOf(share)}</span>}
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total === undefined ? undefined : Math.min(done, total)}
        aria-valuetext={words.join(', ')}
      >
        <svg className="block h-1 w-full" preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden>
          <rect width="100" height="1" fill="var(--hairline)" />
          <rect width={share === undefined ? 30 : share * 100} height="1" fill="var(--accent)" className={cx(share === undefined && 'animate-wait')} />
        </svg>
      </div>
      <p className="text-12 text-muted">{words.join(' · ')}</p>
    </div>
  )
}
