import { randomUUID } from 'node:crypto'

/** The request's name as the server's shell has given it (server/cli/serve, which lets nobody else write it); a new one in tests. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-touchstone-request') ?? ''
  return /^[0-9a-f-]{36}$/.test(given) ? given : randomUUID()
}
