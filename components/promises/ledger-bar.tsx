'use client'
import { Ellipsis } from 'lucide-react'
import { Button, IconButton } from '../ui/button'
import { formatCount } from '../ui/format'
import { Menu } from '../ui/menu'
import { DOING_SEVERAL, type Doing } from './doing'

type Props = {
  /** How many are chosen, were worked here, and stand on the page. */
  chosen: number; worked: number; rows: number
  /** None of them is owed any more. */
  all: boolean
  saving: boolean
  onDo: (doing: Doing) => void; onChange: () => void; onNone: () => void; onGoOn: () => void; onUndo: () => void
}

/** What can be done with those that are chosen, or how far one has come; it stays in sight however long the list is. */
export function LedgerBar({ chosen, worked, rows, all, saving, onDo, onChange, onNone, onGoOn, onUndo }: Props) {
  if (chosen + worked === 0) return null
  return (
    <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 border-t bg-paper py-2 text-13 max-md:bottom-[calc(3.5rem+1px+env(safe-area-inset-bottom))]">
      {chosen > 0 ? (
        <>
          <span className="font-medium tabular-nums">{formatCount(chosen)} chosen</span>
          <Button look="primary" onClick={() => onDo('kept')}>{DOING_SEVERAL.kept}</Button>
          <Button className="max-sm:hidden" onClick={() => onDo('not_needed')}>{DOING_SEVERAL.not_needed}</Button>
          <Button look="danger" className="max-sm:hidden" onClick={() => onDo('cannot')}>{DOING_SEVERAL.cannot}</Button>
          <Button className="max-sm:hidden" onClick={onChange}>Owner or time…</Button>
          <Button look="quiet" onClick={onNone}>Choose none</Button>
          <div className="sm:hidden">
            <Menu
              label="More for those that are chosen" align="end" trigger={<IconButton label="More for those that are chosen" icon={<Ellipsis />} />}
              items={[{ label: 'Change owner or time…', onSelect: onChange }, 'line', { label: DOING_SEVERAL.not_needed, onSelect: () => onDo('not_needed') }, { label: DOING_SEVERAL.cannot, danger: true, onSelect: () => onDo('cannot') }]}
            />
          </div>
        </>
      ) : (
        <>
          <span className="tabular-nums">{formatCount(worked)} of {formatCount(rows)} done</span>
          <Button data-go-on look={all ? 'primary' : 'plain'} busy={saving} onClick={onGoOn}>{all ? 'Go on' : 'Show what is left'}</Button>
          <Button look="quiet" onClick={onUndo}>{worked === 1 ? 'Undo' : 'Undo all'}</Button>
        </>
      )}
    </div>
  )
}
