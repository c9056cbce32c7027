import type { Condition, Rules } from './conditions'
import type { NumberFact } from './facts'

type Range = [from: number, to: number]
type Group = { name: string; about: string; recency?: Range; frequency?: Range; monetary?: Range }

/** Named groups of RFM cells, first match first, as practitioners commonly call them; the borders are scores of 1 to 5. */
export const RFM_GROUPS: readonly Group[] = [
  { name: 'Champions', about: 'Bought recently, often, and spend the most.', recency: [4, 5], frequency: [4, 5], monetary: [4, 5] },
  { name: 'Loyal', about: 'Buy often and have not gone quiet.', recency: [3, 5], frequency: [4, 5] },
  { name: 'Promising', about: 'Bought recently, not often yet, but for much.', recency: [4, 5], frequency: [1, 3], monetary: [3, 5] },
  { name: 'New or small', about: 'Bought recently, not often yet, for little.', recency: [4, 5], frequency: [1, 3] },
  { name: 'Needs attention', about: 'Average in everything: could go either way.', recency: [3, 3] },
  { name: 'Do not lose', about: 'Once bought often and for much; silent for long.', recency: [1, 2], frequency: [4, 5] },
  { name: 'Slipping away', about: 'Spent well, silent for long.', recency: [1, 2], monetary: [4, 5] },
  { name: 'Asleep', about: 'Bought rarely, for little, long ago.', recency: [1, 2] },
]

/** RFM groups as a segmentation by rules over the last `days` days of purchases (null: all). Who never bought is the rest. */
export function rfmRules(days: number | null): Rules {
  return { kind: 'rules', template: 'rfm', rest: 'Never bought', segments: RFM_GROUPS.map((group) => ({ name: group.name, when: conditionOf(group, days) })) }
}

function conditionOf({ recency, frequency, monetary }: Group, days: number | null): Condition {
  const within = (fact: NumberFact, range: Range | undefined): Condition[] => {
    if (!range) return []
    const windowed = fact === 'recency_score' ? {} : { days }
    return [...(range[0] > 1 ? [{ fact, op: 'at_least' as const, value: range[0], ...windowed }] : []), ...(range[1] < 5 ? [{ fact, op: 'at_most' as const, value: range[1], ...windowed }] : [])]
  }
  return { all: [...within('recency_score', recency), ...within('frequency_score', frequency), ...within('monetary_score', monetary)] }
}

export const rfmAbout = (name: string): string | undefined => RFM_GROUPS.find((group) => group.name === name)?.about
