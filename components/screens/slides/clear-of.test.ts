import { expect, test } from 'vitest'
import type { Xy } from '../../charts/prepare'
import { clearOf } from './clear-of'

const em = 20
/** The highest and lowest the line is between two places, by walking along it. */
function spanOf(points: Xy[], left: number, right: number): [number, number] {
  const along = points.slice(1).flatMap(([x1, y1], index) => {
    const [x0, y0] = points[index] ?? [x1, y1]
    return Array.from({ length: 101 }, (_, i): Xy => [x0 + ((x1 - x0) * i) / 100, y0 + ((y1 - y0) * i) / 100])
  }).filter(([x]) => x >= left && x <= right).map(([, y]) => y)
  return [Math.min(...along), Math.max(...along)]
}
const zigzag = (heights: number[], width: number): Xy[] => heights.map((y, index) => [(index * width) / (heights.length - 1), y])

test('a figure lies on no part of the line it belongs to, however close its points are', () => {
  // Upright a dozen months stand close together: the figure is as wide as several of them.
  const lines = [[200, 100, 220, 90, 240, 80, 210, 150], [50, 300, 60, 290, 70, 280, 250], [300, 280, 200, 120, 60, 30], [30, 60, 120, 200, 280, 300]]
  for (const heights of lines) {
    const points = zigzag(heights, 280)
    const at = clearOf(points, 190, 280, em, 400)
    const [top, low] = spanOf(points, 190, 280)
    // Its letters reach about 0.75 em above what they sit on, and nothing beneath.
    expect(at < top || at - em * 0.75 > low, heights.join()).toBe(true)
    expect(at, heights.join()).toBeLessThan(400)
  }
})

test('beneath a line that falls to it, above one that rises, and above where there is no room beneath', () => {
  const at = (heights: number[], bottom = 400) => clearOf(zigzag(heights, 280), 190, 280, em, bottom)
  expect(at([30, 60, 120, 200, 280, 300])).toBeGreaterThan(300)
  expect(at([300, 280, 200, 120, 60, 50])).toBeLessThan(50)
  expect(at([30, 60, 120, 380, 390, 395])).toBeLessThan(380)
})
