import { align, niceScale, periodsOf, project, type Interval, type Point } from './prepare'
import { LineSeries } from './line-series'

export type SparklineProps = { label: string; points: readonly Point[]; interval: Interval; colour?: string; width?: number; height?: number; zero?: boolean }

/** A word-sized line: shape only. The figure stands beside it in text. */
export function Sparkline({ label, points, interval, colour = 'var(--muted)', width = 96, height = 20, zero = true }: SparklineProps) {
  const periods = periodsOf([{ points }], interval)
  const row = align(points, periods)
  const scale = niceScale(row.flatMap((point) => [point?.value, point?.low, point?.high]), { zero })
  const x = project({ min: 0, max: Math.max(1, periods.length - 1) }, 3, width - 4)
  const y = project(scale, height - 2, 3)
  const last = row.findLastIndex((point) => point !== null && point.value !== null && !point.partial)
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="inline-block align-middle">
      <LineSeries colour={colour} points={row} x={x} y={y} />
      {last >= 0 && <circle cx={x(last)} cy={y(row[last]?.value ?? 0)} r={2.5} fill={colour} />}
    </svg>
  )
}
