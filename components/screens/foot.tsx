'use client'
import { useEffect, useState } from 'react'

type FootProps = { name: string; zone: string; now: () => number; at: string | null; state: 'live' | 'old' | 'lost'; position: number; of: number; /** Where a sample’s time stands, in words: the only time there is on its wall. */ standing: string | null; /** What has been late for weeks. */ late?: string | null }

const STATE = { live: '● Live', old: '○ Connected, but nothing new', lost: '○ Not connected' }

const clocks = new Map<string, Intl.DateTimeFormat>()

/** "14:05", or with seconds. Making a clock costs far more than reading it, and a wall reads it every second for months. */
export function clockText(ms: number, zone: string, seconds = false): string {
  const key = `${zone} ${String(seconds)}`
  let clock = clocks.get(key)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) })
    clocks.set(key, clock)
  }
  return clock.format(ms)
}

/** "14:05", or with its day when that is not today. */
export function sinceText(at: string, now: number, zone: string): string {
  const day = (ms: number) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' }).format(ms)
  const ms = new Date(at).getTime()
  return day(ms) === day(now) ? clockText(ms, zone) : `${day(ms)}, ${clockText(ms, zone)}`
}

/** Always there: whose wall this is, the time, and from when the figures are. Ticks by itself, so that nothing else must. */
export function Foot({ name, zone, now, at, state, position, of, standing, late }: FootProps) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => (count + 1) % 86_400), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <span>{name}{of > 1 && position >= 0 ? ` · ${position + 1} of ${of}` : ''}{late && ` · ${late}`}</span>
      <span role="status" aria-live="off">{STATE[state]}{standing ? ' · sample of ' : `${at ? `, figures of ${clockText(new Date(at).getTime(), zone, true)}` : ''} · `}<strong style={{ color: 'var(--w-ink)', whiteSpace: 'nowrap' }}>{standing ?? clockText(now(), zone)}</strong></span>
    </>
  )
}
