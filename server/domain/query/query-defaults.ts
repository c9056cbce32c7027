import { defaultShouldDehydrateQuery, type QueryClientConfig } from '@tanstack/react-query'
import superjson from 'superjson'

/**
 * Whether a query that failed `failures` times before is asked again: once, and in a browser, whose line may have failed.
 * What the server refused it would refuse again, and a page being made on the server would wait a second to hear it.
 */
export function askedAgain(failures: number, error: unknown, inBrowser = typeof window !== 'undefined'): boolean {
  const status = error instanceof Error && 'data' in error ? (error.data as { httpStatus?: number } | null | undefined)?.httpStatus : undefined
  return inBrowser && failures < 1 && (status === undefined || status >= 500)
}

/** The same on server and in browsers: what is prefetched there is not asked again here. */
export const queryDefaults: QueryClientConfig = {
  defaultOptions: {
    // Live topics say when to ask again; a minute is only for what has no topic.
    queries: { staleTime: 60_000, retry: (failures, error) => askedAgain(failures, error), refetchOnWindowFocus: true },
    dehydrate: { serializeData: superjson.serialize, shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending' },
    hydrate: { deserializeData: superjson.deserialize },
  },
}
