import { createContext, useContext, useMemo, useState, useSyncExternalStore } from 'react'

/** The server's clock when it made the page, epoch ms: what the page says before the browser has taken over. */
export const PageMadeContext = createContext<number | null>(null)

const never = () => () => {}

/**
 * The reader's own clock when the page opened: sign-ins and invitations run on it, also where a sample's time stands still.
 * What the server wrote is taken over by the instant at which it was written: “just now” and “1 min ago” would be two pages.
 */
export function useWallClock(): Date {
  const made = useContext(PageMadeContext)
  const [opened] = useState(() => Date.now())
  const at = useSyncExternalStore(never, () => opened, () => made ?? opened)
  return useMemo(() => new Date(at), [at])
}

/** The reader's own clock, epoch ms; a wall sets it right by the server's. */
export const readerNow = (): number => Date.now()
