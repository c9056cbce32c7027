import type { Problem } from '../errors'

/** RFC 9457 over HTTP. */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json', ...headers } })
}
