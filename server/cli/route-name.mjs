/**
 * An address as it may stand in a log or a metric: no query, and of its parts only those that are ours. What people and
 * senders chose (organisations, customers, ids) and what opens a door (tokens) becomes `:x`. Few different ones, too.
 * @param {string} url path and query
 */
export function routeName(url) {
  const [path = '/'] = url.split('?')
  const parts = path.split('/').filter(Boolean)
  const [first = '', second = ''] = parts
  if (first === '') return '/'
  if (first === '_next') return second === 'static' ? '/_next/static' : '/_next'
  if (first === 'api' && second === 'trpc') return '/api/trpc'
  if (first === 'api' && second === 'auth') return '/api/auth'
  if (first === 'v1' || (first === 'api' && second === 'v1')) return shaped(parts, first === 'v1' ? 2 : 3)
  if (first === 'api') return shaped(parts, 3)
  if (OWN.has(first)) return shaped(parts, 1)
  return shaped([':org', ...parts.slice(1)], 2)
}

/** First parts that are no organisation. */
const OWN = new Set(['sign-in', 'setup', 'reset', 'invitation', 'organisations', 'screen', 's', 'p', 'favicon.ico', 'icon.svg', 'robots.txt', 'manifest.webmanifest'])
const WORD = /^:?[a-z][a-z0-9_.-]{0,39}$/

const shaped = (parts, known) => `/${parts.slice(0, known + 1).map((part, i) => (i < known && WORD.test(part) ? part : ':x')).join('/')}`
