import { useEffect, useState } from 'react'
import { readerNow, useWallClock } from '../../shell/clock'

const MINUTE_MS = 60_000

/** The reader's clock, a minute off at most however long the page is open: what is on a wall now changes with it. */
export function useMinutes(): Date {
  const opened = useWallClock()
  const [at, setAt] = useState<Date | null>(null)
  useEffect(() => {
    const timer = setInterval(() => setAt(new Date(readerNow())), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
  return at ?? opened
}
