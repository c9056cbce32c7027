/** The reader's choice lives in a cookie, so that the server draws the first frame in it: no script, no flash, nothing for a CSP to allow. */
export const THEME_COOKIE = 'touchstone_theme'

export type Theme = 'system' | 'light' | 'dark'

/** What the cookie says; anything unknown follows the system. */
export function readTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}
