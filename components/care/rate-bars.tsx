'use client'
import { BarChart } from '../charts/bar-chart'
import { SHARE } from '../charts/unit'
import { formatCount, formatShare } from '../ui/format'
import { colour } from '../ui/tokens'

/** Fewer say nothing in a picture (METRICS §2). */
export const ENOUGH = 30
/** So many that are left out are named one by one. */
const NAMED = 3

export type Rate = { key: string; label: string; of: number; n: number; rate: number | null; low: number | null; high: number | null; cell: Record<string, string> }

/** Shares with their intervals, the largest groups first; under thirty the counts stand for themselves. */
export function RateBars({ label, what, rates, inspect, most = 7 }: { label: string; what: string; rates: readonly Rate[]; inspect: { report: string; parameters: Record<string, string | null> }; most?: number }) {
  const sized = rates.filter((rate) => rate.n > 0).toSorted((a, b) => b.n - a.n)
  const [shown, rest] = [sized.slice(0, most), sized.slice(most)]
  return (
    <>
      <BarChart
        label={label} what={what} unit={SHARE} inspect={inspect}
        bars={shown.map(({ key, label: name, of, n, rate, low, high, cell }) => (n < ENOUGH
          ? { key, label: name, value: null, detail: formatShare(of, n), cell }
          : { key, label: name, value: rate, low, high, detail: `of ${formatCount(n)}`, colour: colour('accent'), cell }))}
      />
      {rest.length > 0 && <p className="text-12 text-muted">{rest.length <= NAMED ? `Not drawn, with fewer: ${rest.map(({ label: name, of, n }) => `${name} ${formatShare(of, n)}`).join(', ')}.` : `${formatCount(rest.length)} more with fewer, at most ${formatCount(rest[0]?.n ?? 0)} each, are not drawn; “About this figure” has the table with all of them.`}</p>}
    </>
  )
}
