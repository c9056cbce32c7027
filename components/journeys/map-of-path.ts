import type { MapContent } from '@/server/domain/journeys/content'
import { blankMap } from '@/server/domain/journeys/templates'

/** A draft of an observed path: every stop a step bound to its touchpoint, as often as the path came by. */
export function mapOfPath(slugs: readonly string[], names: readonly string[]): MapContent {
  return {
    ...blankMap(),
    phases: [{ id: 'p0', name: 'As it was observed', when: 'during' }],
    steps: slugs.slice(0, 400).map((touchpoint, index) => ({ id: `s${index}`, phase: 'p0', name: `${names[index] ?? touchpoint}${slugs.indexOf(touchpoint) < index ? ' (again)' : ''}`, touchpoint, child: null })),
  }
}
