'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ScreenView } from '@/server/queries/screens/screens'
import { failureOf, useTRPC, useTRPCClient } from '../../data/trpc'
import { Autosave, type Standing } from './autosave'
import { draftOf, slidesOf } from './draft'

export type Saving = Standing & Pick<Autosave, 'change' | 'reload'>

/** A screen’s draft, which saves itself; also what was changed just before the page is left. */
export function useAutosave(screen: ScreenView): Saving {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const cache = useQueryClient()
  const [saver] = useState(() => new Autosave(draftOf(screen), screen.version, async (draft, version) => {
    try {
      return await client.screens.save.mutate({ ...draft, id: screen.id, version, slides: slidesOf(draft) })
    } finally {
      // Refused, somebody else was quicker: what they made of it is what can be taken instead.
      for (const { queryKey } of [trpc.screens.shown.queryFilter(), trpc.screens.one.queryFilter()]) void cache.invalidateQueries({ queryKey })
    }
  }, failureOf))
  useEffect(() => saver.seen(draftOf(screen), screen.version), [saver, screen])
  useEffect(() => {
    saver.stay()
    const ask = (event: BeforeUnloadEvent) => {
      if (saver.standing().state === 'saved') return
      saver.leave()
      event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
      saver.leave()
    }
  }, [saver])
  const standing = useSyncExternalStore(saver.subscribe, saver.standing, saver.standing)
  return { ...standing, change: saver.change, reload: saver.reload }
}
