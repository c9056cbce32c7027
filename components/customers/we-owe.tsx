'use client'
import { Check } from 'lucide-react'
import { useState } from 'react'
import type { OpenPromise, Story } from '@/server/queries/customer-page-story'
import { keyOf } from '../promises/doing'
import { usePromiseWork } from '../promises/use-promise-work'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { useWorkspace } from '../workspace/workspace'
import { dueText, owedText, pressingFirst } from './story-text'

/** What is owed, and kept with one press: seen at once, with its way back in the same place while one is on the page. */
export function WeOwe({ story, now }: { story: Story; now: Date }) {
  const { can, timezone } = useWorkspace()
  const { done, act } = usePromiseWork()
  const [held, setHeld] = useState<readonly OpenPromise[]>([])
  const kept = (promise: OpenPromise) => done.get(keyOf(promise))?.doing === 'kept'
  // Kept here, and gone from the answer meanwhile.
  const shown = pressingFirst([...story.promises, ...held.filter((one) => kept(one) && !story.promises.some((promise) => keyOf(promise) === keyOf(one)))], { now, timezone })
  const settled = story.promises.filter(kept)
  const keep = (promise: OpenPromise) => { setHeld((all) => [...all, promise]); act([promise], 'kept') }
  return (
    <>
      <p aria-live="polite">{owedText(story.open_promises - settled.length, story.overdue_promises - settled.filter(({ overdue }) => overdue).length)}</p>
      <ul>
        {shown.map((promise) => (
          <li key={keyOf(promise)} className="flex flex-wrap items-center gap-x-2">
            <span className={kept(promise) ? 'text-muted' : 'font-medium'}>{promise.text ?? 'A promise'}</span>
            {kept(promise)
              ? <><Badge tone={promise.overdue ? 'neutral' : 'good'}>{promise.overdue ? 'kept late' : 'kept on time'}</Badge>{done.get(keyOf(promise))?.saved ? <Button look="quiet" className="-my-1" onClick={() => act([promise], 'reopened')}>Undo</Button> : <span className="text-12 text-muted">Saving…</span>}</>
              : <><span className={promise.overdue ? 'text-danger' : 'text-muted'}>{dueText(promise, now)}</span>{can.includes('edit') && <Button look="quiet" className="-my-1" aria-label={`Kept: ${promise.text ?? 'a promise'}`} onClick={() => keep(promise)}><Check /> Kept</Button>}</>}
          </li>
        ))}
      </ul>
      {story.open_promises > story.promises.length && <p className="text-13 text-muted">The {story.promises.length} most pressing of them; the others are in the timeline.</p>}
    </>
  )
}
