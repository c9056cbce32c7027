'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { ScreenView } from '@/server/queries/screens/screens'
import { failureOf, useTRPC } from '../../data/trpc'
import { draftOf, slidesOf, type Draft } from './draft'

/** Changes made in one go are saved as one. */
const QUIET_MS = 500

export type Saving = { draft: Draft; change(next: (draft: Draft) => Draft): void; state: 'saved' | 'saving' | 'failed'; failure: string | null; reload(): void }

/**
 * A draft that saves itself. What others change meanwhile is taken over while nothing of one's own waits; a change made
 * from an older version is refused by the server and said here.
 */
export function useAutosave(screen: ScreenView): Saving {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(screen))
  const [version, setVersion] = useState(screen.version)
  const [edits, setEdits] = useState(0)
  const [savedEdits, setSavedEdits] = useState(0)
  const [failure, setFailure] = useState<string | null>(null)
  const save = useMutation(trpc.screens.save.mutationOptions())
  const waiting = edits !== savedEdits

  // Somebody else's change, seen while none of ours waits.
  if (!waiting && !save.isPending && screen.version > version) {
    setVersion(screen.version)
    setDraft(draftOf(screen))
  }

  const send = useEffectEvent(async () => {
    if (save.isPending || draft.name.trim() === '') return
    const sent = edits
    try {
      const saved = await save.mutateAsync({ ...draft, id: screen.id, version, slides: slidesOf(draft) })
      setVersion(saved.version)
      // New slides have their ids from now on, wherever they have been moved to meanwhile.
      const ids = new Map(draft.slides.map((slide, index) => [slide.key, saved.slides[index]]))
      setDraft((now) => ({ ...now, slides: now.slides.map((slide) => ({ ...slide, id: ids.get(slide.key) ?? slide.id })) }))
      setSavedEdits(sent)
      setFailure(null)
      await cache.invalidateQueries({ queryKey: trpc.screens.shown.queryKey() })
    } catch (error) {
      setFailure(failureOf(error))
    }
  })
  useEffect(() => {
    if (edits === savedEdits || save.isPending || failure !== null) return
    const timer = setTimeout(() => void send(), QUIET_MS)
    return () => clearTimeout(timer)
  }, [edits, savedEdits, save.isPending, failure])

  return {
    draft,
    change(next) {
      setDraft(next)
      setEdits((count) => count + 1)
      setFailure(null)
    },
    state: failure ? 'failed' : waiting || save.isPending ? 'saving' : 'saved', failure,
    reload() {
      setVersion(screen.version)
      setDraft(draftOf(screen))
      setSavedEdits(edits)
      setFailure(null)
    },
  }
}
