import type { Scope } from '@/db/vocabulary'
import { now } from '../clock'
import type { OrgCtx } from '../context'
import { asTouchstoneError, invalid, TouchstoneError, zodPlaces } from '../errors'
import { logFailure, logRefusal } from '../log'
import { json, methodNotAllowed, problem } from './answer'
import { contextOf, keyOf, missingKey } from './authenticate'
import { readJson, requireMedia } from './body'
import { find, type Found } from './match'
import type { RestInstance, RestState, Route } from './route'
import { badValue } from './bad-value'
import { requestIdOf } from './request-id'

const JSON_TYPES = ['application/json', '']

/**
 * Request → Response for everything below /api/v1 and /v1. Nothing is thrown: every fault becomes problem+json with
 * the request's id, which is also in the header `x-request-id` of every answer.
 */
export async function answer(routes: readonly Route[], prefix: string, request: Request, state: () => Promise<RestState>): Promise<Response> {
  const requestId = requestIdOf(request)
  let response: Response
  try {
    response = await dispatch(routes, prefix, request, state, requestId)
  } catch (error) {
    const known = badValue(error) ?? asTouchstoneError(error)
    if (known.fault === 'internal') logFailure(requestId, `${request.method} ${new URL(request.url).pathname}`, error)
    if (known.fault === 'unauthenticated' || known.fault === 'forbidden') logRefusal(requestId, `${request.method} ${new URL(request.url).pathname}`, known.fault)
    response = problem(known, requestId)
  }
  response.headers.set('x-request-id', requestId)
  return request.method === 'HEAD' ? new Response(null, response) : response
}

async function dispatch(routes: readonly Route[], prefix: string, request: Request, state: () => Promise<RestState>, requestId: string): Promise<Response> {
  const url = new URL(request.url)
  const found = find(routes, url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname)
  if (found.length === 0) throw new TouchstoneError('not_found', `There is nothing at ${url.pathname.slice(0, 200)}. GET /api/v1/openapi.json lists what there is.`)
  const allow = allowed(found)
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const match = found.find((f) => f.route.method === method)
  if (!match) return methodNotAllowed(request.method, allow, requestId)
  return call(match, request, url, await running(state))
}

/** An instance that still opens, or could not, is not asked: 503. Why it could not is for the log, not for strangers. */
async function running(state: () => Promise<RestState>): Promise<RestInstance> {
  const at = await state()
  if (at.state === 'ready') return at.instance
  throw new TouchstoneError('unavailable', at.state === 'opening' ? 'This instance is still starting.' : 'This instance could not start. Its log says why.', [], 5)
}

async function call({ route, path }: Found, request: Request, url: URL, instance: RestInstance): Promise<Response> {
  for (const [name, value] of Object.entries(path)) {
    if (value.includes('\0') || value.length > 1000) throw invalid(`${name} in the address holds a NUL or is too long.`, [{ field: name, reason: 'holds a NUL or is too long' }])
  }
  const ctx = route.scope === null ? undefined : await admit(route, route.scope, request, instance)
  const query = route.query === 'free' ? Object.fromEntries(url.searchParams) : parseQuery(route, url)
  const body = route.body ? parseBody(route, await jsonBody(request)) : undefined
  // An open route's handler has no context; `route.scope` decides, so its handler never asks for one.
  // Written or only tried: whoever is answered next sees what is there.
  const result = await route.handle({ ctx: ctx as OrgCtx, instance, request, url, path, query, body }).finally(() => { if (ctx && route.method !== 'GET') instance.live?.wrote(ctx.org.id) })
  return result instanceof Response ? result : json(result, route.status)
}

async function admit(route: Route, scope: Scope, request: Request, instance: RestInstance): Promise<OrgCtx> {
  const key = keyOf(request) ?? (route.keyInBody ? await writeKey(request) : undefined)
  if (!key) throw missingKey()
  const ctx = await contextOf(instance.db, request, key, now())
  if (!ctx.can.has(scope) && !(route.alsoScope && ctx.can.has(route.alsoScope))) throw new TouchstoneError('forbidden', `This needs a key with the scope “${scope}”.`)
  return ctx
}

/** Some of Segment's libraries send no header but a `writeKey` in the body. Read from a copy, and less of it: nobody is known yet. */
async function writeKey(request: Request): Promise<string | undefined> {
  const body = await readJson(request.clone(), 4 * 1024 * 1024)
  const key = typeof body === 'object' && body !== null && 'writeKey' in body ? body.writeKey : undefined
  return typeof key === 'string' ? key : undefined
}

async function jsonBody(request: Request): Promise<unknown> {
  requireMedia(request, JSON_TYPES)
  return readJson(request)
}

function parseBody(route: Route, body: unknown): unknown {
  const parsed = route.body?.safeParse(body)
  if (!parsed || parsed.success) return parsed?.data
  throw refused(zodPlaces(parsed.error))
}

function parseQuery(route: Route, url: URL): unknown {
  const twice = [...new Set(url.searchParams.keys())].filter((name) => url.searchParams.getAll(name).length > 1)
  if (twice.length > 0) throw refused(twice.map((field) => ({ field, reason: 'is given twice' })))
  const given = Object.fromEntries(url.searchParams)
  if (!route.query || route.query === 'free') {
    const unknown = Object.keys(given)
    if (unknown.length > 0) throw refused(unknown.map((field) => ({ field, reason: 'is not a parameter here' })))
    return undefined
  }
  const parsed = route.query.strict().safeParse(given)
  if (parsed.success) return parsed.data
  throw refused(zodPlaces(parsed.error))
}

const refused = (places: { field: string; reason: string }[]) => invalid(places.slice(0, 3).map((p) => `${p.field || 'The body'}: ${p.reason}`).join('; '), places.slice(0, 1000))

function allowed(found: Found[]): string {
  const methods = found.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
  return [...new Set([...methods, 'OPTIONS'])].join(', ')
}

