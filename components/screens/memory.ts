import type { Heard } from './connection'

const TOKEN = 'touchstone-display'
/** Numbered by the shape of what is kept: an older one would be drawn wrongly by a newer wall. */
const LAST = 'touchstone-display-last-6'
const FORMER = ['touchstone-display-last', 'touchstone-display-last-2', 'touchstone-display-last-3', 'touchstone-display-last-4', 'touchstone-display-last-5']

/** What a display keeps over a reload. A browser that keeps nothing still shows its screen: by link, or paired again. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Full or forbidden: nothing depends on it.
  }
}

/** The token from the link (behind its #, which then leaves the address), else the one kept. */
export function readToken(): string | null {
  const linked = /^#(tss_[\w-]+)$/.exec(location.hash)?.[1]
  if (!linked) return kept(TOKEN)
  history.replaceState(null, '', location.pathname)
  if (linked !== kept(TOKEN)) keep(LAST, null)
  keep(TOKEN, linked)
  return linked
}
export const keepToken = (token: string | null): void => {
  keep(TOKEN, token)
  if (token === null) keep(LAST, null)
}

/** The last good answer: on the glass while the server is not there, said to be old. */
export function readLast(): Heard | null {
  for (const key of FORMER) keep(key, null)
  try {
    return JSON.parse(kept(LAST) ?? 'null') as Heard | null
  } catch {
    return null
  }
}
export const keepLast = (heard: Heard): void => keep(LAST, JSON.stringify(heard))
