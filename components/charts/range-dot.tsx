import { formatInterval } from '../ui/format'
import { project } from './prepare'
import { COUNT, sayValue, type Unit } from './unit'

export type RangeDotProps = {
  label: string
  observed: number
  /** The usual range, from the figure's own history. */
  low: number
  high: number
  unit?: Unit
  /** The end of the axis when several are compared. It starts at nought. */
  max?: number
  /** Colour of the dot outside its range; within it is always quiet. */
  colour?: string
  width?: number
}

/** Observed against usual: a dot on or off its band. */
export function RangeDot({ label, observed, low, high, unit = COUNT, max, colour = 'var(--ink)', width = 160 }: RangeDotProps) {
  const height = 20
  const x = project({ min: Math.min(0, observed, low), max: (max ?? Math.max(observed, high) * 1.1) || 1 }, 5, width - 5)
  const usual = formatInterval(low, high, (bound) => sayValue(bound, unit))
  const outside = observed < low || observed > high
  return (
    <svg role="img" aria-label={`${label}: ${sayValue(observed, unit)}, usual ${usual}`} viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="inline-block align-middle">
      <line x1={5} x2={width - 5} y1={height / 2} y2={height / 2} stroke="var(--edge)" opacity={0.5} />
      <rect x={x(low)} width={Math.max(2, x(high) - x(low))} y={height / 2 - 4} height={8} rx={2} fill="var(--edge)" opacity={0.45} />
      <circle cx={x(observed)} cy={height / 2} r={4.5} fill={outside ? colour : 'var(--paper)'} stroke={outside ? 'var(--paper)' : 'var(--muted)'} strokeWidth={1.5} />
    </svg>
  )
}
