const KEY = 'touchstone-last-screen'

/** The screen somebody worked on last in this browser, by organisation: what the next view is most likely meant for. */
export function lastScreen(organisation: string): string | null {
  try {
    return localStorage.getItem(`${KEY}:${organisation}`)
  } catch {
    return null
  }
}

export function keepLastScreen(organisation: string, screen: string): void {
  try {
    localStorage.setItem(`${KEY}:${organisation}`, screen)
  } catch {
    // Full or forbidden: then it is chosen each time.
  }
}

/** Which screen a view goes to: the one chosen, else the last one, else the only one; null where one must choose. */
export function screenFor(chosen: string | null, last: string | null, ids: readonly string[]): string | null {
  if (chosen !== null) return chosen
  if (last !== null && ids.includes(last)) return last
  return ids.length === 0 ? 'new' : ids.length === 1 ? (ids[0] ?? null) : null
}
