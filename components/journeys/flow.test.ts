import { expect, test } from 'vitest'
import { flowOf } from './flow'
import { mapOfPath } from './map-of-path'

const row = (kind: 'reached' | 'foreign' | 'next', touchpoint: string, to = '', position: number | null = null) => ({ kind, touchpoint, to, label: touchpoint, to_label: to, step: null, position, customers: 10 })

test('only against the order of the map does a way go back; to and from elsewhere it has no direction', () => {
  const { edges, nodes } = flowOf([row('reached', 'a', '', 1), row('reached', 'b', '', 2), row('foreign', 'x'), row('next', 'a', 'x'), row('next', 'x', 'b'), row('next', 'a', 'b'), row('next', 'b', 'a')])
  expect(nodes.map(({ key }) => key)).toEqual(['a', 'b', 'x'])
  expect(edges.map(({ from, to, back, aside }) => [from, to, back, aside])).toEqual([['a', 'x', false, true], ['x', 'b', false, true], ['a', 'b', false, false], ['b', 'a', true, false]])
})

test('a path that came by twice becomes a map with two steps there', () => {
  expect(mapOfPath(['look', 'pay', 'look'], ['Look', 'Pay', 'Look']).steps.map(({ name, touchpoint }) => [name, touchpoint])).toEqual([['Look', 'look'], ['Pay', 'pay'], ['Look (again)', 'look']])
})
