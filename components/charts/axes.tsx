import { textWidth, type Scale } from './prepare'

type ValueAxisProps = { scale: Scale; y: (value: number) => number; x0: number; x1: number; say: (value: number) => string }

/** Hairlines across, their values at the left; the baseline, where there is one, in ink. */
export function ValueAxis({ scale, y, x0, x1, say }: ValueAxisProps) {
  return (
    <g aria-hidden>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1={x0} x2={x1} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? 'var(--edge)' : 'var(--hairline)'} shapeRendering="crispEdges" />
          <text x={x0 - 8} y={y(tick)} dy="0.32em" textAnchor="end" fontSize={12} fill="var(--muted)">
            {say(tick)}
          </text>
        </g>
      ))}
    </g>
  )
}

/** Words under the marks they belong to; one that would stick out beyond `right` ends there. */
export function TimeAxis({ ticks, y, right = Infinity }: { ticks: readonly { x: number; text: string }[]; y: number; right?: number }) {
  return (
    <g aria-hidden>
      {ticks.map(({ x, text }) => (
        <text key={x} x={Math.min(x, right - textWidth(text) / 2)} y={y} textAnchor="middle" fontSize={12} fill="var(--muted)">
          {text}
        </text>
      ))}
    </g>
  )
}
