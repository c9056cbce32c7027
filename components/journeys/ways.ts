import type { RowOf } from '@/server/reports/answer'
import { formatCount, formatRate, ofThose } from '../ui/format'
import { change } from './step-figures'

/** Below this a share is told as a count (METRICS §2). */
const FEW = 30

type Beside = { [F in 'share' | 'customers' | 'all_customers' as `compared_${F}`]?: number | null }
/** A way customers took over a map, or a path, beside the same of the period compared with. */
export type Way = RowOf<'journey-deviations'> & Beside
export type PathRow = RowOf<'journey-paths'> & Beside
export type Compare = 'previous' | 'year' | null

/** How the share of customers moved, " (+3.1 pts)"; nothing where either side rests on too few. */
export const moved = ({ share, all_customers: n, compared_share: before, compared_all_customers: m }: Pick<Way, 'share' | 'all_customers'> & Beside, compare: Compare) => change(share, n, before, m, compare)

/** In this period: beside another one stand also the rows that were there only then. */
export const taken = ({ customers }: { customers: number }) => customers > 0

/** The larger of both shares: what has ended stands where it stood. */
export const most = ({ share, compared_share: before }: Pick<Way, 'share'> & Beside) => Math.max(share ?? 0, before ?? 0)

/** "85 % of the 282 who came here"; null where nobody did, or where it is about those who did not come. */
export const ofThoseHere = ({ kind, customers }: Pick<Way, 'kind' | 'customers'>, came: number) => (came === 0 || customers === 0 || kind === 'skipped' || kind === 'foreign' ? null
  : `${came < FEW ? formatCount(customers) : formatRate(customers, came)} of the ${formatCount(came)} who came here`)

/** "8 % of paths", or "2 of 9 paths". */
export const ofPaths = ({ cases, all_cases: all }: Pick<Way, 'cases' | 'all_cases'>) => `${formatRate(cases, all)}${ofThose(all)}paths`
