import type { Alike } from '@/server/domain/segments/alike'
import { formatCount, formatMoney } from '../ui/format'

/** What a score that tells customers hardly apart means for the groups made of it. */
export function alikeInWords({ score, low, high }: Alike, currency: string): string {
  if (score === 'recency') return `Nine of ten buyers bought within the last ${formatCount(high)} days, and at least as many are no later than they usually are: how long ago somebody bought says nothing here about who has gone quiet. Groups that ask for the recency score, such as “Asleep”, hold active customers too, and moving from one to another says as little.`
  if (score === 'frequency') return `Three of five buyers bought on ${low === high ? formatCount(low) : `${formatCount(low)} to ${formatCount(high)}`} days each: how often somebody buys tells them hardly apart, whatever their frequency score.`
  return `Three of five buyers brought ${low === high ? formatMoney(low, currency) : `${formatMoney(low, currency)} to ${formatMoney(high, currency)}`} each: how much somebody spends tells them hardly apart, whatever their spend score.`
}
