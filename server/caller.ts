import { cache } from 'react'
import { randomUUID } from 'node:crypto'
import { dehydrate, QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { queryDefaults } from './domain/query/query-defaults'
import { currentSession } from './auth/session'
import { instance } from './boot'
import { now } from './clock'
import { appRouter } from './routers/app'
import { createCallerFactory, type CallCtx } from './routers/trpc'

/** Where the live stream stood before anything was read for the page: what is announced later may be missing from it. */
export const pageStamp = cache(async () => (await instance()).live.stamp())

/** What a page's server side knows of the call, read once per request. */
export const pageCall = cache(async (org: string | null): Promise<CallCtx> => {
  await pageStamp()
  return { instance: await instance(), session: await currentSession(), org, requestId: randomUUID() }
})

const createCaller = createCallerFactory(appRouter)

/** The procedures, called in this process. */
export const caller = async (org: string | null) => createCaller(await pageCall(org))

/** What the frame and a page's prefetch both need of the organisation, read once per request. */
export const pageWorkspace = cache(async (org: string) => (await caller(org)).workspace())

/** When the page is being made, epoch ms: the browser takes it over as of that instant. */
export const pageMade = cache(() => now().getTime())

/**
 * For a page's prefetch: `trpc.….queryOptions()` as in the browser, and a query client to fetch them with.
 * Not awaited, a query streams to the browser when it is done; `state()` is what HydrationBoundary takes.
 */
export async function pageQueries(org: string) {
  const queryClient = new QueryClient(queryDefaults)
  const trpc = createTRPCOptionsProxy({ ctx: await pageCall(org), router: appRouter, queryClient })
  return { trpc, queryClient, state: () => dehydrate(queryClient) }
}
