/**
 * Where to go after signing in, from an address's `to`: a path of ours or `/`. Whatever a browser could read as another
 * site (`//host`, `/\\host`, control characters) is not one of ours.
 */
export function ownPath(to: string | undefined): string {
  if (!to || !to.startsWith('/') || /^\/[/\\]/.test(to) || /\p{Cc}/u.test(to)) return '/'
  return to
}
