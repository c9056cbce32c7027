import { randomUUID } from 'node:crypto'
import { sessionCtx } from '../access'
import { currentSession } from '../auth/session'
import { instance } from '../boot'
import { now } from '../clock'
import type { OrgCtx } from '../context'
import { asTouchstoneError, TouchstoneError, toProblem } from '../errors'
import { logFailure } from '../log'
import { rejectsCsv } from '../queries/imports'
import { json } from './answer'
import { problemResponse } from './problem'
import { receiveImport } from './receive-import'
import { sameOrigin } from './same-origin'
import { csvOf } from './text-stream'

/** What pages cannot ask by tRPC: a file going up, a file coming down. The organisation is named by `?org=`. */
async function answer(request: Request, work: (ctx: OrgCtx, dataDir: string) => Promise<Response>): Promise<Response> {
  const requestId = randomUUID()
  try {
    const { db, dataDir } = await instance()
    const session = await currentSession()
    if (!session) throw new TouchstoneError('unauthenticated', 'Sign in first.')
    return await work(await sessionCtx(db, session, new URL(request.url).searchParams.get('org') ?? '', now()), dataDir)
  } catch (error) {
    if (asTouchstoneError(error).fault === 'internal') logFailure(requestId, new URL(request.url).pathname, error)
    return problemResponse(toProblem(error, requestId))
  }
}

/** An upload from our own pages: as POST /api/v1/imports, by session instead of key. */
export function uploadFromPage(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return Promise.resolve(problemResponse(toProblem(new TouchstoneError('forbidden', 'This request came from another site.'))))
  return answer(request, async (ctx, dataDir) => json(await receiveImport(ctx, request, dataDir), 202))
}

export const rejectsForPage = (request: Request, id: string): Promise<Response> => answer(request, async (ctx) => csvOf(await rejectsCsv(ctx, id)))
