import type { ActionField } from '@/server/domain/plans/action-fields'
import { Button } from '../ui/button'
import { Callout } from '../ui/states'

type Props = { of: readonly { field: ActionField; label: string; /** What stands there now. */ says: string }[]; onTheirs: (field: ActionField) => void; onMine: (field: ActionField) => void }

/** Fields that somebody else has changed while they were typed in here, each with the ways out. Nothing is replaced unasked. */
export function Clashes({ of, onTheirs, onMine }: Props) {
  return (
    // There before anything is in it, so that it is read aloud at once; and brought into view, wherever one was in the form.
    <div role="alert" className="grid empty:hidden">
      {of.map(({ field, label, says }) => (
        <div key={field} ref={intoView}>
          <Callout tone="warning" title={says}>
            Somebody has changed it since you opened this.
            <span className="mt-2 flex flex-wrap gap-2">
              <Button aria-label={`Take theirs: ${label}`} onClick={() => onTheirs(field)}>Take theirs</Button>
              <Button aria-label={`Keep mine: ${label}`} onClick={() => onMine(field)}>Keep mine</Button>
            </span>
          </Callout>
        </div>
      ))}
    </div>
  )
}
const intoView = (one: HTMLElement | null) => one?.scrollIntoView({ block: 'nearest' })
