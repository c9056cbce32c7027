export type Point = { x: number; y: number }

/** Feelings run from +2 at the top to −2 at the bottom; this much is left free above and below, in pixels. */
const MARGIN = 16

export const heightOf = (value: number, height: number, margin = MARGIN): number => margin + ((2 - value) / 4) * (height - 2 * margin)

/** The feeling nearest to a height in the row. */
export const feelingAt = (y: number, height: number): number => Math.max(-2, Math.min(2, Math.round(2 - ((y - MARGIN) / (height - 2 * MARGIN)) * 4)))

/**
 * A smooth line through the points that never swings past them (monotone cubic, Fritsch and Carlson 1980): a curve of
 * feelings must not show a joy nobody wrote. Points in order of x.
 */
export function smoothPath(points: readonly Point[]): string {
  const [first] = points
  if (!first) return ''
  const slopes = points.slice(1).map((p, i) => (p.y - (points[i]?.y ?? 0)) / (p.x - (points[i]?.x ?? 0)))
  const tangents = points.map((_, i) => {
    const [before, after] = [slopes[i - 1], slopes[i]]
    if (before === undefined || after === undefined) return before ?? after ?? 0
    if (before * after <= 0) return 0
    return (2 * before * after) / (before + after)
  })
  const n = (value: number) => Number(value.toFixed(1))
  return points.slice(1).reduce((path, to, i) => {
    const from = points[i] ?? first
    const third = (to.x - from.x) / 3
    return `${path} C${n(from.x + third)} ${n(from.y + third * (tangents[i] ?? 0))} ${n(to.x - third)} ${n(to.y - third * (tangents[i + 1] ?? 0))} ${n(to.x)} ${n(to.y)}`
  }, `M${n(first.x)} ${n(first.y)}`)
}
