import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { bootApp } from './boot-app.mjs'
import { limit, refusedMethods } from './limits.mjs'
import { observing } from './metrics.mjs'
import { pageHeaders } from './page-headers.mjs'
import { stopOnSignal } from './stop-on-signal.mjs'
import { command, root, Stop } from './steps.mjs'

/**
 * Serves the app on PORT (3000) and HOST (every interface), opens its database, and says where to go.
 * Returns once it answers; the process then lives until a signal ends it.
 * @param {{ dev: boolean }} mode
 */
export async function serve({ dev }) {
  process.env.NODE_ENV ??= dev ? 'development' : 'production'
  // Next would end the process on a signal by its own rules, with streams open never; stop-on-signal.mjs does.
  process.env.NEXT_MANUAL_SIG_HANDLE = 'true'

  const app = {}
  const prepared = new Promise((resolve, reject) => Object.assign(app, { resolve, reject }))
  prepared.catch(() => {})
  const head = pageHeaders({ dev, publicUrl: process.env.PUBLIC_URL || undefined, oidcIssuer: process.env.OIDC_ISSUER || undefined })
  const observed = observing({ token: process.env.METRICS_TOKEN || undefined, logAll: ['1', 'true'].includes(process.env.LOG_REQUESTS ?? '') })
  const server = createServer(async (request, response) => {
    // One name for a request in its answer, in the log, and in what the application says of it.
    const id = randomUUID()
    request.headers['x-touchstone-request'] = id
    response.setHeader('x-request-id', id)
    observed.follow(request, response, id)
    try {
      if (await observed.answers(request, response)) return
      if (refusedMethods.has(request.method)) return void response.writeHead(405, { allow: 'GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS' }).end()
      // The process is there, whatever becomes of its database: for whoever restarts processes that hang.
      if (request.url === '/api/alive') return void response.writeHead(204).end()
      if (stopping.stopping && request.url === '/api/v1/health') {
        response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '5' })
        return void response.end(JSON.stringify({ type: 'about:blank#unavailable', title: 'This instance is stopping', status: 503 }))
      }
      const handle = await prepared
      head(request, response)
      // Who is really at the other end: written here so that no caller can write it (server/auth/request.ts).
      request.headers['x-touchstone-peer'] = request.socket.remoteAddress ?? ''
      // Next compiles on request whatever is its own; a wall is not.
      if (dev && /^\/screen(\?|$)/.test(request.url ?? '')) await (await import('./wall-bundle.mjs')).bundleWall(join(root, '.next/dev'), { dev })
      await handle(request, response)
    } catch (error) {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  })
  limit(server)

  const { PORT = '3000', HOST } = process.env
  const stopping = stopOnSignal(server, () => app.next?.close())
  await listen(server, portOf(PORT), HOST || undefined)
  // PORT=0 means any free one; the app must hear which (links in its answers name it).
  const { port } = server.address()
  process.env.PORT = String(port)

  try {
    const { default: next } = await import('next')
    app.next = next({ dev, dir: root, port, hostname: HOST || 'localhost', httpServer: server, quiet: !dev })
    await app.next.prepare()
    app.resolve(app.next.getRequestHandler())
  } catch (error) {
    throw new Stop(`Touchstone could not start: ${error.stack ?? error}`)
  }
  const health = await bootApp(server, stopping)
  if (health) console.log(welcome(health, HOST, port))
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Stop(refusals(port, host)[error.code] ?? `Cannot listen: ${error.message}`)))
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

const refusals = (port, host) => ({
  EADDRINUSE: `Port ${port} is taken by another program. Stop it, or choose another: PORT=3001 npm start`,
  EACCES: `This user may not open port ${port}. Choose one above 1023: PORT=3000 npm start`,
  EADDRNOTAVAIL: `This machine has no address ${host}; HOST names the address to listen on.`,
  ENOTFOUND: `HOST=${host} is no known address.`,
})

function portOf(text) {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Stop(`PORT must be a number from 0 to 65535, not "${text}".`)
}

function welcome(health, host, port) {
  const name = !host || host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  const version = typeof health.version === 'string' ? ` ${health.version}` : ''
  const kind = health.database?.kind ?? health.database
  const database = typeof kind === 'string' ? ` (database: ${kind})` : ''
  return `Touchstone${version} is ready${database}: http://${name}:${port}\nStop it with Ctrl-C.`
}

if (argv[1] && fileURLToPath(import.meta.url) === argv[1]) await command(() => serve({ dev: false }))
