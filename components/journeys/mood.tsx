import { colour } from '../ui/tokens'
import { heightOf, smoothPath } from './curve'

const [WIDTH, HEIGHT] = [128, 40]

/** A map's curve of feelings in the size of a word. */
export function Mood({ feelings }: { feelings: readonly (number | null)[] }) {
  const points = feelings.flatMap((value, at) => (value === null ? [] : [{ x: ((at + 0.5) / feelings.length) * WIDTH, y: heightOf(value, HEIGHT, 4), value }]))
  if (points.length < 2) return <span />
  const lowest = points.reduce((low, point) => (point.value < low.value ? point : low))
  return (
    <svg role="img" aria-label={`Feelings along the way, at worst ${lowest.value}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-10 w-32">
      <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke={colour('hairline')} />
      <path d={smoothPath(points)} fill="none" stroke={colour('ink')} strokeWidth="1.5" />
      <circle cx={lowest.x} cy={lowest.y} r="3" fill={lowest.value < 0 ? colour('failed') : colour('ink')} />
    </svg>
  )
}
