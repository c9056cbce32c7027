'use client'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { isNight } from '@/server/domain/screens/schedule'
import { takeoverAt } from '@/server/domain/screens/takeover-turn'
import { readerNow } from '../shell/clock'
import { formatDay } from '../ui/format-date'
import { beginAnew } from './begin-anew'
import { connect, type Heard } from './connection'
import { Foot, sinceText } from './foot'
import { keepFirst } from './keep-first'
import { keepLast, keepToken, readLast, readToken } from './memory'
import { Pairing } from './pairing'
import { Stage } from './stage'
import { useRotation } from './use-rotation'

/** A break shorter than this is mended before anybody would read about it. */
const PATIENCE_MS = 15_000
/** The server answers anew every minute; figures older than this are old. */
const OLD_MS = 150_000
/** What takes long is given as it was to who comes first, and asked anew meanwhile: so long it is not called old. */
const GRACE_MS = 60_000
const KEEP_EVERY_MS = 60_000
const SHIFT_EVERY_MS = 60_000
/** Around a small square, in parts of the wall: no edge stays on the same pixels. */
const SHIFTS = [[0, 0], [0.6, 0], [0.6, 0.6], [0, 0.6], [-0.6, 0.6], [-0.6, 0], [-0.6, -0.6], [0, -0.6], [0.6, -0.6]] as const

/** What a television shows: its screen, or the code that makes it a display. Never a login, a spinner or an error. */
export function Player() {
  const [token, setToken] = useState<string | null | undefined>(undefined)
  const [removed, setRemoved] = useState(false)
  useEffect(() => {
    setToken(readToken())
    // Browsers have it only on https and on the machine itself; without it a wall needs its server to begin.
    void navigator.serviceWorker?.register('/screen/worker', { scope: '/screen' }).then(keepFirst).catch(() => {})
  }, [])
  const paired = useCallback((given: string) => { keepToken(given); setRemoved(false); setToken(given) }, [])
  const revoked = useCallback(() => { keepToken(null); setRemoved(true); setToken(null) }, [])
  if (token === undefined) return <div className="wall" data-theme="dark" />
  return token === null ? <Pairing removed={removed} onPaired={paired} /> : <Wall key={token} token={token} onRevoked={revoked} />
}

function Wall({ token, onRevoked }: { token: string; onRevoked: () => void }) {
  // What was kept is where the stream begins; it outlives every answer.
  const [first] = useState<Heard | null>(readLast)
  const [heard, setHeard] = useState(first)
  const [at, setAt] = useState<string | null>(first?.at ?? null)
  const [lostAt, setLostAt] = useState<number | null>(() => readerNow())
  const [since] = useState(() => readerNow())
  const [minute, setMinute] = useState(0)
  const [offset, setOffset] = useState(0)
  const renew = useRef(false)
  const keptAt = useRef(0)
  const unkept = useRef<Heard | null>(null)
  const now = useCallback(() => readerNow() + offset, [offset])

  const keepIt = useCallback(() => {
    if (!unkept.current) return
    keptAt.current = readerNow()
    keepLast(unkept.current)
    unkept.current = null
  }, [])

  useEffect(() => connect(token, first, {
    heard(next) {
      setHeard(next)
      setAt(next.at)
      setLostAt(null)
      unkept.current = next
      if (readerNow() - keptAt.current > KEEP_EVERY_MS) keepIt()
    },
    beat(answered) {
      if (answered) setAt(answered)
      setLostAt(null)
    },
    // A stick's clock may be hours off; a difference of the network's making is none.
    clock: (ms) => setOffset((known) => (Math.abs(known - ms) > 2000 ? ms : known)),
    lost: () => {
      setLostAt((since) => since ?? readerNow())
      // Nothing newer comes now: this is what a display that is switched off and on has to show.
      keepIt()
    },
    revoked: onRevoked,
    newVersion: () => { renew.current = true },
  }), [token, first, onRevoked, keepIt])

  // Once in ten seconds: is it old by now, is it night, has the wall to move, is there a new version to load?
  useEffect(() => {
    const timer = setInterval(() => {
      setMinute((count) => (count + 1) % 60_480)
      if (!renew.current) return
      renew.current = false
      void beginAnew().then((there) => { renew.current ||= !there })
    }, 10_000)
    return () => clearInterval(timer)
  }, [])
  useWakeLock()

  const zone = heard?.program.zone ?? 'UTC'
  const taken = takeoverAt(heard?.takeovers ?? [], now())
  const { takeover } = taken
  const rotation = useRotation(heard?.frames ?? [], zone, now, takeover !== null)
  const onKey = useEffectEvent((key: string) => {
    if (key === 'ArrowRight' || key === ' ') rotation.turn(1)
    if (key === 'ArrowLeft') rotation.turn(-1)
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => onKey(event.key)
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  if (!heard) return <Waiting since={lostAt} />
  const { program } = heard
  const theme = program.theme === 'by_night' ? (isNight(now(), zone) ? 'dark' : 'light') : program.theme
  const gone = lostAt !== null && readerNow() - lostAt > PATIENCE_MS
  const old = at !== null && now() - new Date(at).getTime() > OLD_MS
  const silent = program.standing === null ? program.silentSince : null
  // A display that has just been switched on shows what it last heard until it hears more.
  const why = gone ? 'No connection' : lostAt === null ? 'No new figures' : 'Connecting'
  const isNew = lostAt === null && readerNow() - since < GRACE_MS
  const stale = (gone || (old && !isNew)) && at ? `▲ ${why}. These are of ${sinceText(at, now(), zone)}.` : silent ? `▲ Nothing has been recorded since ${formatDay(silent)}.` : null
  return (
    <Stage
      program={program} theme={theme} frame={rotation.frame} takeover={takeover} stale={stale} none="Nothing to show now." cursor={false}
      shift={SHIFTS[Math.floor((minute * 10_000) / SHIFT_EVERY_MS) % SHIFTS.length]}
      foot={<Foot name={program.organisation} zone={zone} now={now} at={at} state={gone || lostAt !== null ? 'lost' : old ? 'old' : 'live'} standing={program.standing ?? null} late={program.late} position={(takeover ? taken : rotation).position} of={(takeover ? taken : rotation).of} />}
      onFailed={(frame, message) => {
        rotation.failed(frame)
        void fetch('/api/screen/failures', { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ slide: frame.id, message: message.slice(0, 300) }) }).catch(() => undefined)
      }}
    />
  )
}

/** Before the first answer: calm, and after a while why. */
function Waiting({ since }: { since: number | null }) {
  const long = since !== null && readerNow() - since > PATIENCE_MS
  return (
    <div className="wall wall-cursor" data-theme="dark">
      <div className="wall-in"><div /><p className="wall-say wall-quiet" style={{ margin: 'auto 0' }}>{long ? 'Touchstone cannot be reached yet. This display tries again by itself.' : 'One moment: the first slide is on its way.'}</p><div /></div>
    </div>
  )
}

/** Asks the machine not to put the glass to sleep, where it can be asked. */
function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined
    const ask = () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
      navigator.wakeLock.request('screen').then((given) => { lock = given }, () => undefined)
    }
    ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      document.removeEventListener('visibilitychange', ask)
      void lock?.release()
    }
  }, [])
}
