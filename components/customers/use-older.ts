import { useState } from 'react'

/** News that arrives while a page is on its way asks for all shown pages again, and the new one is dropped: then it is asked for once more. */
const TRIES = 5

type Paged = { data: { pages: readonly unknown[] }; fetchNextPage: () => Promise<{ data: { pages: readonly unknown[] } | undefined; isError: boolean }> }

/** Fetches the next page of a list, and does not give up because of news. */
export function useOlder(list: Paged): { busy: boolean; more: () => void } {
  const [busy, setBusy] = useState(false)
  const fetchMore = async () => {
    setBusy(true)
    const shown = list.data.pages.length
    for (let tries = 0; tries < TRIES; tries++) {
      const { data, isError } = await list.fetchNextPage()
      if (isError || (data?.pages.length ?? 0) > shown) break
    }
    setBusy(false)
  }
  return { busy, more: () => void fetchMore() }
}
