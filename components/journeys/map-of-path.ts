import type { MapContent } from '@/server/domain/journeys/content'
import { blankMap } from '@/server/domain/journeys/templates'

/** A draft of an observed path: every touchpoint a step bound to it, each once, however often the path came by. */
export function mapOfPath(slugs: readonly string[], names: readonly string[]): MapContent {
  const first = new Map<string, string>()
  slugs.forEach((slug, index) => { if (!first.has(slug)) first.set(slug, names[index] ?? slug) })
  return {
    ...blankMap(),
    phases: [{ id: 'p0', name: 'As it was observed', when: 'during' }],
    steps: [...first].slice(0, 400).map(([touchpoint, name], index) => ({ id: `s${index}`, phase: 'p0', name, touchpoint, child: null })),
  }
}
