import { JOURNEY_LEVELS, type JourneyLevel } from '@/db/vocabulary'
import { invalid } from '../../errors'

/** A task is part of a journey, a journey of a relationship: what holds another stands above it. Throws `invalid`. */
export function requireHigher(parent: { name: string; level: JourneyLevel }, level: JourneyLevel): void {
  if (JOURNEY_LEVELS.indexOf(parent.level) > JOURNEY_LEVELS.indexOf(level)) return
  const reason = `“${parent.name}” is a ${parent.level}, and cannot hold a ${level}`
  throw invalid(`parent: ${reason}`, [{ field: 'parent', reason }])
}
