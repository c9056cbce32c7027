import { formatCount, formatMoney, formatNumber, formatShareOf, SMALL_N } from '../ui/format'

/** What a model is, for somebody who has never heard of it; its own name in brackets for who has. */
export const MODEL_WORDS: Record<string, string> = {
  bg_nbd: 'How often customers buy and when they stop (BG/NBD)',
  pareto_nbd: 'How often customers buy and when they stop (Pareto/NBD)',
  gamma_gamma: 'What they spend each time (Gamma-Gamma)',
  sbg: 'How long customers stay (shifted beta-geometric)',
  buhlmann_straub: 'What they bring a month (credibility, Bühlmann & Straub)',
  historic_average: 'As often as so far, one’s own record weighed with everybody’s (historic average, no model)',
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
  'buhlmann_straub mean': 'what customers bring a month, all together', 'buhlmann_straub credible': 'after so many months one’s own record weighs as much as everybody’s', 'buhlmann_straub scatter': 'how much one’s months differ (variance ÷ mean²)',
  'historic_average purchase_days_per_week': 'repeat purchase days per customer and week so far', 'historic_average credible': 'after so many weeks one’s own record weighs as much as everybody’s (none: customers do not differ beyond chance)', 'own_average spend_per_purchase_day': 'mean spend per purchase day so far',
}

/** "1,653 purchases were expected; there were 1,882, 14 % more". Of fewer customers than rates are told of, without the percentage. */
export function checkFinding(predicted: number, actual: number, customers: number): string {
  if (nothing(predicted, actual)) return 'Nobody was expected to come back, and nobody did'
  const [expected, came] = [Math.round(predicted), actual]
  return `${expected === 1 ? '1 purchase was' : `${formatCount(expected)} purchases were`} expected; there ${came === 1 ? 'was 1' : `were ${formatCount(came)}`}${customers < SMALL_N ? '' : `, ${offBy(predicted, actual, ['as many as expected', 'more', 'fewer'])}`}`
}

/** Nothing was foreseen and nothing came: that proves no method right. */
export const nothing = (predicted: number, actual: number): boolean => actual === 0 && Math.abs(predicted) < 0.005

/** "£310,000 was expected from 3 Jun 2025 on; £298,000 came in, 4 % less". */
export function moneyFinding(predicted: number, actual: number, customers: number, from: string, currency: string): string {
  if (nothing(predicted, actual)) return `Nothing was expected from ${from} on, and nothing came in`
  const say = (amount: number) => formatMoney(amount, currency, { cents: false })
  return `${say(predicted)} was expected from ${from} on; ${say(actual)} came in${customers < SMALL_N ? '' : `, ${offBy(predicted, actual, ['as expected', 'more', 'less'])}`}`
}

function offBy(predicted: number, actual: number, [same, more, less]: readonly [string, string, string]): string {
  if (predicted <= 0) return actual > 0 ? more : same
  const off = actual / predicted - 1
  return Math.abs(off) < 0.005 ? same : `${formatShareOf(Math.abs(off))} ${off > 0 ? more : less}`
}

/** "4.2 purchases", "1 purchase". */
export function purchases(expected: number): string {
  const text = formatNumber(expected, 1)
  return `${text} ${text === '1' ? 'purchase' : 'purchases'}`
}

/** What one such customer may bring: "Eight of ten such customers will bring between £0 and £640." */
export function rangeWords(low: number, high: number, expected: number, say: (value: number) => string): string {
  if (high <= 0) return `Nine of ten such customers will bring nothing${expected > 0 ? ': the rest make the average' : ''}.`
  if (low <= 0) return `Nine of ten such customers will bring at most ${say(high)}, and at least one of ten nothing.`
  return `Eight of ten such customers will bring between ${say(low)} and ${say(high)}.`
}
