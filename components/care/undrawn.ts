import { formatCount } from '../ui/format'

/** How many of those watched no curve is drawn of, and why: the curves' first numbers and the whole's add up. `rows`: of all customers, each group's in order of time. */
export function undrawnInWords(rows: readonly { group: string; at_risk: number }[], drawn: readonly string[], customers: number): string {
  const begin = (group: string) => rows.find((row) => row.group === group)?.at_risk ?? 0
  const unknown = drawn.includes('not_recorded') ? 0 : begin('not_recorded')
  const few = customers - drawn.reduce((n, group) => n + begin(group), 0) - unknown
  const parts = [...(unknown > 0 ? [`${formatCount(unknown)} after a moment whose result is not recorded`] : []), ...(few > 0 ? [`${formatCount(few)} in groups too small for a curve`] : [])]
  return parts.length === 0 ? '' : `Not drawn: ${parts.join(', and ')}.`
}
