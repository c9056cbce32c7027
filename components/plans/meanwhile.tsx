import type { PlanAnswer } from '@/server/domain/plans/steps'
import { Button } from '../ui/button'
import { Callout } from '../ui/states'

type Props = { theirs: PlanAnswer | undefined; nameOf: (pick: string) => string; busy: boolean; /** Left out where mine is nothing to keep. */ onMine?: () => void; onTheirs: () => void; /** Left out where there are no two answers to put together. */ onBoth?: () => void }

/** Somebody has answered while one was typing: what they said, and the ways out. Nothing is replaced unasked. */
export function Meanwhile({ theirs, nameOf, busy, onMine, onTheirs, onBoth }: Props) {
  return (
    <Callout tone="warning" title={`${theirs?.by ?? 'Somebody'} has answered meanwhile${theirs?.unknown ? ': don’t know yet' : ':'}`}>
      {theirs && !theirs.unknown && <p className="whitespace-pre-wrap text-ink">“{[theirs.picks.map(nameOf).join(', '), theirs.text].filter(Boolean).join('\n')}”</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button disabled={busy} onClick={onTheirs}>Keep theirs</Button>
        {onMine && <Button disabled={busy} onClick={onMine}>Replace it with mine</Button>}
        {onBoth && <Button disabled={busy} onClick={onBoth}>Both: theirs, then mine</Button>}
      </div>
    </Callout>
  )
}
