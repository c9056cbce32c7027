import { expect, test } from 'vitest'
import { placeMarkers } from './place-markers'
import { textWidth } from './prepare'

const mark = (x: number, label: string) => ({ x, label })

test('the names of marks never stand on one another, whatever is marked', () => {
  for (const xs of [[10, 400], [10, 60, 400], [300, 320, 340], [590, 598], [5, 5, 500]]) {
    const placed = placeMarkers(xs.map((x, n) => mark(x, `Plan ${n} with a long name that goes on`)), 600)
    const spans = placed.filter(({ text }) => text !== '').map(({ x, text, anchor }) => (anchor === 'start' ? [x, x + textWidth(text)] : [x - textWidth(text), x])).toSorted(([a = 0], [b = 0]) => a - b)
    spans.forEach(([from = 0, to = 0], n) => {
      expect(from).toBeGreaterThanOrEqual(spans[n - 1]?.[1] ?? 0)
      expect(to).toBeLessThanOrEqual(600)
    })
  }
})

test('a name stands right of its line, at the right end of a chart left of it; names at one place are one', () => {
  expect(placeMarkers([mark(100, 'start'), mark(580, 'review')], 600)).toEqual([{ x: 100, text: 'start', anchor: 'start' }, { x: 580, text: 'review', anchor: 'end' }])
  expect(placeMarkers([mark(100, 'One'), mark(100, 'Two')], 600)).toEqual([{ x: 100, text: 'One, Two', anchor: 'start' }])
  expect(placeMarkers([mark(100, 'One that is long'), mark(110, 'Two')], 600)).toEqual([{ x: 100, text: 'One that is…', anchor: 'end' }, { x: 110, text: 'Two', anchor: 'start' }].map((one, n) => (n === 0 ? { ...one, text: expect.any(String) as string } : one)))
})
