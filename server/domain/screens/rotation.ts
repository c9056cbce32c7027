import { isOn } from './schedule'
import type { Frame } from './frame'

/** The slides that can be shown at an instant, in order: answered, not failed here, and on by their schedule. */
export function showable(frames: readonly Frame[], ms: number, zone: string, broken: ReadonlySet<string> = new Set()): Frame[] {
  return frames.filter((frame) => frame.picture !== null && !broken.has(frame.id) && isOn(frame.schedule, ms, zone))
}

/** The slide after `current` (an id, which may be gone) in its order; null when nothing can be shown. */
export function after(all: readonly Frame[], shown: readonly Frame[], current: string | null, step: 1 | -1 = 1): Frame | null {
  if (shown.length === 0) return null
  const at = all.findIndex((frame) => frame.id === current)
  const order = step === 1 ? [...all.slice(at + 1), ...all.slice(0, at + 1)] : [...all.slice(0, Math.max(at, 0)).toReversed(), ...all.slice(Math.max(at, 0)).toReversed()]
  return order.find((frame) => shown.includes(frame)) ?? shown[0] ?? null
}
