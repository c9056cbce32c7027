'use client'
import { useEffect, useState } from 'react'
import type { InspectTarget } from './inspector-context'
import { Inspector } from './inspector'
import type { InspectorContent, InspectorLoad } from './inspector-types'

type Page = { cursor: string | null; offset: number }

/** Asks `load` for one target, page by page. Mount it anew for another target. */
export function InspectorLoader({ target, load, onClose }: { target: InspectTarget; load: InspectorLoad; onClose: () => void }) {
  const [pages, setPages] = useState<Page[]>([{ cursor: null, offset: 0 }])
  const [attempt, setAttempt] = useState(0)
  const [content, setContent] = useState<InspectorContent | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [loading, setLoading] = useState(true)
  const page = pages.at(-1) ?? { cursor: null, offset: 0 }

  useEffect(() => {
    let wanted = true
    setLoading(true)
    setError(null)
    load(target, page.cursor)
      .then(
        (answer) => wanted && setContent(answer),
        (reason: unknown) => wanted && setError(reason instanceof Error ? reason.message : String(reason)),
      )
      .finally(() => wanted && setLoading(false))
    return () => {
      wanted = false
    }
  }, [load, target, page.cursor, attempt])

  const next = content?.rows?.next ?? null
  const shown = content?.rows?.data.length ?? 0
  return (
    <Inspector
      content={content}
      loading={loading}
      error={error}
      offset={page.offset}
      onPrevious={pages.length > 1 && !loading ? () => setPages((all) => all.slice(0, -1)) : undefined}
      onNext={next !== null && !loading ? () => setPages((all) => [...all, { cursor: next, offset: page.offset + shown }]) : undefined}
      onRetry={() => setAttempt((count) => count + 1)}
      onClose={onClose}
    />
  )
}
