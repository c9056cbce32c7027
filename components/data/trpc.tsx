'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchStreamLink, TRPCClientError } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { useState, type ReactNode } from 'react'
import superjson from 'superjson'
import type { AppRouter } from '@/server/routers/app'
import { queryDefaults } from '@/server/domain/query/query-defaults'

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

/** Gives the pages of one organisation their procedures. Mounted anew for another organisation: nothing is shared. */
export function DataProvider({ org, children }: { org: string; children: ReactNode }) {
  const [queryClient] = useState(() => new QueryClient(queryDefaults))
  const [client] = useState(() => createTRPCClient<AppRouter>({
    links: [httpBatchStreamLink({ url: '/api/trpc', transformer: superjson, headers: { 'x-touchstone-organisation': org }, maxURLLength: 8000 })],
  }))
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>{children}</TRPCProvider>
    </QueryClientProvider>
  )
}

/** What to tell a person when a call failed: the server's own sentence, or that it could not be reached. */
export function failureOf(error: unknown): string {
  if (error instanceof TRPCClientError) {
    if (error.data === undefined || error.data === null) return 'Touchstone could not be reached. Check the connection and try again.'
    return error.message
  }
  return 'Something went wrong here. Try again.'
}
