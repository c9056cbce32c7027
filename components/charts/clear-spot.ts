import type { Xy } from './prepare'

type Room = { /** How high the line stands that is named. */ at: number; /** The name’s width and its size of type. */ width: number; em: number; left: number; right: number; top: number; bottom: number }

/**
 * Where the name of a level line stands (its left end, its baseline) so that no curve goes through it: over or under the line,
 * first at its right end, then at its left, then between; where every place is crossed, where the fewest pieces of curve do.
 * Curves go from left to right, null where they have a gap.
 */
export function clearSpot(curves: readonly (readonly (Xy | null)[])[], { at, width, em, left, right, top, bottom }: Room): Xy {
  const baselines = [at - em * 0.35, at + em * 1.1].filter((y) => y - em * 0.75 >= top && y <= bottom)
  const spots = [right - width, left, (left + right - width) / 2].flatMap((x) => (baselines.length > 0 ? baselines : [at - em * 0.35]).map((y): Xy => [Math.max(left, x), y]))
  const crossed = ([x, y]: Xy) => curves.reduce((sum, curve) => sum + curve.filter((point, index) => point && through(curve[index - 1] ?? point, point, x, x + width, y - em * 0.9, y + em * 0.3)).length, 0)
  return spots.reduce((best, spot) => (crossed(spot) < crossed(best) ? spot : best))
}

/** Whether a piece of curve goes through a box. */
function through([x0, y0]: Xy, [x1, y1]: Xy, left: number, right: number, top: number, bottom: number): boolean {
  if (x1 < left || x0 > right) return false
  const height = (x: number) => (x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0))
  const [a, b] = [height(Math.max(left, x0)), height(Math.min(right, x1))]
  return Math.max(a, b) >= top && Math.min(a, b) <= bottom
}
