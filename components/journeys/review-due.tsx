import { addMonths, type LocalDay } from '@/server/domain/time/local-day'
import { Button } from '../ui/button'
import { formatDay } from '../ui/format-date'
import { Menu } from '../ui/menu'

const AGAIN = [[1, 'In a month'], [3, 'In three months'], [6, 'In half a year'], [12, 'In a year']] as const

/** A map whose day has come: who has looked at it says when to look again. */
export function ReviewDue({ since, today, busy, onLooked, onOther }: { since: LocalDay; today: LocalDay; busy: boolean; onLooked: (next: LocalDay | null) => void; onOther: () => void }) {
  return (
    <span className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
      <span className="text-warning">Due for a look since {formatDay(since)}: is what the map says still true?</span>
      <Menu
        label="When to look at it again"
        trigger={<Button busy={busy}>Looked at it …</Button>}
        items={[
          { heading: 'Look at it again' },
          ...AGAIN.map(([months, said]) => { const day = addMonths(today, months); return { label: said, hint: formatDay(day), onSelect: () => onLooked(day) } }),
          { label: 'On another day …', onSelect: onOther }, 'line' as const, { label: 'No more', onSelect: () => onLooked(null) },
        ]}
      />
    </span>
  )
}
