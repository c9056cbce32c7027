import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from './button'
import { cx } from './cx'
import { EN_DASH, formatCount } from './format'

export type PaginationProps = {
  /** Rows before this page. */
  offset: number
  /** Rows on this page. */
  shown: number
  /** Rows in all; leave out where counting them would cost too much. */
  total?: number
  /** What is paged: "customers". */
  unit: string
  /** Tells this one from others on the page. */
  label?: string
  onPrevious?: () => void
  onNext?: () => void
  className?: string
}

/** "51–100 of 4,981 customers" and two buttons; without a handler the button is off. */
export function Pagination({ offset, shown, total, unit, label, onPrevious, onNext, className }: PaginationProps) {
  const range = shown === 0 ? '0' : `${formatCount(offset + 1)}${EN_DASH}${formatCount(offset + shown)}`
  return (
    <nav aria-label={label ?? `Pages of ${unit}`} className={cx('flex items-center justify-between gap-4 py-2 text-12 text-muted', className)}>
      <span aria-live="polite">
        {range}
        {total !== undefined && ` of ${formatCount(total)}`} {unit}
      </span>
      <span className="flex gap-1">
        <IconButton label="Previous page" icon={<ChevronLeft />} onClick={onPrevious} disabled={!onPrevious} />
        <IconButton label="Next page" icon={<ChevronRight />} onClick={onNext} disabled={!onNext} />
      </span>
    </nav>
  )
}
