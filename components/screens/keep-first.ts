/** As the service worker calls it (wall-worker.js). */
const KEPT = 'touchstone-wall'

/**
 * Keeps the page and its parts for a display whose first page came before its service worker did: it would have nothing
 * to show when it is switched on again while the server is away. The worker keeps everything after that.
 */
export async function keepFirst(): Promise<void> {
  const kept = await caches.open(KEPT)
  if (await kept.match('/screen')) return
  const parts = performance.getEntriesByType('resource').map(({ name }) => new URL(name)).filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/_next/static/'))
  await kept.addAll(['/screen', ...new Set(parts.map(({ pathname }) => pathname))])
}
