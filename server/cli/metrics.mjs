import { timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { routeName } from './route-name.mjs'

/**
 * What happens in this process, as OpenMetrics at GET /api/metrics, for whoever sends METRICS_TOKEN as a bearer; without
 * that setting there is no such address. Requests are logged on standard error as one line of JSON each when
 * LOG_REQUESTS=1; failures (5xx) always.
 * @param {{ token: string | undefined, logAll: boolean }} settings
 */
export function observing({ token, logAll }) {
  const registry = new Registry()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  collectDefaultMetrics({ register: registry, prefix: 'touchstone_' })
  const labels = ['method', 'route', 'status']
  const seconds = new Histogram({ name: 'touchstone_http_request_duration_seconds', help: 'How long requests took, streams left out', labelNames: ['method', 'route'], buckets: [0.01, 0.05, 0.15, 0.5, 1, 3, 10, 30], registers: [registry] })
  const requests = new Counter({ name: 'touchstone_http_requests', help: 'Requests answered', labelNames: labels, registers: [registry] })
  new Gauge({ name: 'touchstone_http_requests_running', help: 'Requests being answered, streams among them', registers: [registry], collect() { this.set(running) } })
  new Gauge({ name: 'touchstone_jobs', help: 'Jobs by state', labelNames: ['state'], registers: [registry], async collect() {
    this.reset()
    // Set by the application when it has opened its database (server/boot).
    for (const [state, n] of Object.entries((await globalThis.__touchstone?.jobsByState?.()) ?? {})) this.set({ state }, n)
  } })
  let running = 0

  return {
    /** Follows a request to its end. */
    follow(request, response, id) {
      const began = performance.now()
      running++
      response.once('close', () => {
        running--
        const { method = 'GET' } = request
        const status = response.writableEnded || response.headersSent ? response.statusCode : 499
        // What is nowhere can be called anything: it must not make a series each.
        const route = status === 404 ? '/:nowhere' : routeName(request.url ?? '/')
        const took = (performance.now() - began) / 1000
        requests.inc({ method, route, status: String(status) })
        if (!String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')) seconds.observe({ method, route }, took)
        // Health that says no is an answer like any other.
        if (logAll || (status >= 500 && route !== '/api/v1/health')) process.stderr.write(`${JSON.stringify({ level: status >= 500 ? 'error' : 'info', event: 'request', at: new Date().toISOString(), request: id, method, route, status, ms: Math.round(took * 1000) })}\n`)
      })
    },
    /** Answers the request if it asks for metrics; whether it did. */
    async answers(request, response) {
      if (!token || (request.url ?? '').split('?')[0] !== '/api/metrics') return false
      if (!same(String(request.headers.authorization ?? ''), `Bearer ${token}`)) {
        response.writeHead(401, { 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json' })
        response.end(JSON.stringify({ type: 'about:blank#unauthenticated', title: 'Send METRICS_TOKEN as a bearer', status: 401 }))
        return true
      }
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
      response.end(text)
      return true
    },
  }
}

function same(given, right) {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
