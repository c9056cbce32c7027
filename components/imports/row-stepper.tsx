import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '../ui/button'

/** Which of the first rows is read beside the fields. */
export function RowStepper({ rows, shown, onShown }: { rows: readonly number[]; shown: number; onShown: (row: number) => void }) {
  const at = Math.min(shown, rows.length - 1)
  return (
    <div className="flex items-center gap-1 text-13 text-muted" role="group" aria-label="The row read beside the fields">
      <IconButton label="Previous row" icon={<ChevronLeft />} disabled={at <= 0} onClick={() => onShown(at - 1)} />
      <span aria-live="polite">Row {rows[at] ?? '–'} of the first {rows.length}</span>
      <IconButton label="Next row" icon={<ChevronRight />} disabled={at >= rows.length - 1} onClick={() => onShown(at + 1)} />
    </div>
  )
}
