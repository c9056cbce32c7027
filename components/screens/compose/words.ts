import type { SlideKind } from '@/db/vocabulary'
import { variableOf } from '@/server/domain/screens/variables'
import { formatDay } from '../../ui/format-date'

export const WAY: Record<SlideKind, string> = {
  expected: 'Today against expected', big_number: 'Big number with trend and target', line: 'Line', bars: 'Bars', retention: 'Curve of who stayed', flow: 'Flow from result to effect', stream: 'Stream of its parts',
  at_risk: 'Value at risk', promises: 'Promises due now', story: 'One of them, as a story', sentence: 'Sentences', message: 'A message',
}

/** Windows a wall asks for: they move with the day. */
export const SINCE = [
  { value: '', label: 'All records' }, { value: '{-7d}', label: 'Last 7 days' }, { value: '{-28d}', label: 'Last 28 days' }, { value: '{-91d}', label: 'Last 91 days' },
  { value: '{month}', label: 'This month' }, { value: '{-3m}', label: 'Last 3 months and this' }, { value: '{-12m}', label: 'Last 12 months and this' }, { value: '{year}', label: 'This year' },
] as const

/** A window in words, also one that a view brought along: "{-90d}" is the last 90 days. */
export function sinceWords(value: string): string {
  const [, n, unit] = /^\{-(\d+)([dm])\}$/.exec(value) ?? []
  if (n !== undefined) return unit === 'd' ? `Last ${n} days` : `Last ${n === '1' ? 'month' : `${n} months`} and this`
  const words: Record<string, string> = { '{week}': 'This week', '{today}': 'Today' }
  return words[value] ?? (/^\d{4}-\d\d-\d\d$/.test(value) ? `Since ${formatDay(value)}` : value)
}

export const MEASURE = [
  { value: 'contacts', label: 'Contacts' }, { value: 'interactions', label: 'Interactions' }, { value: 'lookups', label: 'Look-ups' }, { value: 'messages', label: 'Messages' }, { value: 'failed', label: 'Failed interactions' }, { value: 'transactions', label: 'Purchases' },
] as const

export const SHAPES = [{ value: '16 / 9', label: 'Wide' }, { value: '9 / 16', label: 'Portrait' }, { value: '21 / 9', label: 'Ultra-wide' }, { value: '4 / 3', label: '4 : 3' }] as const
export type Shape = (typeof SHAPES)[number]['value']

/** What the composer's examples say, all of them alike, by the organisation's own dimension where it has one: `where` narrows a slide to a display's own part, `word` writes its name. */
export function partExample(dimensions: readonly string[]): { dimension: string; variable: string; word: string; where: string } {
  const dimension = dimensions[0] ?? 'branch'
  const variable = variableOf(dimension)
  return { dimension, variable, word: `{${variable}}`, where: `${dimension}:{${variable}}` }
}
