import { expect, test } from 'vitest'
import { clearSpot } from './clear-spot'
import type { Xy } from './prepare'

const [em, width] = [12, 120]
const room = { at: 100, width, em, left: 40, right: 600, top: 10, bottom: 200 }
const curve = (heights: number[]): Xy[] => heights.map((y, index) => [40 + (index * 560) / (heights.length - 1), y])
/** How high a curve is at every pixel beside a name. */
const beside = (points: Xy[], x: number) => Array.from({ length: width + 1 }, (_, i) => x + i).flatMap((at) => points.slice(1).flatMap(([x1, y1], index) => {
  const [x0, y0] = points[index] ?? [x1, y1]
  return at >= x0 && at <= x1 ? [y0 + ((at - x0) / (x1 - x0)) * (y1 - y0)] : []
}))

test('no curve goes through the name, wherever it comes close to the line', () => {
  // Churn that ends just over its target; that ends on it; that lies along it at the right, and at the left.
  for (const heights of [[150, 140, 145, 120, 96, 92], [60, 80, 90, 95, 98, 100], [30, 170, 40, 160, 97, 94], [95, 92, 94, 150, 90, 110]]) {
    const points = curve(heights)
    const [x, y] = clearSpot([points], room)
    expect(x).toBeGreaterThanOrEqual(room.left)
    expect(x + width).toBeLessThanOrEqual(room.right)
    expect(beside(points, x).filter((at) => at > y - em * 0.75 && at < y + em * 0.2), heights.join()).toEqual([])
  }
})

test('over the line’s right end where nothing is there, and under it where there is no room above', () => {
  expect(clearSpot([], room)).toEqual([480, 100 - em * 0.35])
  expect(clearSpot([curve([150, 150])], { ...room, at: 14 })).toEqual([480, 14 + em * 1.1])
  // A gap crosses nothing.
  expect(clearSpot([[[40, 20], null, [600, 180]]], room)).toEqual([480, 100 - em * 0.35])
})

test('where every place is crossed it is the least crossed one', () => {
  const thick = Array.from({ length: 20 }, (_, n) => curve(n % 2 ? [60 + n * 4, 60 + n * 4] : [50, 150]))
  expect(clearSpot(thick, { ...room, right: 170 })[0]).toBeGreaterThanOrEqual(40)
})
