import { expect, test } from 'vitest'
import { cellsOf, headed } from './pasted'

test('a cell in quotes is one cell, whatever stands in it; other quotes are letters', () => {
  expect(cellsOf('"two\nlines"\tplain\r\n"says ""no""\tand goes"\t\r\n')).toEqual([['two\nlines', 'plain'], ['says "no"\tand goes', '']])
  expect(cellsOf('"I was angry"\nthe 5" one\n"never closed\tx')).toEqual([['"I was angry"'], ['the 5" one'], ['"never closed', 'x']])
  expect(cellsOf('\tb')).toEqual([['', 'b']])
})

test('a first row that names a step and lanes makes a row a step, as a file does', () => {
  const table = headed(cellsOf('Phase\tStep\tCustomer\'s goal\tVan size\nMoving\tPack\tBe done\tSmall\n\t\t\tThen large\nMoving\tDrive\t\t'), [])
  expect(table).toEqual({
    lanes: [{ name: 'Customer\'s goal', kind: 'goal' }, { name: 'Van size', kind: 'own' }], aside: ['Phase'],
    steps: [{ name: 'Pack', said: new Map([[0, 'Be done'], [1, 'Small\nThen large']]) }, { name: 'Drive', said: new Map() }],
  })
})

test('a row per cell, and lanes down the first column, say the same', () => {
  const said = { lanes: [{ name: 'Pain points', kind: 'pain_points' }, { name: 'Van', kind: 'own' }], aside: [], steps: [{ name: 'Pack', said: new Map([[0, 'No tape'], [1, 'Small']]) }, { name: 'Drive', said: new Map([[0, 'Slow']]) }] }
  expect(headed(cellsOf('step\tlane\ttext\nPack\tPain points\tNo tape\nPack\tVan\tSmall\nDrive\tPain points\tSlow'), [])).toEqual(said)
  expect(headed(cellsOf('Step\tPack\tDrive\nPain points\tNo tape\tSlow\nVan\tSmall\t'), ['van'])).toEqual(said)
})

test.each(['Step\nPack', 'Pack\tDrive\nNo tape\tSlow', 'Step\tPack'])('other tables name nothing: %j', (text) => {
  expect(headed(cellsOf(text), ['Van'])).toBeNull()
})
