import type { AlertWindow } from '@/db/vocabulary'
import type { LineComparison, UsualComparison } from './usual-windows'

/** Texts are written once, for the list, the mail and the webhook alike. */
const LOCALE = 'en-GB'

export const SAYS: Record<LineComparison, string> = { above: 'above', at_least: 'at or above', below: 'below', at_most: 'at or below' }
export const SAYS_USUAL: Record<UsualComparison, string> = { unusual: 'not what was expected', unusually_high: 'above what was expected', unusually_low: 'below what was expected' }
/** Held against what was expected, only whole days count. */
const WHOLE_DAYS: Partial<Record<AlertWindow, string>> = { today: 'today so far', last_7_days: 'in the 7 days until yesterday', last_28_days: 'in the 28 days until yesterday', last_90_days: 'in the 90 days until yesterday' }
/** What is about this moment has no window, and what is of one day has that day, whatever was chosen. */
export const windowSaid = (window: AlertWindow, { ofNow, ofDay }: { ofNow: boolean; ofDay: boolean }): AlertWindow | 'now' => (ofNow ? 'now' : ofDay && window !== 'yesterday' ? 'today' : window)
export const usualWindowWords = (window: AlertWindow | 'now'): string => (window === 'now' ? WINDOW_WORDS.now : WHOLE_DAYS[window] ?? WINDOW_WORDS[window])
export const WINDOW_WORDS: Record<AlertWindow | 'now', string> = {
  now: 'now', today: 'today', yesterday: 'yesterday', this_week: 'this week', last_7_days: 'in the last 7 days', last_28_days: 'in the last 28 days', this_month: 'this month', last_90_days: 'in the last 90 days', last_365_days: 'in the last 365 days', everything: 'over everything recorded',
}

/** A figure in a sentence, by its unit; shares as per cent, money in major units. */
export function sayFigure(value: number, unit: string, currency: string): string {
  const plain = (digits: number) => number({ maximumFractionDigits: digits })
  // A hyphen before a figure is taken for a dash.
  const number = (how: Intl.NumberFormatOptions) => new Intl.NumberFormat(LOCALE, how).format(value).replace('-', '−')
  // None and all are said only of none and all.
  if (unit === 'share' && value > 0 && value < 0.0005) return 'under 0.1%'
  if (unit === 'share' && value < 1 && value >= 0.9995) return 'over 99.9%'
  if (unit === 'share') return number({ style: 'percent', maximumFractionDigits: 1 })
  if (unit === 'money') return number({ style: 'currency', currency, maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 2 })
  if (unit === 'count') return plain(0)
  if (unit === 'points') return `${plain(1)} points`
  if (unit === 'days') return `${plain(1)} days`
  if (unit === 'hours') return `${plain(1)} h`
  if (unit === 'minutes') return `${plain(1)} min`
  return plain(2)
}

type FigureSaid = { label: string; unit: string; of: string; value: number; threshold: number; comparison: LineComparison; window: AlertWindow | 'now'; numerator: number | null; denominator: number | null; currency: string }

/** "Follow-through 74.2% is below 80% this week (37 of 50)". `of` names the part, '' for the whole. */
export const figureSentence = (said: FigureSaid): string => `${begin(said)} is ${SAYS[said.comparison]} ${sayFigure(said.threshold, said.unit, said.currency)} ${WINDOW_WORDS[said.window]}${countsOf(said)}`

/** "Contacts 160 is above what was expected (75–130) in the 7 days until yesterday". */
export function usualSentence(said: Omit<FigureSaid, 'threshold' | 'comparison'> & { low: number; high: number }): string {
  const { value, low, high, unit, currency, window } = said
  const how = value > high ? 'above what was expected' : value < low ? 'below what was expected' : 'as expected'
  return `${begin(said)} is ${how} (${sayFigure(low, unit, currency)} to ${sayFigure(high, unit, currency)}) ${usualWindowWords(window)}${countsOf(said)}`
}

const begin = ({ label, of, value, unit, currency }: Pick<FigureSaid, 'label' | 'of' | 'value' | 'unit' | 'currency'>) => `${label}${of ? `, ${of},` : ''} ${sayFigure(value, unit, currency)}`
const countsOf = ({ unit, numerator, denominator, currency }: Pick<FigureSaid, 'unit' | 'numerator' | 'denominator' | 'currency'>) => (unit === 'share' && numerator !== null && denominator !== null ? ` (${sayFigure(numerator, 'count', currency)} of ${sayFigure(denominator, 'count', currency)})` : '')

/** So many places are named; of more it would be a list. */
const MOST_PLACES = 2

/** "A critical moment failed: Dispute a charge, Gold customers", or how many. `places`: where those that failed were, named where the rule (`touchpoint`) says none. */
export function momentSentence(count: number, { touchpoint, critical, segment, places = [] }: { touchpoint: string | null; critical: boolean; segment: string | null; places?: readonly string[] }): string {
  const what = critical && !touchpoint ? 'critical moment' : 'moment'
  const where = [touchpoint ?? (places.length > 0 && places.length <= MOST_PLACES ? places.join(' and ') : null), segment ? `${segment} customers` : null].filter((part) => part !== null).join(', ')
  return `${count === 1 ? `A ${what} failed` : `${sayFigure(count, 'count', 'EUR')} ${what}s failed`}${where ? `: ${where}` : ''}`
}

export function promiseSentence(count: number, { hours, segment }: { hours: number; segment: string | null }): string {
  const since = hours === 0 ? '' : hours % 24 === 0 ? ` by ${hours / 24 === 1 ? 'a day' : `${hours / 24} days`}` : ` by ${hours === 1 ? 'an hour' : `${hours} hours`}`
  return `${count === 1 ? 'A promise is' : `${sayFigure(count, 'count', 'EUR')} promises are`} overdue${since}${segment ? `: ${segment} customers` : ''}`
}
