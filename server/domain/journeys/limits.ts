import { MOST, type MapContent } from './content'

/** The largest update taken at once and the largest document kept, in bytes. */
export const MOST_UPDATE = 2_000_000
export const MOST_STATE = 8_000_000

/** Why a map cannot be kept; null when it can. */
export function tooMuch({ phases, steps, lanes, cells }: MapContent): string | null {
  if (phases.length > MOST.phases) return `has more than ${MOST.phases} phases`
  if (steps.length > MOST.steps) return `has more than ${MOST.steps} steps`
  if (lanes.length > MOST.lanes) return `has more than ${MOST.lanes} lanes`
  const long = [...phases, ...steps, ...lanes].find(({ name }) => name.length > MOST.name)
  if (long) return `has a name of more than ${MOST.name} characters: ${long.name.slice(0, 40)}…`
  const full = cells.find(({ text }) => text.length > MOST.text)
  if (full) return `has a cell of more than ${MOST.text.toLocaleString('en')} characters: ${full.text.slice(0, 40)}…`
  if (steps.some((step) => (step.touchpoint ?? '').length > MOST.name)) return `has a touchpoint of more than ${MOST.name} characters`
  // What no database keeps, see server/schemas/text.ts.
  if ([...phases, ...steps, ...lanes].some(({ name }) => name.includes('\0')) || cells.some(({ text }) => text.includes('\0'))) return 'holds a NUL'
  return null
}
