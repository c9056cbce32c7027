import { defaultShouldDehydrateQuery, type QueryClientConfig } from '@tanstack/react-query'
import superjson from 'superjson'

/** The same on server and in browsers: what is prefetched there is not asked again here. */
export const queryDefaults: QueryClientConfig = {
  defaultOptions: {
    // Live topics say when to ask again; a minute is only for what has no topic.
    queries: { staleTime: 60_000, retry: 1, refetchOnWindowFocus: true },
    dehydrate: { serializeData: superjson.serialize, shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending' },
    hydrate: { deserializeData: superjson.deserialize },
  },
}
