import { FAULTS, toProblem, type TouchstoneError } from '../errors'

/** A JSON answer. Figures are not to be kept by caches: they change with the next record. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers } })
}

/** RFC 9457, with what HTTP wants beside the status. */
export function problem(error: TouchstoneError, requestId: string, headers: Record<string, string> = {}): Response {
  const extra: Record<string, string> = {}
  if (error.fault === 'unauthenticated') extra['www-authenticate'] = 'Bearer realm="Touchstone", Basic realm="Touchstone", charset="UTF-8"'
  if (error.retryAfterS !== undefined) extra['retry-after'] = String(error.retryAfterS)
  return new Response(JSON.stringify(toProblem(error, requestId)), {
    status: FAULTS[error.fault].status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', ...extra, ...headers },
  })
}

/** 405 has no fault of its own: it is the address that is right and the method that is not. */
export function methodNotAllowed(method: string, allow: string, requestId: string): Response {
  const body = { type: 'about:blank#method_not_allowed', title: 'Method not allowed', status: 405, detail: `${method} is not answered here; ${allow} is.`, instance: requestId }
  return new Response(JSON.stringify(body), { status: 405, headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', allow } })
}
