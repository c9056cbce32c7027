'use client'
import { useEffect, useState } from 'react'

type FootProps = { name: string; zone: string; now: () => number; at: string | null; live: boolean; position: number; of: number }

export const clockText = (ms: number, zone: string, seconds = false): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(ms)

/** Always there: whose wall this is, the time, and from when the figures are. Ticks by itself, so that nothing else must. */
export function Foot({ name, zone, now, at, live, position, of }: FootProps) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => (count + 1) % 86_400), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <span>{name}{of > 1 && position >= 0 ? ` · ${position + 1} of ${of}` : ''}</span>
      <span role="status" aria-live="off">{live ? '● Live' : '○ Not connected'}{at ? `, figures of ${clockText(new Date(at).getTime(), zone, true)}` : ''} · <strong style={{ color: 'var(--w-ink)' }}>{clockText(now(), zone)}</strong></span>
    </>
  )
}
