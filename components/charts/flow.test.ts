import { expect, test } from 'vitest'
import { placeFlow } from './flow'

const places = ['a', 'b', 'none'].map((key) => ({ key, label: key, colour: 'x' }))
const link = (from: string, to: string, value: number) => ({ from, to, value, colour: 'x' })

test('places are as tall as what passes through them, and links fill them in order', () => {
  const { left, right, links } = placeFlow(places, [link('b', 'a', 10), link('a', 'a', 30), link('a', 'b', 10), link('none', 'b', 50)], 200)
  expect(left.map((n) => [n.key, n.y, n.height])).toEqual([['a', 0, 80], ['b', 100, 20], ['none', 140, 100]])
  expect(right.map((n) => [n.key, n.value])).toEqual([['a', 40], ['b', 60]])
  expect(links.map((l) => [l.from, l.to, l.fromY, l.toY, l.height])).toEqual([['a', 'a', 0, 0, 60], ['a', 'b', 60, 100, 20], ['b', 'a', 100, 60, 20], ['none', 'b', 140, 120, 100]])
})

test('nothing moved: nothing is drawn', () => {
  expect(placeFlow(places, [], 200)).toEqual({ left: [], right: [], links: [], height: 0 })
})
