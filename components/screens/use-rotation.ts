'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Frame } from '@/server/domain/screens/frame'
import { after, showable } from '@/server/domain/screens/rotation'

/** With nothing to show, looked again for what a schedule brings. */
const LOOK_MS = 5000

export type Rotation = { frame: Frame | null; position: number; of: number; turn(step: 1 | -1): void; show(slide: string): void; failed(frame: Frame): void }

/**
 * Which slide is on: each for its seconds, in order, those that cannot be shown passed over. `now` gives the right time
 * (epoch ms); `held` stops the turning. A slide that could not be drawn is tried again when it says something else.
 */
export function useRotation(frames: readonly Frame[], zone: string, now: () => number, held: boolean): Rotation {
  const [current, setCurrent] = useState<string | null>(null)
  const [turned, setTurned] = useState(0)
  const [broken, setBroken] = useState<readonly Frame[]>([])

  // An answer that says the same is broken still.
  const skipped = new Set(frames.filter((frame) => broken.some((b) => b.id === frame.id && JSON.stringify(b.picture) === JSON.stringify(frame.picture))).map((frame) => frame.id))
  const on = showable(frames, now(), zone, skipped)
  const frame = on.find((one) => one.id === current) ?? after(frames, on, current)
  const id = frame?.id ?? null
  const seconds = frame?.seconds ?? 0

  const turn = (step: 1 | -1) => {
    setCurrent(after(frames, showable(frames, now(), zone, skipped), id, step)?.id ?? null)
    setTurned((count) => (count + 1) % 1_000_000)
  }
  const onTime = useEffectEvent(() => turn(1))
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => onTime(), seconds > 0 ? seconds * 1000 : LOOK_MS)
    return () => clearTimeout(timer)
  }, [id, seconds, held, turned])

  return {
    frame, position: on.findIndex((one) => one.id === id), of: on.length, turn, show: setCurrent,
    failed: (failing) => setBroken((all) => [...all.filter((b) => b.id !== failing.id), failing]),
  }
}
