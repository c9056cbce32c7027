// A display's own service worker: a television that is switched on while the server is away shows its wall with the last
// good figures, and not the browser's error page. The page comes from the network whenever there is one; its scripts and
// fonts, whose names change with their content, from here.
const KEPT = 'touchstone-wall'
const MOST = 120

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname === '/screen' && request.mode === 'navigate') event.respondWith(page(request))
  else if (pathname.startsWith('/_next/static/')) event.respondWith(part(request))
})

async function page(request) {
  const kept = await caches.open(KEPT)
  try {
    const answer = await fetch(request)
    if (answer.ok) await kept.put('/screen', answer.clone())
    // A proxy whose server is away answers too: then rather what was there before.
    else if (answer.status >= 500) return (await kept.match('/screen')) ?? answer
    return answer
  } catch (error) {
    const last = await kept.match('/screen')
    if (last) return last
    throw error
  }
}

async function part(request) {
  const kept = await caches.open(KEPT)
  const known = await kept.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) {
    await kept.put(request, answer.clone())
    // The oldest parts are of versions that are gone.
    const parts = (await kept.keys()).filter(({ url }) => url.includes('/_next/static/'))
    for (const old of parts.slice(0, Math.max(0, parts.length - MOST))) await kept.delete(old)
  }
  return answer
}
