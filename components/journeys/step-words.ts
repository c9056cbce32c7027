import type { RowOf } from '@/server/reports/answer'
import { formatCount, formatDuration, formatRate, formatShareInterval, SMALL_N } from '../ui/format'

type Row = RowOf<'journey-steps'>
type Result = Pick<Row, 'failed' | 'with_result' | 'failures_only'>

/** How often it failed, with of how many; where nothing but failures is recorded, how many those are. */
export const failedWords = ({ failed, with_result: n, failures_only: only }: Result): string =>
  only ? `${formatCount(failed)} failed (only failures are recorded here)` : `${ofThem(failed, n)} failed`

/** "2.3 % of 4,796"; of few, "3 of 12". */
export const ofThem = (k: number, n: number): string => (n < SMALL_N ? formatRate(k, n) : `${formatRate(k, n)} of ${formatCount(n)}`)

/** "29 % of 31 (16–47 %) not offered"; of few, "3 of 12 not offered". */
export const notOffered = ({ breaches, issues, low, high }: Pick<RowOf<'channel-rules'>, 'breaches' | 'issues' | 'low' | 'high'>): string =>
  `${ofThem(breaches, issues)}${issues >= SMALL_N && low !== null && high !== null ? ` (${formatShareInterval(low, high)})` : ''} not offered`

/** The number of the first step of the map with the same touchpoint, where that is another one. */
export function twinOf(rows: readonly Pick<Row, 'step' | 'touchpoint' | 'position'>[], { step, touchpoint }: Pick<Row, 'step' | 'touchpoint'>): number | null {
  const sorted = rows.toSorted((a, b) => a.position - b.position)
  const first = sorted.findIndex((row) => row.touchpoint === touchpoint)
  return touchpoint === null || first < 0 || sorted[first]?.step === step ? null : first + 1
}

/** Ways are a touchpoint's: where it stands again, they are told at its first step. */
export const waysToldAt = (twin: number | null): string | null => (twin === null ? null : `the same touchpoint as step ${twin}: where they went is told there`)

/** Of the map's interactions; messages of ours are named, since no customer came for them, and what stands there twice is. */
export function shareWords({ interactions, all_interactions: all, messages }: Pick<Row, 'interactions' | 'all_interactions' | 'messages'>, twin: number | null): string {
  const share = twin === null ? `${formatRate(interactions, all)} of the map` : `the same count as step ${twin}`
  if (messages === 0) return share
  return `${share}, ${messages === interactions ? 'all of it' : `${formatCount(messages)} of them`} messages of ours`
}

/** How long until they were at another step; from the last one there are only ways back. */
export function onwardWords(rows: readonly Pick<Row, 'touchpoint' | 'position'>[], { touchpoint, position }: Pick<Row, 'touchpoint' | 'position'>, hours: number): string {
  const further = rows.some((row) => row.position > position && row.touchpoint !== null && row.touchpoint !== touchpoint)
  return `then ${formatDuration(hours * 3600)} ${further ? 'to another step of the map' : 'back to an earlier step'}`
}
