import { randomBytes } from 'node:crypto'

/** A wall display may stand in another site's frame; nothing else may. */
const FRAMEABLE = /^\/screen(\/|\?|$)/

/**
 * What every answer says to the browser, set before the app answers. Scripts run only with this answer's nonce, which Next
 * reads from the request and puts on its own; styles may be inline, because charts set widths and positions.
 * @param {{ dev: boolean, publicUrl?: string, oidcIssuer?: string }} of
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void}
 */
export function pageHeaders({ dev, publicUrl, oidcIssuer }) {
  const https = publicUrl?.startsWith('https://') ?? false
  // Signing in with single sign-on ends in a redirect to its issuer, which browsers count as the form's target.
  const forms = ["'self'", ...(oidcIssuer ? [new URL(oidcIssuer).origin] : [])].join(' ')
  const policy = (nonce, frames) => [
    "default-src 'self'",
    // React's development build shows where errors come from by eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    // A display's own (components/screens/wall-worker.js).
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action ${forms}`,
    `frame-ancestors ${frames ? '*' : "'none'"}`,
  ].join('; ')

  return (request, response) => {
    const frames = FRAMEABLE.test(request.url ?? '')
    const csp = policy(randomBytes(16).toString('base64'), frames)
    // Written here so that no caller can choose the nonce.
    request.headers['content-security-policy'] = csp
    // Whoever is asked to sign in comes back to where they wanted to go; a layout is not told its own address.
    request.headers['x-touchstone-path'] = request.url ?? '/'
    response.setHeader('Content-Security-Policy', csp)
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin')
    response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    if (!frames) response.setHeader('X-Frame-Options', 'DENY')
    if (https) response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  }
}
