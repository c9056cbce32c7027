import { daysBetween, type LocalDay } from '../time/local-day'
import type { Better } from './verdict'

/**
 * Where a measure should be on a day, were the smallest change that matters to build up evenly from start to review: the
 * path a meeting holds it against. In the measure's unit.
 */
export function expectedOn(day: LocalDay, { before, smallest, better, startOn, reviewOn }: { before: number; smallest: number; better: Better; startOn: LocalDay; reviewOn: LocalDay }): number {
  const gone = Math.min(1, Math.max(0, daysBetween(startOn, day) / Math.max(1, daysBetween(startOn, reviewOn))))
  return before + (better === 'higher' ? smallest : -smallest) * gone
}

/** Whether a value is at or beyond its path, in the intended direction. */
export const onPath = (value: number, expected: number, better: Better): boolean => (better === 'higher' ? value >= expected : value <= expected)
