import { formatCount, formatNumber, formatShareOf } from '../ui/format'

/** What a model is, for somebody who has never heard of it; its own name in brackets for who has. */
export const MODEL_WORDS: Record<string, string> = {
  bg_nbd: 'How often customers buy and when they stop (BG/NBD)',
  pareto_nbd: 'How often customers buy and when they stop (Pareto/NBD)',
  gamma_gamma: 'What they spend each time (Gamma-Gamma)',
  sbg: 'How long customers stay (shifted beta-geometric)',
  historic_average: 'As often as so far (historic average, no model)',
  own_average: 'What they spent so far (own average, no model)',
}

/** What each parameter says, in a few words. */
export const PARAMETER_WORDS: Record<string, string> = {
  'bg_nbd r': 'how alike customers’ pace is (higher: more alike)', 'bg_nbd alpha': 'with r, the pace: r ÷ alpha purchase days a week',
  'bg_nbd a': 'with b, the chance of stopping after a purchase', 'bg_nbd b': 'a ÷ (a + b) on average',
  'pareto_nbd r': 'how alike customers’ pace is (higher: more alike)', 'pareto_nbd alpha': 'with r, the pace: r ÷ alpha purchase days a week',
  'pareto_nbd s': 'how alike their risk of stopping is', 'pareto_nbd beta': 'with s, that risk: s ÷ beta a week',
  'gamma_gamma p': 'how steady one customer’s spend is (higher: steadier)', 'gamma_gamma q': 'how alike customers’ mean spends are (higher: more alike)', 'gamma_gamma v': 'with p and q, the mean spend: p v ÷ (q − 1)',
  'sbg alpha': 'with beta, the chance of leaving in a month', 'sbg beta': 'alpha ÷ (alpha + beta) in the first one',
  'historic_average purchase_days_per_week': 'repeat purchase days per customer and week so far', 'own_average spend_per_purchase_day': 'mean spend per purchase day so far',
}

/** "The model expected 1,653 purchases; there were 1,882, 14 % more". */
export function checkFinding(predicted: number, actual: number): string {
  const off = predicted > 0 ? actual / predicted - 1 : 0
  const how = Math.abs(off) < 0.005 ? 'as many as expected' : `${formatShareOf(Math.abs(off))} ${off > 0 ? 'more' : 'fewer'}`
  return `${formatCount(Math.round(predicted))} purchases were expected; there were ${formatCount(actual)}, ${how}`
}

/** "4.2 purchases", "1 purchase". */
export function purchases(expected: number): string {
  const text = formatNumber(expected, 1)
  return `${text} ${text === '1' ? 'purchase' : 'purchases'}`
}
