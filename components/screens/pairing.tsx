'use client'
import { useEffect, useState } from 'react'
import { sayCode } from '@/server/domain/screens/pairing-code'
import { readerNow } from '../shell/clock'
import './wall.css'

/** How often a display asks whether somebody has typed its code. */
const ASK_MS = 2000
const RETRY_MS = 5000
/** The first time: whoever stands there waits for the code. */
const SOON_MS = 1000
/** A question without an answer is asked anew after this: one that hangs would leave the wall without a code. */
const HANGS_MS = 8000

type Code = { code: string; token: string; expires_at: string }

/** Shows a code until somebody has typed it; a new one when it is too old. */
export function Pairing({ removed, onPaired }: { removed: boolean; onPaired: (token: string) => void }) {
  const [code, setCode] = useState<Code | null>(null)
  useEffect(() => {
    let stopped = false
    let timer: ReturnType<typeof setTimeout>
    let current: Code | null = null
    let began = 0
    let failures = 0
    let abort = new AbortController()
    const ask = async (init: RequestInit) => {
      abort = new AbortController()
      const patience = setTimeout(() => abort.abort(), HANGS_MS)
      try {
        const answer = await fetch('/api/screen/pairing', { ...init, cache: 'no-store', signal: abort.signal })
        return answer.ok ? ((await answer.json()) as unknown) : null
      } finally {
        clearTimeout(patience)
      }
    }
    const again = () => next(current === null && failures++ === 0 ? SOON_MS : RETRY_MS)
    const next = (ms: number) => { if (!stopped) timer = setTimeout(() => void step(), ms) }
    const step = async () => {
      try {
        // By our own clock: a cheap stick's may be hours off the server's.
        if (!current || readerNow() - began > 14 * 60_000) {
          const answer = (await ask({ method: 'POST' })) as Code | null
          if (!answer) return again()
          current = answer
          began = readerNow()
          if (!stopped) setCode(current)
          return next(ASK_MS)
        }
        const answer = (await ask({ headers: { authorization: `Bearer ${current.token}` } })) as { paired: boolean } | null
        if (answer?.paired && !stopped) return onPaired(current.token)
        next(ASK_MS)
      } catch {
        again()
      }
    }
    void step()
    return () => {
      stopped = true
      clearTimeout(timer)
      abort.abort()
    }
  }, [onPaired])
  return (
    <section className="wall" data-theme="dark" aria-label="Pair this display">
      <div className="wall-in">
        <div>
          <h1>{removed ? 'This display was removed from its screen' : 'Make this a Touchstone screen'}</h1>
          <p className="wall-sub">An admin opens Screens, chooses a screen and types this code at “Add a display”.</p>
        </div>
        <div style={{ margin: 'auto 0' }}>
          <p className="wall-code" role="status" aria-label="Pairing code">{code ? sayCode(code.code) : '···-···'}</p>
        </div>
        <p className="wall-foot"><span>The code changes every quarter of an hour. It opens nothing until it is typed.</span></p>
      </div>
    </section>
  )
}
