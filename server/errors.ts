import { z } from 'zod'
import { databaseAway } from '@/db/failures'

/** What can go wrong on purpose. Each maps once to HTTP (problem+json) and once to tRPC. */
export const FAULTS = {
  invalid: { status: 400, trpc: 'BAD_REQUEST', title: 'The request is not valid' },
  unauthenticated: { status: 401, trpc: 'UNAUTHORIZED', title: 'Sign in or send an API key' },
  forbidden: { status: 403, trpc: 'FORBIDDEN', title: 'Not allowed' },
  not_found: { status: 404, trpc: 'NOT_FOUND', title: 'Not found' },
  conflict: { status: 409, trpc: 'CONFLICT', title: 'Conflict' },
  too_large: { status: 413, trpc: 'PAYLOAD_TOO_LARGE', title: 'Too large' },
  unsupported: { status: 415, trpc: 'UNSUPPORTED_MEDIA_TYPE', title: 'Media type not supported' },
  throttled: { status: 429, trpc: 'TOO_MANY_REQUESTS', title: 'Too many requests' },
  unavailable: { status: 503, trpc: 'SERVICE_UNAVAILABLE', title: 'Not available right now' },
  internal: { status: 500, trpc: 'INTERNAL_SERVER_ERROR', title: 'Something went wrong here' },
} as const
export type Fault = keyof typeof FAULTS

/** One place a fault was found: `field` as a path such as `interactions[3].occurred_at`. */
export type FaultPlace = { field: string; reason: string; row?: number }

/** The one error type thrown on purpose. Expected outcomes are returned instead. */
export class TouchstoneError extends Error {
  constructor(readonly fault: Fault, message: string, readonly places: FaultPlace[] = [], readonly retryAfterS?: number) {
    super(message)
    this.name = 'TouchstoneError'
  }
}

/** The place of a refusal that setting up a second factor lifts: pages lead there. */
export const NO_SECOND_FACTOR = 'second_factor'

export const invalid = (message: string, places: FaultPlace[] = []) => new TouchstoneError('invalid', message, places)
export const notFound = (what: string) => new TouchstoneError('not_found', `There is no ${what} here.`)

/** RFC 9457. `instance` is the request's id, so that a log line can be found. */
export type Problem = { type: string; title: string; status: number; detail: string; instance?: string; errors?: FaultPlace[] }

export function toProblem(error: unknown, instance?: string): Problem {
  const known = asTouchstoneError(error)
  const { status, title } = FAULTS[known.fault]
  return {
    type: `about:blank#${known.fault}`, title, status, detail: known.message,
    ...(instance ? { instance } : {}), ...(known.places.length > 0 ? { errors: known.places } : {}),
  }
}

/** Maps anything thrown to the one type; what nobody meant becomes `internal`, its text kept from the outside. */
export function asTouchstoneError(error: unknown): TouchstoneError {
  if (error instanceof TouchstoneError) return error
  if (error instanceof z.ZodError) {
    const places = zodPlaces(error)
    return invalid(places.map((p) => `${p.field}: ${p.reason}`).slice(0, 3).join('; ') || 'The request is not valid.', places)
  }
  const away = databaseAway(error)
  if (away) return new TouchstoneError('unavailable', away === 'full' ? 'The database has no room left on its disk. Nothing of this was recorded.' : 'The database cannot be reached right now. Send this again: what was recorded already is not counted twice.', [], 5)
  return new TouchstoneError('internal', 'Something went wrong here. The log has the details.')
}

/** Every issue of a zod error as a place with a plain reason. */
export function zodPlaces(error: z.ZodError, prefix = ''): FaultPlace[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: join(prefix, [...issue.path, key]), reason: 'is not a field here' }))
    return [{ field: join(prefix, issue.path), reason: issue.message }]
  })
}

function join(prefix: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`), prefix)
}
