import { Dot } from '../ui/badge'
import { bandPath, linePath, runs, splitPartial, type Point, type Series, type Xy } from './prepare'

type LineSeriesProps = { colour: string; points: readonly (Point | null)[]; x: (index: number) => number; y: (value: number) => number; quiet?: boolean }

/** One line: its band, its runs, a dot where a whole period stands alone, and a hollow one where a period is cut off. */
export function LineSeries({ colour, points, x, y, quiet }: LineSeriesProps) {
  const { whole, partial } = splitPartial(points)
  const at = (index: number): Xy => [x(index), y(points[index]?.value ?? 0)]
  const bands = runs(points.map((point) => typeof point?.low === 'number' && typeof point.high === 'number' && !point.partial))
  return (
    <g opacity={quiet ? 0.35 : 1} className="transition-opacity duration-120">
      {bands.map((run) => (
        <path key={run[0]} d={bandPath(run.map((i) => [x(i), y(points[i]?.high ?? 0)]), run.map((i) => [x(i), y(points[i]?.low ?? 0)]))} fill={colour} opacity={0.14} />
      ))}
      {whole.map((run) =>
        run.length === 1 ? <circle key={run[0]} cx={x(run[0] ?? 0)} cy={at(run[0] ?? 0)[1]} r={2.5} fill={colour} /> : <path key={run[0]} d={linePath(run.map(at))} stroke={colour} strokeWidth={1.75} strokeLinejoin="round" strokeLinecap="round" fill="none" />,
      )}
      {partial.map((index) => (
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
