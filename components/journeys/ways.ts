import type { RowOf } from '@/server/reports/answer'
import { change } from './step-figures'

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
