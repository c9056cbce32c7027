/** A published claim to hold one's own numbers against; never a target (METRICS §4). */
export type Claim = {
  key: string
  statement: string
  source: string
  /** What the arithmetic really says. */
  note: string
  /** The report that tells one's own figure, with the ends of what is claimed, in its unit. */
  check: { report: string; parameters: Record<string, string>; cell: Record<string, string>; field: string; /** Of the ends, as the report declares it. */ unit: 'share' | 'number'; low: number | null; high: number | null } | null
}

const TRADE = 'Accenture, as quoted in trade articles'
const BANK = 'One bank customer’s interactions, 2000 and 2013, in a trade article'

export const CLAIMS: readonly Claim[] = [
  { key: 'immediate_action', statement: '77 % say that immediate action when they are unhappy earns their loyalty.', source: TRADE, note: 'Not the 77 that 38 and 39 add up to: two different figures.', check: null },
  { key: 'shift_spend', statement: 'After a bad experience 38 % shift part of their spending elsewhere.', source: TRADE, note: 'Beside it stand those who leave at once: two different things. Here: who spent less after a failed moment, among those who stayed.',
    check: { report: 'moment-outcomes', parameters: { result: 'failed' }, cell: { touchpoint: 'total', result: 'failed' }, field: 'spent_less_rate', unit: 'share', low: 0.38, high: 0.38 } },
  { key: 'stop_at_once', statement: 'After a bad experience another 39 % stop doing business at once.', source: TRADE, note: 'Said in a survey, about oneself. Here: who really left after a failed moment.',
    check: { report: 'moment-outcomes', parameters: { result: 'failed' }, cell: { touchpoint: 'total', result: 'failed' }, field: 'left_rate', unit: 'share', low: 0.39, high: 0.39 } },
  { key: 'several_channels', statement: '75 % expect to use several channels for one task.', source: TRADE, note: 'What people expect is not what they do, so nothing here agrees or does not. Here: issues that really took several channels.',
    check: { report: 'channels-per-issue', parameters: {}, cell: { key: 'total' }, field: 'several_share', unit: 'share', low: null, high: null } },
  { key: 'channel_profit', statement: 'Customers who use several channels are 15–25 % more profitable.', source: TRADE, note: 'They may be so because they were good customers before. Segments, “Several channels”, compares the next year’s margin, adjusted for that.', check: null },
  { key: 'constant_interactions', statement: 'The number of interactions is constant; only the mix of channels moves.', source: 'A common belief', note: 'One bank customer went from 14 a month in 2000 to 197 in 2013.', check: null },
  { key: 'interactions_growth', statement: 'A bank customer’s interactions grew from 14 a month (2000) to 197 (2013), 19 % a year.', source: BANK, note: 'The arithmetic says 22.6 % a year; 19.3 % would need 15 years. Of the 197 about 182 are look-ups and messages; calls rose from 1 to 5, in answer to the messages: totals must be split.',
    check: { report: 'growth', parameters: {}, cell: { key: 'total' }, field: 'cagr', unit: 'share', low: 0.19, high: 0.226 } },
  { key: 'digital_replaces', statement: 'Digital replaces calls.', source: 'A common belief', note: 'In the same bank calls rose from 1 to 5 a month while everything digital multiplied: messages breed contacts.', check: null },
  { key: 'volume_falls', statement: 'Contact-centre volume falls from 6.4 to 6.1 billion between 2011 and 2015: 4 %, less than 1 % a year.', source: 'A forecast, as quoted in trade articles', note: 'It is 4.7 % in all; 1.2 % a year over four intervals, 0.96 % over five. Here: how contacts that people answer grow a year; the claim is that they fall.',
    check: { report: 'growth', parameters: { direction: 'contact' }, cell: { key: 'human' }, field: 'cagr', unit: 'share', low: null, high: 0 } },
  { key: 'preferred_channels', statement: 'Preferred channels: 90, 75, 67, 47, 22 and 22 %.', source: TRADE, note: 'They sum to 323 %: several answers each, so never a pie.', check: null },
  { key: 'acquisition_cost', statement: 'A customer-experience programme lowers the cost of acquiring a customer by 30 % within 90 days.', source: 'A vendor’s claim', note: 'Nothing is said of a comparison group.', check: null },
  { key: 'return_days', statement: 'A customer-experience programme returns its cost in 30–60 days.', source: 'A vendor’s claim', note: 'Hold each plan’s own return to it.', check: null },
]

/** Whether one's own figure, by its interval, agrees with what is claimed; null, not judged, without an interval or a figure claimed. */
export function holds({ value, low: from, high: to }: { value: number; low: number | null; high: number | null }, low: number | null, high: number | null): 'holds' | 'does_not_hold' | 'cant_tell' | null {
  if ((low === null && high === null) || from === null || to === null) return null
  const [least, most] = [low ?? -Infinity, high ?? Infinity]
  if (to < least || from > most) return 'does_not_hold'
  // Agrees when the value lies within what is claimed, or the claim is one number inside the interval.
  return (value >= least && value <= most) || (low === high && from <= least && to >= most) ? 'holds' : 'cant_tell'
}
