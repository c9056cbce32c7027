import { colour, tierColour } from '../ui/tokens'

/** The parts of a report's rows in their order, each with its colour: ordered tiers, the whole in ink when alone. */
export function groupsOf(rows: readonly { key: string; label: string }[]): { key: string; label: string; colour: string }[] {
  const all = [...new Map(rows.map((row) => [row.key, row.label])).entries()].map(([key, label]) => ({ key, label }))
  const parts = all.length > 1 ? all.filter((group) => group.key !== 'total') : all
  return parts.map((group, index) => ({ ...group, colour: group.key === 'total' ? colour('accent') : tierColour(index, parts.length) }))
}
