'use client'
import { useEffect, useState } from 'react'
import { formatDay } from '../ui/format-date'

type FootProps = { name: string; zone: string; now: () => number; at: string | null; live: boolean; position: number; of: number; /** Where a sample’s time stands: its figures are of then, whatever the clock says. */ standing: string | null }

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

/** Always there: whose wall this is, the time, and from when the figures are. Ticks by itself, so that nothing else must. */
export function Foot({ name, zone, now, at, live, position, of, standing }: FootProps) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => (count + 1) % 86_400), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <span>{name}{of > 1 && position >= 0 ? ` · ${position + 1} of ${of}` : ''}</span>
      <span role="status" aria-live="off">{live ? '● Live' : '○ Not connected'}{standing ? ` · a sample, where it is ${formatDay(standing)}` : at ? `, figures of ${clockText(new Date(at).getTime(), zone, true)}` : ''} · <strong style={{ color: 'var(--w-ink)' }}>{clockText(now(), zone)}</strong></span>
    </>
  )
}
