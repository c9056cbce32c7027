'use client'
import { useState, useSyncExternalStore } from 'react'
import { saidIn } from '@/server/domain/journeys/taken'
import { Button } from '../ui/button'
import type { MapSession } from './session'

type Props = { session: MapSession; said: string | null; onHeard: () => void }

/** What the reader must not miss, between the tools and the sheet, until it is dealt with: nothing one wrote goes without a word. */
export function Notices({ session, said, onHeard }: Props) {
  const taken = useSyncExternalStore(session.subscribe, session.taken, session.taken)
  const [copied, setCopied] = useState(false)
  const names = taken.map(({ noun, name }) => (name ? `“${name}”` : { p: 'a phase', s: 'a step without a name', l: 'a lane' }[noun]))
  const wrote = [...new Set(taken.flatMap((one) => saidIn(session.doc, one)))].join('\n')
  return (
    <div role="alert" className="text-13">
      {taken.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-warning px-1 py-2">
          <p className="min-w-0 grow">
            <span className="font-medium">Somebody else took out {names.join(', ')} while you wrote there.</span>{' '}
            {wrote && <span className="text-muted">What you wrote is kept: <q className="break-words text-ink">{wrote.length > 300 ? `${wrote.slice(0, 300)}…` : wrote}</q></span>}
          </p>
          <Button look="primary" onClick={() => session.bringBack()}>Put it back</Button>
          {wrote && <Button onClick={() => void navigator.clipboard.writeText(wrote).then(() => setCopied(true))}>{copied ? 'Copied' : 'Copy what I wrote'}</Button>}
          <Button look="quiet" onClick={() => session.letGo()}>Let it go</Button>
        </div>
      )}
      {said && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-warning px-1 py-2">
          <p className="min-w-0 grow">{said}</p>
          <Button look="quiet" onClick={onHeard}>Understood</Button>
        </div>
      )}
    </div>
  )
}
