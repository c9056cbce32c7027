/**
 * What a connection may take its time for. A header must be there within `headersMs` and be no larger than Node takes
 * (16 kB, answered by 431); an upload of gigabytes may last (no limit on a whole request), a connection on which nothing
 * moves for `idleMs` may not.
 * @param {import('node:http').Server} server
 */
export function limit(server, { headersMs = 30_000, idleMs = 600_000 } = {}) {
  server.headersTimeout = headersMs
  server.requestTimeout = 0
  server.timeout = idleMs
  // Longer than the idle time of the usual proxies, so that they never reuse a connection we just closed.
  server.keepAliveTimeout = 75_000
}

/** Methods that show what a proxy added, or make a tunnel: nobody who means well sends them here. */
export const refusedMethods = new Set(['TRACE', 'TRACK', 'CONNECT'])
