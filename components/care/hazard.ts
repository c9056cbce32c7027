import type { ReportAnswer } from '@/server/reports/answer'
import { formatNumber } from '../ui/format'

type Statistics = ReportAnswer['statistics']
/** Fewer customers, or fewer who left, carry no sentence. */
const ENOUGH = 30
const ENOUGH_LEFT = 5

export type Hazard = { ratio: number; low: number; high: number; certain: boolean }

/** A hazard ratio of a report's statistics, where there is enough to speak of; null otherwise. */
export function hazardOf(statistics: Statistics, name: string, group: string, against: string): Hazard | null {
  const number = (key: string) => (typeof statistics[key] === 'number' ? statistics[key] : null)
  const [ratio, low, high] = [number(`hr_${name}`), number(`hr_${name}_low`), number(`hr_${name}_high`)]
  const few = [group, against].some((g) => (number(`n_${g}`) ?? 0) < ENOUGH) || (number(`left_${group}`) ?? 0) + (number(`left_${against}`) ?? 0) < ENOUGH_LEFT
  if (few || ratio === null || low === null || high === null) return null
  return { ratio, low, high, certain: low > 1 || high < 1 }
}

/** The ratio in words that say association, and its interval. */
export function hazardInWords({ ratio, low, high, certain }: Hazard, who: string, than: string): string {
  const range = `${formatNumber(ratio, 2)}, 95 % interval ${formatNumber(low, 2)} to ${formatNumber(high, 2)}`
  if (!certain) return `No difference in leaving can be told between customers who had ${who} and those who had ${than} (hazard ratio ${range}).`
  return `Having had ${who} is associated with leaving ${ratio >= 1 ? `${formatNumber(ratio, 1)} times as fast as` : `only ${formatNumber(ratio, 1)} times as fast as`} having had ${than} (hazard ratio ${range}).`
}
