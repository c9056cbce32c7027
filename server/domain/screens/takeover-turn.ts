import type { Takeover } from './frame'

/** Of several each stands so long: longer than a slide, as a wall looks at its clock every ten seconds only. */
const EACH_MS = 24_000

/**
 * What interrupts a wall at an instant (epoch ms): nothing, the one that stands, or of several one after the other, the
 * newest first, so that none hides a worse one. All walls take the same turns. What is over by then has none.
 */
export function takeoverAt(takeovers: readonly Takeover[], ms: number): { takeover: Takeover | null; position: number; of: number } {
  const standing = takeovers.filter(({ until }) => Date.parse(until) > ms).toSorted((a, b) => Date.parse(b.since) - Date.parse(a.since))
  const turns = Math.floor((ms - Date.parse(standing[0]?.since ?? '')) / EACH_MS)
  // A clock that is behind has the newest on.
  const position = Math.max(0, turns) % standing.length || 0
  return { takeover: standing[position] ?? null, position, of: standing.length }
}
