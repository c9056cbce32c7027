import { FEW, type TrendPoint } from '@/server/domain/screens/frame'
import type { Interval } from '../../ui/format-date'

const PERIODS: Record<Interval, string> = { day: 'Days', week: 'Weeks', month: 'Months' }

/** Why a line has gaps: periods of one to four are known, and not told. */
export const sayFew = (points: readonly TrendPoint[], interval: Interval): string | null => (points.some((point) => point.few) ? `${PERIODS[interval]} of ${FEW} are not shown` : null)

/** A faint mark at the base for each period that is left out, so that a gap is not taken for a fault. */
export function FewMarks({ points, x, bottom, em }: { points: readonly (TrendPoint | null)[]; x: (index: number) => number; bottom: number; em: number }) {
  return points.map((point, index) => point?.few && <path key={point.period} data-few={point.period} d={`M${x(index) - em * 0.25} ${bottom - em * 0.2}h${em * 0.5}`} stroke="var(--w-quiet)" strokeWidth={em * 0.16} opacity={0.7} />)
}
