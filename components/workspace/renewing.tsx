'use client'
import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** Shorter than this nobody takes the figures for the newest. */
const NOTICED_MS = 600

/** What is on the page is from before the news, and is being asked for again. Not read out: it comes and goes with every write. */
export function Renewing() {
  const asking = useIsFetching({ predicate: ({ state }) => state.data !== undefined }) > 0
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!asking) return
    const timer = setTimeout(() => setLong(true), NOTICED_MS)
    return () => { clearTimeout(timer); setLong(false) }
  }, [asking])
  return long ? <p aria-hidden>Bringing the figures up to date …</p> : null
}
