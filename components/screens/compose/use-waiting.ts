'use client'
import { useState } from 'react'
import { askedBy, type Draft, type DraftSlide } from './draft'

/**
 * Whether a slide as it is in the draft has not been answered yet. `settled`: what was drawn last (at `answeredAt`) is of
 * the draft as it is saved.
 */
export function useWaiting(draft: Draft, settled: boolean, answeredAt: number): (slide: DraftSlide) => boolean {
  const about = JSON.stringify([draft.variables, draft.show_names])
  const [seenAt, setSeenAt] = useState(0)
  const [answered, setAnswered] = useState<ReadonlyMap<string, string>>(new Map())
  if (settled && answeredAt !== seenAt) {
    setSeenAt(answeredAt)
    setAnswered(new Map(draft.slides.map((slide) => [slide.key, about + askedBy(slide)])))
  }
  return (slide) => answered.size > 0 && answered.get(slide.key) !== about + askedBy(slide)
}
