import { Dot } from '../ui/badge'
import { bandPath, linePath, runs, splitPartial, type Point, type Series, type Xy } from './prepare'

type LineSeriesProps = { colour: string; points: readonly (Point | null)[]; x: (index: number) => number; y: (value: number) => number; quiet?: boolean; /** Leaves partial periods unconnected: a count cut off is no fall. */ apart?: boolean }

/** One line: its band, its solid runs, its dashed partial ends, and a dot where a point stands alone. */
export function LineSeries({ colour, points, x, y, quiet, apart }: LineSeriesProps) {
  const { solid, dashed: leads } = splitPartial(points)
  const dashed = apart ? [] : leads
  const at = (index: number): Xy => [x(index), y(points[index]?.value ?? 0)]
  const bands = runs(points.map((point) => typeof point?.low === 'number' && typeof point.high === 'number'))
  const inRun = new Set([...solid.filter((run) => run.length > 1), ...dashed].flat())
  const alone = points.flatMap((point, index) => (point && point.value !== null && !inRun.has(index) ? [index] : []))
  const ends = points.flatMap((point, index) => (point?.partial && point.value !== null ? [index] : []))
  return (
    <g opacity={quiet ? 0.35 : 1} className="transition-opacity duration-120">
      {bands.map((run) => (
        <path key={run[0]} d={bandPath(run.map((i) => [x(i), y(points[i]?.high ?? 0)]), run.map((i) => [x(i), y(points[i]?.low ?? 0)]))} fill={colour} opacity={0.14} />
      ))}
      {solid.map((run) => (
        <path key={run[0]} d={linePath(run.map(at))} stroke={colour} strokeWidth={1.75} strokeLinejoin="round" strokeLinecap="round" fill="none" />
      ))}
      {dashed.map((run) => (
        <path key={run[0]} d={linePath(run.map(at))} stroke={colour} strokeWidth={1.25} strokeDasharray="2 3" opacity={0.7} fill="none" />
      ))}
      {alone.map((index) => (
        <circle key={index} cx={at(index)[0]} cy={at(index)[1]} r={2.5} fill={colour} />
      ))}
      {ends.map((index) => (
        <circle key={index} cx={at(index)[0]} cy={at(index)[1]} r={3} fill="var(--paper)" stroke={colour} strokeWidth={1.5} />
      ))}
    </g>
  )
}

/** Names above the lines, where there is no room beside them. */
export function LineLegend({ series }: { series: readonly Pick<Series, 'key' | 'label' | 'colour'>[] }) {
  return (
    <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-12">
      {series.map((one) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <Dot colour={one.colour} />
          {one.label}
        </li>
      ))}
    </ul>
  )
}
