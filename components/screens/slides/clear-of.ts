import type { Xy } from '../../charts/prepare'

/**
 * How high a figure stands that is as wide as from `left` to `right`, so that the line passes over or under it: above all of
 * the line there, or beneath all of it where that is nearer to the line's end. `points` from left to right, null where the line
 * has a gap; text of size `em` sits on the answer. `bottom`: the chart's base.
 */
export function clearOf(points: readonly (Xy | null)[], left: number, right: number, em: number, bottom: number): number {
  const heights = points.flatMap((point, index) => {
    if (!point) return []
    const before = points[index - 1]
    // Where the line comes into that width, between two of its points.
    const entry = before && before[0] < left && point[0] > left ? [before[1] + ((left - before[0]) / (point[0] - before[0])) * (point[1] - before[1])] : []
    return point[0] >= left && point[0] <= right ? [...entry, point[1]] : entry
  })
  const own = points.findLast((point) => point !== null)?.[1] ?? bottom
  const above = Math.min(own, ...heights) - em * 0.5
  const below = Math.max(own, ...heights) + em * 1.2
  const fits = { above: above - em * 0.8 >= 0, below: below <= bottom - em * 0.2 }
  if (fits.above && fits.below) return own - above <= below - own - em * 0.7 ? above : below
  return fits.below ? below : Math.max(em * 0.8, above)
}
