import { cache } from 'react'
import { randomUUID } from 'node:crypto'
import { currentSession } from './auth/session'
import { instance } from './boot'
import { appRouter } from './routers/app'
import { createCallerFactory, type CallCtx } from './routers/trpc'

/** What a page's server side knows of the call, read once per request. */
export const pageCall = cache(async (org: string | null): Promise<CallCtx> => ({
  instance: await instance(), session: await currentSession(), org, requestId: randomUUID(),
}))

/** The procedures, called in this process: what pages prefetch with. */
export const caller = createCallerFactory(appRouter)
