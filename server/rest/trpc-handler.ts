import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { currentSession } from '../auth/session'
import { instance } from '../boot'
import { toProblem, TouchstoneError } from '../errors'
import { logFailure } from '../log'
import { appRouter } from '../routers/app'
import { problemResponse } from './problem'
import { requestIdOf } from './request-id'
import { sameOrigin } from './same-origin'

/**
 * tRPC over HTTP. A write must come from our own pages: the browser says so in Origin, and the JSON content type
 * cannot be sent across origins without asking first.
 */
export async function trpcHandler(request: Request): Promise<Response> {
  const requestId = requestIdOf(request)
  if (request.method === 'POST' && !sameOrigin(request)) {
    return problemResponse(toProblem(new TouchstoneError('forbidden', 'This request came from another site.'), requestId))
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc', req: request, router: appRouter,
    createContext: async () => ({ instance: await instance(), session: await currentSession(), org: request.headers.get('x-touchstone-organisation'), requestId }),
    onError({ error, path }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') logFailure(requestId, path ?? 'trpc', error.cause ?? error)
    },
  })
}
