/**
 * Where to go after signing in, from an address's `to`: a path of ours or `/`. Whatever a browser could read as another
 * site (`//host`, `/\\host`, control characters) is not one of ours.
 */
export function ownPath(to: string | undefined): string {
  if (!to || !to.startsWith('/') || /^\/[/\\]/.test(to) || /\p{Cc}/u.test(to)) return '/'
  return to
}

/** The page of an organisation that was asked for, as it is written in the address bar: `_rsc` is what Next adds where it asks by itself. What is not of that organisation is its front page. */
export function askedPath(asked: string | null, org: string): string {
  const home = `/${encodeURIComponent(org)}`
  const [path = '', query = ''] = (asked ?? '').split('?')
  if (path !== home && !path.startsWith(`${home}/`)) return home
  const kept = query.split('&').filter((one) => one !== '' && !one.startsWith('_rsc=')).join('&')
  return kept ? `${path}?${kept}` : path
}
