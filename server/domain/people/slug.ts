export const SLUG = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/
// First parts of addresses that belong to the server, so no organisation can be called so.
const RESERVED = new Set([
  'api', 'v1', 'sign-in', 'sign-out', 'setup', 'reset', 'invitation', 'organisations', 'settings', 'static', 'public', 'assets', 'screen', 'screens', 'wall', 'health', 'favicon',
  'batch', 'track', 'identify', 'group', 'page', 'alias', 'events', 'imports', 'reports', 'admin', 'account', 'new', 'shared',
])
export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug)

/** A short address from a name: "Zürcher Bank AG" → "zurcher-bank-ag". Empty when the name has no Latin letters or digits. */
export function proposeSlug(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('æ', 'ae').replaceAll('ł', 'l')
  const proposed = plain.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40).replaceAll(/^-+|-+$/g, '')
  return RESERVED.has(proposed) || proposed.length === 1 ? `${proposed}-1` : proposed
}
