import { expect, test } from 'vitest'
import { nearest } from './nearest'

test('a mistyped name is told what was probably meant', () => {
  const branches = ['North', 'South', 'Leeds', 'Leeds West']
  expect([nearest('Norht', branches), nearest('north', branches), nearest('Leds', branches), nearest('LeedsWest', branches)]).toEqual(['North', 'North', 'Leeds', 'Leeds West'])
  expect([nearest('Bristol', branches), nearest('b33', ['b3', 'b12']), nearest('x', []), nearest('', branches)]).toEqual([null, 'b3', null, null])
})
