import type { Result, ResultRow } from '@/db/vocabulary'
import { beside } from '@/server/domain/statistics/only-failures'
import type { RowOf } from '@/server/reports/answer'
import type { StackedRow } from '../charts/stacked-bars'
import { formatCount, formatShare, SMALL_N } from '../ui/format'
import { meaningColour } from '../ui/tokens'

export type Outcome = RowOf<'moment-outcomes'>

/** The results in their order, as people say them. */
export const RESULT_NAMES: readonly (readonly [ResultRow, string])[] = [['failed', 'failed'], ['met', 'met'], ['exceeded', 'exceeded'], ['not_recorded', 'not recorded']]
export const KNOWN: readonly Result[] = ['failed', 'met', 'exceeded']

export type Touchpoint = { key: string; label: string; rows: Outcome[]; moments: number; known: number; failed: number }

/** The report's rows gathered by touchpoint, the whole apart; most often failed first, those too small to rank last. */
export function byTouchpoint(rows: readonly Outcome[]): { whole: Touchpoint | null; parts: Touchpoint[] } {
  const groups = [...new Set(rows.map((row) => row.touchpoint))].map((key): Touchpoint => {
    const own = rows.filter((row) => row.touchpoint === key)
    const count = (results: readonly string[]) => own.reduce((n, row) => n + (results.includes(row.result) ? row.moments : 0), 0)
    return { key, label: own[0]?.label ?? key, rows: own, moments: own.reduce((n, row) => n + row.moments, 0), known: count(KNOWN), failed: count(['failed']) }
  })
  const rate = (touchpoint: Touchpoint) => (touchpoint.known >= SMALL_N ? touchpoint.failed / touchpoint.known : -1)
  return {
    whole: groups.find(({ key }) => key === 'total') ?? null,
    parts: groups.filter(({ key }) => key !== 'total').toSorted((a, b) => rate(b) - rate(a) || b.moments - a.moments),
  }
}

export const rowOf = (touchpoint: Touchpoint | null | undefined, result: ResultRow): Outcome | undefined => touchpoint?.rows.find((row) => row.result === result)

/** How often they failed: of those with a known result, everywhere (METRICS §2), and how it is said. */
export const failedShare = ({ failed, known }: Touchpoint): string => formatShare(failed, known)
export const OF_KNOWN = 'moments with a known result failed'
export const failedAfter = ({ known }: Touchpoint): string => `${known < SMALL_N ? '' : 'of the '}${OF_KNOWN}`

/** Bars of the known results; how many those are of all stands below the name, and opens those nobody recorded. */
export const resultBars = (touchpoints: readonly (Touchpoint & { label: string })[]): StackedRow[] => touchpoints.map((touchpoint) => ({
  key: touchpoint.key, label: touchpoint.label,
  said: touchpoint.known === touchpoint.moments ? `${formatCount(touchpoint.moments)} moments` : `${formatCount(touchpoint.known)} of ${formatCount(touchpoint.moments)} known`,
  ...(touchpoint.known < touchpoint.moments ? { cell: { touchpoint: touchpoint.key, result: 'not_recorded', field: 'moments' } } : {}),
  parts: RESULT_NAMES.filter(([result]) => result !== 'not_recorded').map(([result, name]) => ({ key: result, label: name, value: rowOf(touchpoint, result)?.moments ?? 0, colour: meaningColour(result), cell: { touchpoint: touchpoint.key, result, field: 'share_of_known' } })),
}))

/** Said beside every such share of the whole: which touchpoints know of failures only, and how many failed at the others. */
export function onlyFailuresNote(whole: Touchpoint, leftOut: readonly Touchpoint[]): string {
  const said = beside(whole, leftOut)
  if (!said) return ''
  const rest = said.known === 0 ? '' : ` Without ${said.one ? 'it' : 'them'}, ${formatShare(said.failed, said.known)} ${said.known < SMALL_N ? '' : 'of the '}${OF_KNOWN}.`
  return ` ${said.labels}: only failures are recorded there as moments, so ${said.one ? 'its' : 'their'} share of failures says nothing.${rest}`
}
