import type { SlideKind } from '@/db/vocabulary'
import type { Schedule } from './schedule'
import { ALL_RIGHT } from './ways'

/** A slide before it is on a screen. */
export type SlideDraft = {
  kind: SlideKind
  report: string | null
  parameters: Record<string, string | number | boolean>
  field: string | null
  cell: Record<string, string>
  title: string | null
  text: string | null
  seconds: number
  schedule: Schedule | null
}

const slide = (kind: SlideKind, report: string | null, more: Partial<SlideDraft> = {}): SlideDraft => ({ kind, report, parameters: {}, field: null, cell: {}, title: null, text: null, seconds: 15, schedule: null, ...more })

/** "Are we all right now?": what hangs outside the COO's office, ready. */
const NOW: SlideDraft[] = [
  slide('sentence', 'findings', { field: ALL_RIGHT, title: 'Are we all right?', seconds: 20 }),
  slide('expected', 'today-against-expected', { cell: { measure: 'contacts' }, title: 'Contacts today', seconds: 20 }),
  slide('promises', 'promises', { title: 'Promises' }),
  // Not failures whose effect is open: these are all of the last weeks, and nobody can lower them by acting.
  slide('big_number', 'unhappy-now', { field: 'customers', cell: { reason: 'failed' }, title: 'Waiting for us after a failed moment, last 60 days' }),
  slide('big_number', 'churn-rate', { field: 'lost', parameters: { segment: '{top_tier}', interval: 'month', from: '{-12m}' }, title: 'Top-tier customers lost this month' }),
  slide('story', 'moment-outcomes', { field: 'moments', parameters: { result: 'exceeded', from: '{-28d}' }, cell: { result: 'exceeded' }, title: 'A good story', seconds: 12 }),
]

const CARE: SlideDraft[] = [
  slide('promises', 'promises', { title: 'Promises', seconds: 20 }),
  slide('expected', 'today-against-expected', { cell: { measure: 'failed' }, title: 'Failed today' }),
  slide('flow', 'moment-outcomes', { parameters: { from: '{-12m}' }, title: 'How moments that matter ended' }),
  slide('at_risk', 'at-risk', { title: 'Value at risk' }),
]

const CHANNELS: SlideDraft[] = [
  slide('expected', 'today-against-expected', { cell: { measure: 'interactions' }, title: 'Interactions today' }),
  slide('stream', 'interactions-over-time', { field: 'contacts', parameters: { by: 'channel', interval: 'day', from: '{-28d}' }, title: 'Contacts by channel' }),
  slide('bars', 'cost-to-serve', { field: 'cost', parameters: { by: 'channel', from: '{-28d}' }, title: 'Cost of contacts in four weeks' }),
  slide('line', 'interactions-over-time', { field: 'contacts', parameters: { interval: 'week', from: '{-182d}' }, title: 'Contacts per week' }),
]

export const STARTERS = {
  now: { name: 'Are we all right now?', what: 'The answer in a sentence, today against expected, promises overdue, who waits after a failed moment, top-tier customers lost this month, one good story.', slides: NOW },
  care: { name: 'What we owe', what: 'Promises, what failed today, how moments that matter ended, value at risk.', slides: CARE },
  channels: { name: 'Who comes to us, and where', what: 'Interactions today, the stream of channels, what contacts cost, the last half year.', slides: CHANNELS },
} as const
export type Starter = keyof typeof STARTERS
